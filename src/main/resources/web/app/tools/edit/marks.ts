import type { Size } from '../sizes';
import { around, fitted, united, type Area, type Point } from './area';

/** One pull of the brush, in pixels of the photo. */
export interface Stroke {
  points: Point[];
  width: number;
}

interface Marked {
  strokes: readonly Stroke[];
  /** Drawn as a box; null while the strokes alone say what is meant. */
  box: Area | null;
}

const MARGIN_SHARE = 0.12;
const MARGIN_MIN = 16;
const STEPS_MAX = 200;
/** Steps by keys that follow each other so soon are undone together. */
const TOGETHER_MS = 800;

/** What was marked on a photo, with the way back. */
export class Marks {
  private steps: readonly Marked[] = [{ strokes: [], box: null }];
  private at = 0;
  private nudgedAtMs = -Infinity;

  constructor(readonly photo: Size) {}

  private get now(): Marked {
    return this.steps[this.at]!;
  }

  get strokes(): readonly Stroke[] {
    return this.now.strokes;
  }

  get empty(): boolean {
    return this.strokes.length === 0 && this.now.box === null;
  }

  get undoable(): boolean {
    return this.at > 0;
  }

  get redoable(): boolean {
    return this.at < this.steps.length - 1;
  }

  /** What is to be cut out, also with a stroke that is not ended; null if nothing is marked. */
  region(stroke: Stroke | null = null): Area | null {
    const { strokes, box } = this.now;
    const brushed = stroke ? [...strokes, stroke] : strokes;
    if (box) return stroke ? fitted(united([box, this.roomy([stroke])]), this.photo) : box;
    return brushed.length > 0 ? fitted(this.roomy(brushed), this.photo) : null;
  }

  /** The edge keeps clear of what was brushed, so that the edit can blend in. */
  private roomy(strokes: readonly Stroke[]): Area {
    const tight = united(strokes.map(({ points, width }) => around(points, width / 2)));
    const margin = Math.max(MARGIN_MIN, MARGIN_SHARE * Math.max(tight.width, tight.height));
    const { x, y, width, height } = tight;
    const right = Math.min(x + width + margin, this.photo.width);
    const bottom = Math.min(y + height + margin, this.photo.height);
    const [left, top] = [Math.max(0, x - margin), Math.max(0, y - margin)];
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  brush(stroke: Stroke): void {
    this.step({ strokes: [...this.strokes, stroke], box: this.now.box && this.region(stroke) });
  }

  enclose(box: Area): void {
    this.step({ ...this.now, box });
  }

  /** A box that is moved by keys. */
  nudge(box: Area, nowMs: number): void {
    const together = nowMs - this.nudgedAtMs < TOGETHER_MS;
    if (together) this.at -= 1;
    this.enclose(box);
    this.nudgedAtMs = nowMs;
  }

  clear(): void {
    if (!this.empty) this.step({ strokes: [], box: null });
  }

  undo(): void {
    this.nudgedAtMs = -Infinity;
    if (this.undoable) this.at -= 1;
  }

  redo(): void {
    this.nudgedAtMs = -Infinity;
    if (this.redoable) this.at += 1;
  }

  private step(marked: Marked): void {
    this.steps = [...this.steps.slice(0, this.at + 1), marked].slice(-STEPS_MAX);
    this.at = this.steps.length - 1;
    this.nudgedAtMs = -Infinity;
  }
}
