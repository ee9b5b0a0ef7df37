import { css, html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { look } from './look';
import { View, type Place, type Point, type Size } from './view';

/** What the host of a zoom says of itself. */
export interface Zoomed {
  /** In pixels; 0 until known. */
  picture: () => Size;
  /** Whether a drag that begins there is the host's own, rather than one that pans. */
  grabs?: (at: Point, event: PointerEvent) => boolean;
  dragged?: (at: Point) => void;
}

const STEP = 1.4;
const PAN_BY = 60;

/**
 * How large a picture is seen, and which part of it: by wheel and pinch at the pointer, drag, double click, buttons and
 * keys. The host draws itself anew by `place` whenever that changes.
 */
export class Zooming implements ReactiveController {
  private readonly view: View;
  private readonly pointers = new Map<number, Point>();
  private own = false;
  private readonly sizes = new ResizeObserver(([entry]) => entry && this.resized(entry.contentRect));

  constructor(private readonly host: ReactiveControllerHost & HTMLElement, private readonly zoomed: Zoomed) {
    this.view = new View(zoomed.picture);
    host.addController(this);
  }

  hostConnected(): void {
    this.sizes.observe(this.host);
    this.host.addEventListener('wheel', this.onWheel, { passive: false });
    for (const [type, listener] of this.listeners) this.host.addEventListener(type, listener as EventListener);
  }

  hostDisconnected(): void {
    this.sizes.disconnect();
    this.host.removeEventListener('wheel', this.onWheel);
    for (const [type, listener] of this.listeners) this.host.removeEventListener(type, listener as EventListener);
  }

  get place(): Place {
    return this.view.place;
  }

  /** Whether less than the whole picture is seen. */
  get near(): boolean {
    return this.view.scale > 1;
  }

  private resized({ width, height }: Size): void {
    this.view.stage = { width, height };
    this.to(this.view.scale);
  }

  private to(scale: number, at?: Point): void {
    this.view.to(scale, at);
    this.host.requestUpdate();
  }

  private moveBy(x: number, y: number): void {
    this.view.moveBy(x, y);
    this.host.requestUpdate();
  }

  private at(event: MouseEvent): Point {
    const box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private fromMiddle({ x, y }: Point): Point {
    return { x: x - this.view.stage.width / 2, y: y - this.view.stage.height / 2 };
  }

  private readonly onWheel = (event: WheelEvent): void => {
    // What is seen whole cannot be smaller: then the page may scroll.
    if (event.deltaY > 0 && this.view.scale <= this.view.least) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
    const by = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018));
    const next = this.view.scale * by;
    this.to(event.deltaY > 0 && this.view.scale > 1 && next < 1 ? 1 : next, this.fromMiddle(this.at(event)));
  };

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || onControl(event)) return;
    const at = this.at(event);
    this.pointers.set(event.pointerId, at);
    this.host.setPointerCapture(event.pointerId);
    this.own = this.pointers.size === 1 && !!this.zoomed.grabs?.(at, event);
    // A finger may be about to scroll the page.
    if (this.own && event.pointerType === 'mouse') this.zoomed.dragged?.(at);
  };

  private readonly onMove = (event: PointerEvent): void => {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const at = this.at(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, at);
    if (other) this.pinched(before, at, other);
    else if (this.own) this.zoomed.dragged?.(at);
    else this.moveBy(at.x - before.x, at.y - before.y);
  };

  private pinched(before: Point, at: Point, other: Point): void {
    const by = distance(at, other) / Math.max(1, distance(before, other));
    this.moveBy((at.x - before.x) / 2, (at.y - before.y) / 2);
    this.to(this.view.scale * by, this.fromMiddle({ x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }));
  }

  private readonly onUp = (event: PointerEvent): void => {
    this.pointers.delete(event.pointerId);
    this.own = false;
  };

  private readonly onTwice = (event: MouseEvent): void => {
    if (!onControl(event)) this.to(this.near ? 1 : Math.max(2, this.view.actual), this.fromMiddle(this.at(event)));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.pressed(event)) return;
    event.preventDefault();
  };

  private pressed({ key, shiftKey }: KeyboardEvent): boolean {
    const way = shiftKey && this.near ? WAYS[key] : undefined;
    if (way) this.moveBy(way.x * PAN_BY, way.y * PAN_BY);
    else if (key === '+' || key === '=') this.to(this.view.scale * STEP);
    else if (key === '-') this.to(this.view.scale / STEP);
    else if (key === '0') this.to(1);
    else if (key === '1') this.to(this.view.actual);
    else return false;
    return true;
  }

  private readonly listeners = [
    ['pointerdown', this.onDown], ['pointermove', this.onMove], ['pointerup', this.onUp], ['pointercancel', this.onUp],
    ['dblclick', this.onTwice], ['keydown', this.onKey],
  ] as const;

  /** The buttons, which `zoomLook` places. */
  buttons(): TemplateResult {
    const share = this.view.known ? `${Math.round((this.view.scale / this.view.actual) * 100)}%` : '';
    return html`<div class="zoom" role="group" aria-label="Zoom">
      <button class="button small plain" title="Smaller (−)" aria-label="Zoom out"
        @click=${() => this.to(this.view.scale / STEP)}>−</button>
      <span class="share number" aria-live="polite">${share}</span>
      <button class="button small plain" title="Larger (+)" aria-label="Zoom in"
        @click=${() => this.to(this.view.scale * STEP)}>+</button>
      <button class="button small plain" title="One pixel for one (1)" @click=${() => this.to(this.view.actual)}>1:1</button>
      <button class="button small plain" title="The whole picture (0)" @click=${() => this.to(1)}>Fit</button>
    </div>`;
  }
}

const WAYS: { [key: string]: Point | undefined } = {
  ArrowLeft: { x: 1, y: 0 }, ArrowRight: { x: -1, y: 0 }, ArrowUp: { x: 0, y: 1 }, ArrowDown: { x: 0, y: -1 },
};

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const onControl = (event: Event): boolean =>
  event.composedPath().some((each) => each instanceof HTMLElement && each.matches('button, .zoom'));

/** The looks of a stage that is zoomed. */
export const zoomLook = [look, css`
  :host { position: relative; height: 100%; overflow: hidden; touch-action: pan-y; user-select: none; }
  :host(.near) { touch-action: none; cursor: grab; }
  :host(.near:active) { cursor: grabbing; }
  .zoom {
    position: absolute; bottom: 10px; left: 50%; display: flex; align-items: center; padding: 3px;
    border: 1px solid var(--line); border-radius: 11px; background: var(--surface); transform: translateX(-50%);
    cursor: default; box-shadow: var(--shadow);
  }
  .zoom .button { min-width: 32px; padding: 0 8px; }
  .share { min-width: 3.4em; font-size: 0.8125rem; text-align: center; }
`];
