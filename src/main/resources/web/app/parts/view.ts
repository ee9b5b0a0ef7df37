export interface Point { x: number; y: number }
export interface Size { width: number; height: number }

/** A whole picture, which may reach beyond its stage, and the part of the stage that it covers; in pixels of the page. */
export interface Place { left: number; top: number; width: number; height: number; from: number; to: number; above: number; below: number }

const PIXELS_MOST = 8;

/** How large a picture is seen on a stage, and which part of it. */
export class View {
  stage: Size = { width: 0, height: 0 };
  /** 1 shows the whole picture. */
  scale = 1;
  /** From the middle of the stage to the picture's. */
  private from: Point = { x: 0, y: 0 };

  constructor(private readonly picture: () => Size) {}

  get place(): Place {
    const { width, height } = this.size;
    const left = (this.stage.width - width) / 2 + this.from.x;
    const top = (this.stage.height - height) / 2 + this.from.y;
    const across = { from: Math.max(0, left), to: Math.min(this.stage.width, left + width) };
    const down = { above: Math.max(0, top), below: Math.min(this.stage.height, top + height) };
    return { left, top, width, height, ...across, ...down };
  }

  /** Pixels of the page for one of the picture that is shown whole; 0 until both sizes are known. */
  private get fit(): number {
    const { width, height } = this.picture();
    return width && height ? Math.min(this.stage.width / width, this.stage.height / height) : 0;
  }

  get known(): boolean {
    return this.fit > 0;
  }

  /** The scale at which one pixel of the picture is one of the screen. */
  get actual(): number {
    return this.fit ? 1 / (this.fit * devicePixelRatio) : 1;
  }

  get least(): number {
    return Math.min(1, this.actual);
  }

  private get size(): Size {
    const { width, height } = this.picture();
    return { width: width * this.fit * this.scale, height: height * this.fit * this.scale };
  }

  /** Another scale; what is `at`, from the middle of the stage, stays where it is as far as it can. */
  to(scale: number, at: Point = { x: 0, y: 0 }): void {
    const next = Math.min(Math.max(scale, this.least), Math.max(2, this.actual * PIXELS_MOST));
    const by = next / this.scale;
    this.scale = next;
    this.moveTo({ x: at.x - (at.x - this.from.x) * by, y: at.y - (at.y - this.from.y) * by });
  }

  moveBy(x: number, y: number): void {
    this.moveTo({ x: this.from.x + x, y: this.from.y + y });
  }

  private moveTo({ x, y }: Point): void {
    const { width, height } = this.size;
    const across = Math.max(0, (width - this.stage.width) / 2);
    const down = Math.max(0, (height - this.stage.height) / 2);
    this.from = { x: Math.min(across, Math.max(-across, x)), y: Math.min(down, Math.max(-down, y)) };
  }
}
