import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ItemBody } from '../client/index.js';
import { again } from '../parts/again';
import { to } from '../shell/route';
import { Masonry, type Box, type Direction } from './masonry';
import { placed } from './placed';
import { tile } from './tile';
import { wallLook } from './wall-look';

const GAP = 10;
const COLUMN_MIN = 230;
const AROUND_PX = 900;
const STEP_PX = 240;
const AHEAD_PX = 4_000;
/** From one picture of the screen to the next. */
const HURRY_PX = 600;
const CALM_MS = 120;
const ARROWS: { [key: string]: Direction } = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };
const NONE: ReadonlySet<string> = new Set();

/**
 * Results as a wall that scrolls; only those near the eye are in the page. One of them takes the keyboard. Fires `open`
 * with an item (unless prevented, its link is followed), `pick` with a key and whether it ends a range, `more` when its
 * end comes near, and `lost` with the key of one whose picture did not load.
 */
export class DrWall extends LitElement {
  static override properties = {
    items: { attribute: false }, selected: { attribute: false }, selecting: { type: Boolean }, single: { type: Boolean }, label: {},
    columnMin: { type: Number }, start: { type: Number },
    current: { state: true }, first: { state: true }, last: { state: true }, hurried: { state: true },
  };
  static override styles = wallLook;
  declare items: readonly ItemBody[];
  declare selected: ReadonlySet<string>;
  /** A click selects rather than opens. */
  declare selecting: boolean;
  /** One is chosen, none are selected. */
  declare single: boolean;
  declare label: string;
  /** The least width of a column, in pixels. */
  declare columnMin: number;
  /** How far it is scrolled at first, in pixels. */
  declare start: number;
  /** The key of the one that takes the keyboard. */
  declare current: string;
  declare first: number;
  declare last: number;
  /** It is scrolled too fast for pictures to be of use. */
  declare hurried: boolean;
  private wall = new Masonry([], 0, COLUMN_MIN, GAP);
  private scrolledTo = 0;
  private calm = 0;
  private pictured = new Set<string>();
  private readonly watch = new ResizeObserver(() => this.resized());

  constructor() {
    super();
    this.items = [];
    this.selected = NONE;
    this.selecting = this.single = this.hurried = false;
    this.label = this.current = '';
    this.columnMin = COLUMN_MIN;
    this.first = this.last = this.start = 0;
    this.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.addEventListener('keydown', (event) => this.pressed(event));
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.addEventListener('focusin', (event) => (this.current = this.itemOf(event)?.key ?? this.current));
    root.addEventListener('load', (event) => (event.target as Element).classList.add('there'), true);
    root.addEventListener('error', (event) => this.missed(event), true);
    return root;
  }

