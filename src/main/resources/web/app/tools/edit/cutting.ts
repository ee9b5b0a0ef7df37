import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Area } from './area';
import type { Stroke } from './marks';
import { cut, encoded, small } from './photo';

const QUIET_MS = 300;

/** The region as it is sent. */
export interface Cut {
  area: Area;
  url: string;
}

/** Cuts the marked region out, once the marks have come to rest. */
export class Cutting implements ReactiveController {
  /** What is sent; null while there is nothing, or it is being made. */
  cut: Cut | null = null;
  /** What it looks like; the last one until the next is there. */
  preview: HTMLCanvasElement | null = null;
  /** It could not be made. */
  failed = false;
  private wish: { image: HTMLImageElement; area: Area; strokes: readonly Stroke[] } | null = null;
  private timer = 0;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  /** Wants another region, or none; the same as before is not made again. */
  want(image: HTMLImageElement | null, area: Area | null, strokes: readonly Stroke[]): void {
    const now = this.wish;
    const same = image && area ? now !== null && now.image === image && equal(now.area, area)
      && now.strokes.length === strokes.length && now.strokes.every((stroke, index) => stroke === strokes[index]) : now === null;
    if (same) return;
    clearTimeout(this.timer);
    this.cut = null;
    this.failed = false;
    this.wish = image && area ? { image, area, strokes } : null;
    if (this.wish) this.timer = window.setTimeout(() => void this.make(), QUIET_MS);
    else this.preview = null;
  }

  private async make(): Promise<void> {
    const { wish } = this;
    if (!wish) return;
    const { image, area, strokes } = wish;
    try {
      const color = getComputedStyle(this.host).getPropertyValue('--accent');
      const canvas = cut(image, area, strokes, color);
      this.preview = small(canvas);
      this.host.requestUpdate();
      const url = await encoded(canvas);
      if (this.wish === wish) this.cut = { area, url };
    } catch {
      this.failed = this.wish === wish;
    }
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.want(null, null, []);
  }
}

const equal = (one: Area, other: Area): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
