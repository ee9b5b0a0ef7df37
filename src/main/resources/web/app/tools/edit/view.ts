import type { Size } from '../sizes';
import type { Area, Point } from './area';

const SCALE_MAX = 8;
/** Small photos are not blown up further than this to fill the surface. */
const FIT_MAX = 2;
const PADDING = 14;

/** Which part of the photo the surface shows, and how large. */
export class View {
  /** Surface pixels for one of the photo. */
  scale = 1;
  /** Where the photo begins on the surface. */
  x = 0;
  y = 0;
  private surface: Size = { width: 0, height: 0 };

  constructor(private readonly photo: Size) {}

  private get whole(): number {
    const across = (this.surface.width - 2 * PADDING) / this.photo.width;
    const down = (this.surface.height - 2 * PADDING) / this.photo.height;
    return Math.max(0.001, Math.min(across, down, FIT_MAX));
  }

  get zoomed(): boolean {
    return this.scale > this.whole * 1.001;
  }

  fit(): void {
    this.scale = this.whole;
    this.settle();
  }

  resize(surface: Size): void {
    const before = this.surface;
    const keep = before.width > 0 && this.zoomed;
    this.surface = surface;
    if (!keep) return this.fit();
    this.zoom(1);
    this.pan((surface.width - before.width) / 2, (surface.height - before.height) / 2);
  }

  zoom(by: number, at: Point = { x: this.surface.width / 2, y: this.surface.height / 2 }): void {
    const before = this.photoPoint(at);
    this.scale = Math.min(Math.max(this.scale * by, this.whole), Math.max(SCALE_MAX, this.whole));
    this.x = at.x - before.x * this.scale;
    this.y = at.y - before.y * this.scale;
    this.settle();
  }

  pan(right: number, down: number): void {
    this.x += right;
    this.y += down;
    this.settle();
  }

  /** Brings an area into sight, as far as there is room. */
  reveal({ x, y, width, height }: Area): void {
    const shift = (start: number, length: number, room: number) =>
      Math.min(0, room - PADDING - start - length) || Math.max(0, PADDING - start);
    const { scale, surface } = this;
    this.pan(shift(this.x + x * scale, width * scale, surface.width), shift(this.y + y * scale, height * scale, surface.height));
  }

  photoPoint({ x, y }: Point): Point {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  /** What fits is centred; what does not leaves no gap. */
  private settle(): void {
    const place = (start: number, length: number, room: number) =>
      (length <= room - 2 * PADDING ? (room - length) / 2 : Math.min(PADDING, Math.max(start, room - length - PADDING)));
    this.x = place(this.x, this.photo.width * this.scale, this.surface.width);
    this.y = place(this.y, this.photo.height * this.scale, this.surface.height);
  }
}
