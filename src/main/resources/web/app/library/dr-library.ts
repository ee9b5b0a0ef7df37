import { html, LitElement, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import { live } from '../live/live';
import { link } from '../live/server';
import { look } from '../parts/look';
import { go, Routed, to } from '../shell/route';
import './dr-delete-dialog';
import { results } from './dr-delete-dialog';
import './dr-filter';
import './dr-item';
import './dr-selection-bar';
import type { DrWall } from './dr-wall';
import './dr-wall';
import { empty } from './empty';
import { ending } from './ending';
import { libraryLook } from './library-look';
import { save } from './save';
import { Selection } from './selection';
import { Shelf } from './shelf';
import { queryOf, same, wishOf, type Wish } from './wish';

/** What was read last, for those who come back. */
let kept: Shelf | null = null;

/** All results as a wall, and one of them alone, where the address names it. */
class DrLibrary extends LitElement {
  static override properties = { selecting: { state: true }, deleting: { state: true }, said: { state: true } };
  static override styles = [look, libraryLook];
  declare selecting: boolean;
  declare deleting: readonly string[];
  declare said: string;
  private readonly routed = new Routed(this, () => this.moved());
  private readonly selection = new Selection();
  private shelf: Shelf;
  /** The key of the one that was shown alone. */
  private shown = '';

  constructor() {
    super();
    this.selecting = false;
    this.deleting = [];
    this.said = '';
    this.shelf = kept ?? new Shelf({});
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.moved();
    this.take(this.shelf);
    live.addEventListener('ended', this.refresh);
    link.addEventListener('change', this.refresh);
    document.addEventListener('visibilitychange', this.refresh);
    window.addEventListener('keydown', this.pressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.shelf.onChange = () => undefined;
    live.removeEventListener('ended', this.refresh);
    link.removeEventListener('change', this.refresh);
    document.removeEventListener('visibilitychange', this.refresh);
    window.removeEventListener('keydown', this.pressed);
  }

  /** Whoever looks at one after the other finds the next page there. */
  override updated(): void {
    const { alone, shelf } = this;
    if (!shelf.trouble && shelf.items.slice(-2).some(({ key }) => key === alone)) void shelf.more();
  }

  private get wall(): DrWall | null {
    return this.renderRoot.querySelector('dr-wall');
  }

  private get alone(): string {
    const { path, query } = this.routed.place;
    return path === 'library/item' ? query.get('key') ?? '' : '';
  }

  /** Another filter, or one item alone, or back from it. */
  private moved(): void {
    if (this.routed.place.parts[0] !== 'library') return;
    const { alone } = this;
    if (!alone && !same(wishOf(this.routed.place), this.shelf.wish)) this.take(new Shelf(wishOf(this.routed.place)));
    const back = !alone && this.shown;
    if (back) void this.stand(back);
    this.shown = alone;
  }

  private take(shelf: Shelf): void {
    this.shelf.onChange = () => undefined;
    this.shelf = kept = shelf;
    shelf.onChange = () => this.requestUpdate();
    this.stop();
    if (this.wall) this.wall.scrollTop = 0;
    void shelf.refresh(false);
  }

  /** At the top, new results appear by themselves; further down they wait, so that nothing moves. */
  private readonly refresh = (): void => {
    if (!document.hidden && link.up) void this.shelf.refresh((this.wall?.scrollTop ?? 0) > 40);
  };

  private async showNew(): Promise<void> {
    await this.shelf.refresh(false);
    await this.stand(this.list[0]);
  }

  /** Gives one the keyboard, when what had it is gone. */
  private async stand(key: string | undefined): Promise<void> {
    await this.updateComplete;
    if (key) await this.wall?.stand(key);
  }

  private stop(): void {
    this.selecting = false;
    this.selection.clear();
  }

  private toggle(): void {
    if (this.selecting) this.stop();
    else this.selecting = true;
  }

  private get list(): string[] {
    return this.shelf.items.map(({ key }) => key);
  }

  private all(): void {
    this.selection.all(this.list);
    this.selecting = true;
    this.requestUpdate();
  }

  private pick(key: string, range: boolean): void {
    if (range) this.selection.range(this.list, key);
    else this.selection.toggle(key);
    this.selecting = this.selection.size > 0;
    this.requestUpdate();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as Element;
    if (this.alone || this.deleting.length > 0 || event.defaultPrevented) return;
    if (target.matches('input:not([type=radio]), textarea, select')) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') this.all();
    else if (event.key === 'Escape' && this.selecting) this.stop();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.deleting = this.meant();
    else return;
    event.preventDefault();
  };

  /** Those that are selected, else the one that has the keyboard. */
  private meant(): string[] {
    if (this.selection.size > 0) return [...this.selection.keys];
    return this.wall?.matches(':focus-within') && this.wall.current ? [this.wall.current] : [];
  }

  private deleted(keys: readonly string[]): void {
    const { alone } = this;
    const beside = this.beside(alone, 1) ?? this.beside(alone, -1);
    this.selection.without(keys);
    this.selecting = this.selection.size > 0;
    const at = this.list.findIndex((key) => keys.includes(key));
    this.shelf.remove(keys);
    this.said = `${results(keys.length)} deleted.`;
    if (!alone) void this.stand(this.list[at] ?? this.list.at(-1));
    if (!keys.includes(alone)) return;
    this.shown = '';
    location.replace(beside ? to('library/item', { key: beside.key }) : this.back);
  }

  private beside(key: string, step: 1 | -1): ItemBody | null {
    const at = this.shelf.items.findIndex((item) => item.key === key);
    return at < 0 ? null : this.shelf.items[at + step] ?? null;
  }

  private get back(): string {
    return to('library', queryOf(this.shelf.wish));
  }

  private async download(): Promise<void> {
    const keys = this.list.filter((key) => this.selection.keys.has(key));
    await save(keys, (count) => {
      this.said = count < keys.length ? `Downloading ${count} of ${keys.length}…` : `${results(count)} downloaded.`;
    });
  }

  override render() {
    const { alone, shelf } = this;
    return html`
      <div class="place ${alone ? 'behind' : ''}" ?inert=${alone !== ''}>
        <div class="head">
          <h1>Library</h1>
          ${this.selecting ? this.chosen() : this.choosing()}
          <button class="button select" ?disabled=${shelf.items.length === 0} @click=${() => this.toggle()}>
            ${this.selecting ? 'Done' : 'Select'}</button>
        </div>
        ${shelf.waiting > 0 ? html`<button class="button main small fresh" @click=${() => void this.showNew()}>
          Show ${shelf.waiting} new</button>` : nothing}
        ${shelf.loaded && shelf.items.length === 0 ? empty(shelf.wish) : this.results()}
      </div>
      <p class="unseen" role="status">${this.said}</p>
      ${alone ? html`<dr-item .key=${alone} .newer=${this.beside(alone, -1)} .older=${this.beside(alone, 1)}
        .back=${this.back}
        @delete=${() => (this.deleting = [alone])} @lost=${() => void shelf.reread(alone)}></dr-item>` : nothing}
      <dr-delete-dialog .keys=${this.deleting} @close=${() => (this.deleting = [])}
        @deleted=${(event: CustomEvent<string[]>) => this.deleted(event.detail)}></dr-delete-dialog>`;
  }

  private choosing() {
    return html`<dr-filter .wish=${this.shelf.wish}
      @wish=${(event: CustomEvent<Wish>) => go('library', queryOf(event.detail))}></dr-filter>`;
  }

  private chosen() {
    const { items, further } = this.shelf;
    const { keys, size } = this.selection;
    return html`<dr-selection-bar role="group" aria-label="Selection" count=${size} ?all=${size === items.length} ?further=${further}
        @all=${() => this.all()} @save=${() => void this.download()} @delete=${() => (this.deleting = [...keys])}></dr-selection-bar>`;
  }

  private results() {
    const { shelf } = this;
    return html`<dr-wall label="Results, newest first" .items=${shelf.items} .selected=${this.selection.keys} ?selecting=${this.selecting}
      .start=${shelf.scrolledTo} @scroll=${(event: Event) => (shelf.scrolledTo = (event.target as Element).scrollTop)}
      @more=${() => shelf.trouble || void shelf.more()} @lost=${(event: CustomEvent<string>) => void shelf.reread(event.detail)}
      @pick=${(event: CustomEvent<{ key: string; range: boolean }>) => this.pick(event.detail.key, event.detail.range)}>
      <div class="end quiet">${ending(shelf)}</div>
    </dr-wall>`;
  }
}

customElements.define('dr-library', DrLibrary);
