import { dragged, gripAt, type Area, type Grip, type Point } from './area';
import type { Marks, Stroke } from './marks';

const CURSORS: { readonly [grip in Grip]: string } = {
  new: '', move: 'move', nw: 'nwse-resize', se: 'nwse-resize', ne: 'nesw-resize', sw: 'nesw-resize',
};

/** What the pointer is drawing just now, in pixels of the photo; it becomes a mark when the pointer is lifted. */
export class Drawing {
  stroke: Stroke | null = null;
  private box: Area | null = null;
  private drag: { grip: Grip; from: Point; area: Area | null } | null = null;

  constructor(private readonly marks: Marks) {}

  /** The region as it is with what is being drawn. */
  get region(): Area | null {
    return this.box ?? this.marks.region(this.stroke);
  }

  get strokes(): readonly Stroke[] {
    return this.stroke ? [...this.marks.strokes, this.stroke] : this.marks.strokes;
  }

  brush(at: Point, width: number): void {
    this.stroke = { points: [at], width };
  }

  /** Begins a box, or takes hold of the one that is there within `reach`. */
  hold(at: Point, reach: number): void {
    const area = this.marks.region();
    this.drag = { grip: gripAt(at, area, reach), from: at, area };
  }

  /** What a press would do, as a pointer shows it; empty for the usual one. */
  cursor(at: Point, reach: number): string {
    return CURSORS[this.drag?.grip ?? gripAt(at, this.region, reach)];
  }

  go(points: readonly Point[]): void {
    const last = points.at(-1);
    this.stroke?.points.push(...points);
    if (this.drag && last) this.box = dragged(this.drag.grip, this.drag.area, this.drag.from, last, this.marks.photo);
  }

  /** Whether something was marked. */
  end(): boolean {
    const { stroke, box } = this;
    this.drop();
    if (stroke) this.marks.brush(stroke);
    else if (box) this.marks.enclose(box);
    return stroke !== null || box !== null;
  }

  drop(): void {
    this.stroke = this.box = this.drag = null;
  }
}