  private missed(event: Event): void {
    again(event.target as HTMLImageElement);
    this.fire('lost', this.itemOf(event)?.key);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch.disconnect();
    clearTimeout(this.calm);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('items')) this.lay(this.wall.width);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('items')) this.see();
  }

  private lay(width: number): void {
    this.wall = new Masonry(this.items, width, this.columnMin, GAP);
    this.range();
  }

  /** The width of a column may be another now: what was seen at the top stays there. */
  private resized(): void {
    this.style.setProperty('--bar', `${this.offsetWidth - this.clientWidth}px`);
    const { paddingLeft, paddingRight } = getComputedStyle(this);
    const width = this.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (width <= 0) return;
    if (width === this.wall.width) return this.see();
    const first = this.wall.width === 0;
    const seen = this.wall.boxes.findIndex((box) => box.y >= this.scrollTop);
    const above = (this.wall.boxes[seen]?.y ?? 0) - this.scrollTop;
    this.lay(width);
    this.requestUpdate();
    void this.updateComplete.then(() => {
      if (first) this.scrollTop = this.start;
      else if (seen > 0) this.scrollTop = (this.wall.boxes[seen]?.y ?? 0) - above;
      this.see();
    });
  }

  private scrolled(): void {
    if (Math.abs(this.scrollTop - this.scrolledTo) > HURRY_PX) this.hurried = true;
    this.scrolledTo = this.scrollTop;
    clearTimeout(this.calm);
    this.calm = window.setTimeout(() => this.rested(), CALM_MS);
    this.toggleAttribute('moving', true);
    this.see();
  }

  private rested(): void {
    this.hurried = false;
    this.toggleAttribute('moving', false);
  }

  /** Finds out what is near the eye, and asks for more when little is left below it. */
  private see(): void {
    this.range();
    if (this.wall.width > 0 && this.wall.height - this.scrollTop - this.clientHeight < AHEAD_PX) this.fire('more');
  }

  private range(): void {
    const top = Math.floor(this.scrollTop / STEP_PX) * STEP_PX;
    [this.first, this.last] = this.wall.between(top - AROUND_PX, top + this.clientHeight + STEP_PX + AROUND_PX);
  }

  private fire(name: string, detail?: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable: true }));
  }

  private itemOf(event: Event): ItemBody | undefined {
    const key = (event.target as Element).closest<HTMLElement>('.tile')?.dataset['key'];
    return this.items.find((item) => item.key === key);
  }

  private clicked(event: MouseEvent): void {
    const item = this.itemOf(event);
    if (!item) return;
    this.current = item.key;
    const marked = (event.target as Element).closest('.check') !== null;
    const picks = !this.single && (this.selecting || marked || event.shiftKey || event.ctrlKey || event.metaKey);
    if (picks) this.fire('pick', { key: item.key, range: event.shiftKey });
    if (picks || !this.fire('open', item)) event.preventDefault();
  }

  private pressed(event: KeyboardEvent): void {
    const at = this.items.findIndex((item) => item.key === this.current);
    const item = this.items[at];
    if (!item || event.target !== this || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) this.step(this.wall.beside(at, direction), event.shiftKey);
    else if (event.key === 'Home') this.step(0, event.shiftKey);
    else if (event.key === 'End') this.step(this.items.length - 1, event.shiftKey);
    else if (event.key === ' ' && !this.single) this.fire('pick', { key: item.key, range: event.shiftKey });
    else if (event.key === 'Enter' || event.key === ' ') this.open(item);
    else return;
    event.preventDefault();
  }

  private open(item: ItemBody): void {
    if (this.fire('open', item)) location.hash = to('library/item', { key: item.key });
  }

  private step(at: number, range: boolean): void {
    const item = this.items[at];
    if (!item) return;
    if (range && !this.single) {
      if (this.selected.size === 0) this.fire('pick', { key: this.current, range: false });
      this.fire('pick', { key: item.key, range: true });
    }
    void this.stand(item.key);
  }

  /** Shows one and gives it the keyboard. */
  async stand(key: string): Promise<void> {
    const box = this.wall.boxes[this.items.findIndex((item) => item.key === key)];
    if (!box) return;
    this.current = key;
    const below = box.y + box.height + 2 * GAP - this.clientHeight;
    if (box.y < this.scrollTop) this.scrollTop = Math.max(0, box.y - GAP);
    else if (below > this.scrollTop) this.scrollTop = below;
    this.range();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.tile[tabindex="0"]')?.focus({ preventScroll: true });
  }

  override render() {
    const shown = this.near();
    const before = this.pictured;
    this.pictured = new Set(shown.map(({ item }) => item.key).filter((key) => !this.hurried || before.has(key)));
    const stop = this.stop(shown);
    return html`<div class="sheet ${this.selecting ? 'selecting' : ''}" role="listbox" aria-label=${this.label}
        aria-multiselectable=${this.single ? nothing : 'true'} @click=${this.clicked}
        ${placed({ x: 0, y: 0, width: this.wall.width, height: this.wall.height, column: 0 })}>
      ${repeat(shown, ({ item }) => item.key, ({ item, box, at }) => tile({
        item, box, at, of: this.items.length, stop: item.key === stop, pictured: this.pictured.has(item.key),
        selected: this.single ? null : this.selected.has(item.key),
      }))}
    </div><slot></slot>`;
  }

  private get focused(): string | undefined {
    return (this.shadowRoot?.activeElement as HTMLElement | null)?.dataset['key'];
  }

  /** Those near the eye, and the one that has the keyboard, which would lose it otherwise. */
  private near(): { item: ItemBody; box: Box; at: number }[] {
    const numbers: number[] = [];
    for (let at = this.first; at < Math.min(this.last, this.items.length); at++) numbers.push(at);
    const { focused } = this;
    const at = focused ? this.items.findIndex((item) => item.key === focused) : -1;
    if (at >= 0 && at < this.first) numbers.unshift(at);
    if (at >= this.last) numbers.push(at);
    return numbers.map((at) => ({ item: this.items[at]!, box: this.wall.boxes[at]!, at }));
  }

  /** Which one the Tab key comes to: where the keyboard is, or was and can still be seen; else the first that is seen. */
  private stop(shown: readonly { item: ItemBody; box: Box }[]): string {
    const inSight = shown.filter(({ box }) => box.y + box.height > this.scrollTop && box.y < this.scrollTop + this.clientHeight);
    const current = (this.focused === this.current ? shown : inSight).find(({ item }) => item.key === this.current);
    return (current ?? inSight[0] ?? shown[0])?.item.key ?? '';
  }
}

customElements.define('dr-wall', DrWall);
