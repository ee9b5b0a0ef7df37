import { css, html, LitElement, type PropertyValues } from 'lit';
import { look } from '../../parts/look';
import { pixels } from '../../parts/words';
import { centred, nudged, type Point } from './area';
import { BRUSH_MAX, BRUSH_MIN, type Step, type Tool } from './dr-marker-bar';
import './dr-marker-bar';
import type { Zoom } from './dr-marker-zoom';
import './dr-marker-zoom';
import { Drawing } from './drawing';
import { Gestures, type Meaning } from './gestures';
import { Keys, type Asked } from './keys';
import type { Marks } from './marks';
import { drawMarks, lay, layRing, surfaceLook } from './surface';
import { View } from './view';

const ZOOM_STEP = 1.4;
const NUDGE = 10;
const HOLD_MOUSE = 12;
const HOLD_TOUCH = 22;

const HINTS: { readonly [tool in Tool]: string } = {
  brush: 'Brush over what shall change', box: 'Draw a box around what shall change', move: 'Drag the photo to see more of it',
};

/** Marks a region of a photo by brush or box, with pointer, fingers, pen or keys. Fires `marked`. */
class DrMarker extends LitElement implements Asked {
  static override properties = {
    image: { attribute: false }, marks: { attribute: false }, tool: { state: true }, brush: { state: true }, moving: { state: true },
  };
  static override styles = [look, surfaceLook, css`
    :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); gap: 10px; height: 100%; }
    .surface, dr-marker-zoom { grid-area: 1 / 1; }
    dr-marker-zoom { place-self: start end; z-index: 1; margin: 6px; }
  `];
  declare image: HTMLImageElement;
  declare marks: Marks;
  declare tool: Tool;
  declare brush: number;
  /** Space is held: the pointer moves the view. */
  declare moving: boolean;
  private view!: View;
  private gestures: Gestures | null = null;
  private drawing!: Drawing;
  private hovered: Point | null = null;
  private readonly layer = document.createElement('canvas');
  private readonly resized = new ResizeObserver(() => this.measure());
  private frame = 0;

  constructor() {
    super();
    this.tool = 'brush';
    this.brush = 44;
    this.moving = false;
    new Keys(this, this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.surface);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  get surface(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.surface')!;
  }

  private get panning(): boolean {
    return this.moving || this.tool === 'move';
  }

  get over(): boolean {
    return this.hovered !== null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('marks')) return;
    this.view = new View(this.marks.photo);
    this.drawing = new Drawing(this.marks);
  }

  override firstUpdated(): void {
    this.gestures = new Gestures(this.surface, this.meaning);
    this.resized.observe(this.surface);
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.gestures) this.gestures.moving = this.panning;
    if (changed.has('marks')) this.measure();
    this.paint();
  }

  private measure(): void {
    this.view.resize({ width: this.surface.clientWidth, height: this.surface.clientHeight });
    this.requestUpdate();
  }

  private readonly meaning: Meaning = {
    begin: (at, event) => {
      const point = this.view.photoPoint(at);
      if (this.tool === 'brush') this.drawing.brush(point, this.brush / this.view.scale);
      else this.drawing.hold(point, (event.pointerType === 'mouse' ? HOLD_MOUSE : HOLD_TOUCH) / this.view.scale);
      this.soon();
    },
    go: (points) => {
      this.drawing.go(points.map((point) => this.view.photoPoint(point)));
      this.soon();
    },
    end: () => {
      if (this.drawing.end()) this.marked();
    },
    drop: () => {
      this.drawing.drop();
      this.soon();
    },
    pan: (right, down) => {
      this.view.pan(right, down);
      this.soon();
    },
    zoom: (by, at) => {
      this.view.zoom(by, at);
      this.requestUpdate();
    },
    hover: (at, event) => {
      this.hovered = event.pointerType === 'touch' ? null : at;
      this.soon();
    },
  };

  private marked(): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('marked'));
  }

  nudge(key: string, resize: boolean, fine: boolean): boolean {
    const { photo } = this.marks;
    const area = this.marks.region();
    const step = fine ? 1 : Math.max(1, Math.round(NUDGE / this.view.scale));
    const box = area ? nudged(area, key, resize, step, photo) : key === 'Enter' || key.startsWith('Arrow') ? centred(photo) : null;
    if (!box) return false;
    this.tool = 'box';
    if (area) this.marks.nudge(box, performance.now());
    else this.marks.enclose(box);
    this.view.reveal(box);
    this.marked();
    return true;
  }

  step(step: Step): void {
    this.marks[step]();
    this.marked();
  }

  zoom(zoom: Zoom): void {
    if (zoom === 'fit') this.view.fit();
    else this.view.zoom(zoom === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP);
    this.requestUpdate();
  }

  widen(by: number): void {
    this.brush = Math.min(Math.max(Math.round(this.brush * by), BRUSH_MIN), BRUSH_MAX);
  }

  hold(held: boolean): void {
    this.moving = held;
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  /** Straight to the elements, since pointers move more often than the page should be drawn. */
  private paint(): void {
    const { view, drawing: { region, strokes } } = this;
    const whole = { x: 0, y: 0, ...this.marks.photo };
    lay(this.image, whole, view);
    drawMarks(this.renderRoot.querySelector('canvas')!, this.layer, view, { photo: whole, region, strokes });
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame')!;
    frame.hidden = region === null;
    if (region) lay(frame, region, view);
    const ring = this.renderRoot.querySelector<HTMLElement>('.ring')!;
    const held = this.tool === 'box' && !this.moving ? this.hovered : null;
    this.surface.style.cursor = held ? this.drawing.cursor(view.photoPoint(held), HOLD_MOUSE / view.scale) : '';
    ring.hidden = this.hovered === null || this.tool !== 'brush' || this.moving;
    if (this.hovered) layRing(ring, this.hovered, this.brush);
  }

  override render() {
    const { image, marks, view, tool, brush } = this;
    const area = marks.region();
    const words = area ? `Region of ${pixels(area.width, area.height)} pixels, ${area.x} from the left, ${area.y} from the top`
      : 'Nothing is marked';
    return html`
      <div class="surface ${this.panning ? 'moving' : ''}" tabindex="0" role="application" aria-roledescription="photo to mark"
        aria-label=${words} aria-describedby="keys">
        ${image}
        <canvas></canvas>
        <div class="frame ${tool === 'box' ? 'held' : ''}" hidden><i></i><i></i><i></i><i></i></div>
        <div class="ring" hidden></div>
        <span class="tag hint" ?hidden=${!marks.empty}>${HINTS[tool]}</span>
        <span class="tag keys" id="keys">${area ? 'Arrows move the box, Shift + arrows resize it' : 'Press Enter to place a box'}</span>
      </div>
      <dr-marker-zoom .share=${view.scale} .zoomed=${view.zoomed}
        @zoom=${(event: CustomEvent<Zoom>) => this.zoom(event.detail)}></dr-marker-zoom>
      <dr-marker-bar .tool=${tool} .brush=${brush} .undoable=${marks.undoable} .redoable=${marks.redoable} .clearable=${!marks.empty}
        @tool=${(event: CustomEvent<Tool>) => (this.tool = event.detail)}
        @brush=${(event: CustomEvent<number>) => (this.brush = event.detail)}
        @step=${(event: CustomEvent<Step>) => this.step(event.detail)}></dr-marker-bar>
      <p class="unseen" role="status">${words}</p>`;
  }
}

customElements.define('dr-marker', DrMarker);
