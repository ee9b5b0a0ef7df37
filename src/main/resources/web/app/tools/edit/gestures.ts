import type { Point } from './area';

/** What pointers on the surface mean, in its pixels. */
export interface Meaning {
  begin(at: Point, event: PointerEvent): void;
  go(points: readonly Point[]): void;
  end(): void;
  /** What was begun is not meant: a second finger came. */
  drop(): void;
  pan(right: number, down: number): void;
  zoom(by: number, at: Point): void;
  hover(at: Point | null, event: PointerEvent): void;
}

const WHEEL_STEP = 0.0016;
const LINE_PIXELS = 16;

/** Tells drawing from moving the view: one pointer draws, two pinch, and the middle button or a held Space moves. */
export class Gestures {
  /** Whether a press moves the view rather than draws. */
  moving = false;
  private readonly down = new Map<number, Point>();
  private doing: 'draw' | 'pan' | 'pinch' | null = null;
  private kind = '';

  constructor(private readonly surface: HTMLElement, private readonly meaning: Meaning) {
    surface.addEventListener('pointerdown', this.onDown);
    surface.addEventListener('pointermove', this.onMove);
    surface.addEventListener('pointerup', this.onUp);
    surface.addEventListener('pointercancel', this.onUp);
    surface.addEventListener('pointerleave', (event) => meaning.hover(null, event));
    surface.addEventListener('wheel', this.onWheel, { passive: false });
  }

  private at({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.surface.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button > 1 || this.down.size > 1) return;
    // A palm beside the pen draws nothing.
    if (this.down.size === 1 && event.pointerType !== this.kind) return;
    if (event.button === 1) event.preventDefault();
    this.kind = event.pointerType;
    this.surface.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.at(event));
    if (this.down.size === 2) {
      if (this.doing === 'draw') this.meaning.drop();
      this.doing = 'pinch';
    } else if (this.moving || event.button === 1) {
      this.doing = 'pan';
      this.meaning.hover(null, event);
    } else {
      this.doing = 'draw';
      this.meaning.begin(this.at(event), event);
    }
  };

  private readonly onMove = (event: PointerEvent): void => {
    const before = this.down.get(event.pointerId);
    const at = this.at(event);
    if (!before || this.doing === 'draw') this.meaning.hover(at, event);
    if (!before) return;
    this.down.set(event.pointerId, at);
    if (this.doing === 'pan') this.meaning.pan(at.x - before.x, at.y - before.y);
    else if (this.doing === 'pinch') this.pinch(event.pointerId, before, at);
    else if (this.doing === 'draw') {
      const all = event.getCoalescedEvents?.() ?? [];
      this.meaning.go(all.length > 0 ? all.map((each) => this.at(each)) : [at]);
    }
  };

  private pinch(id: number, before: Point, at: Point): void {
    const other = [...this.down].find(([each]) => each !== id)?.[1];
    if (!other) return;
    this.meaning.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    const apart = Math.hypot(at.x - other.x, at.y - other.y);
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    if (was > 0 && apart > 0) this.meaning.zoom(apart / was, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
  }

  private readonly onUp = (event: PointerEvent): void => {
    if (!this.down.delete(event.pointerId)) return;
    if (this.doing === 'draw') {
      if (event.type === 'pointercancel') this.meaning.drop();
      else this.meaning.end();
    }
    // The finger that is left of a pinch must not begin to draw.
    this.doing = null;
    this.meaning.hover(event.pointerType === 'touch' ? null : this.at(event), event);
  };

  private readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    // Pinching a trackpad comes as small turns of the wheel with Ctrl.
    this.meaning.zoom(Math.exp(-pixels * WHEEL_STEP * (event.ctrlKey ? 5 : 1)), this.at(event));
  };
}
