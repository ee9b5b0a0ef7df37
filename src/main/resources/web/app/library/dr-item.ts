import { html, LitElement, type PropertyValues } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { type ItemBody, DarkroomError } from '../client/index.js';
import '../parts/dr-film';
import '../parts/dr-picture';
import { backIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { typeName } from '../parts/words';
import { to } from '../shell/route';
import './dr-about';
import './dr-large';
import { fileOf, type Stored } from './stored';
import { itemLook } from './item-look';
import { forgetAddresses, recall, seek } from './items';

/** One file alone: large, with what is known of it and what can be done with it. Fires `delete`, and `lost`. */
class DrItem extends LitElement {
  static override properties = {
    key: {}, newer: { attribute: false }, older: { attribute: false }, back: {},
    file: { state: true }, source: { state: true }, sought: { state: true }, trouble: { state: true },
  };
  static override styles = [look, toolLook, itemLook];
  declare key: string;
  /** Its neighbours in the library. */
  declare newer: ItemBody | null;
  declare older: ItemBody | null;
  /** Where the library is. */
  declare back: string;
  /** It, and what it was made from, as files. */
  declare file: Stored | 'gone' | null;
  declare source: Stored | 'gone' | null;
  /** Whether all was done to find it among the results. */
  declare sought: boolean;
  declare trouble: string;
  private reading = new AbortController();

  constructor() {
    super();
    this.key = this.back = this.trouble = '';
    this.newer = this.older = this.file = this.source = null;
    this.sought = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.pressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.pressed);
    this.reading.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('key')) void this.read();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('older') && !changed.has('newer')) return;
    for (const next of [this.older, this.newer]) {
      const url = next?.previewUrl;
      if (url) new Image().src = url;
    }
  }

  /** A result is known already or sought; anything else is a file in storage. */
  private async read(): Promise<void> {
    this.reading.abort();
    const { signal } = (this.reading = new AbortController());
    const { key } = this;
    this.file = this.source = null;
    this.trouble = '';
    this.sought = recall(key) !== null;
    try {
      if (!this.sought) await this.look(key, signal);
      const sourceKey = recall(key)?.sourceKey;
      const source = sourceKey ? await fileOf(sourceKey) : null;
      if (!signal.aborted) this.source = source;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      if (!signal.aborted) this.trouble = error.message;
    }
  }

  private async look(key: string, signal: AbortSignal): Promise<void> {
    const file = await fileOf(key);
    if (signal.aborted) return;
    this.file = file;
    if (file !== 'gone' && key.includes('/library/')) await seek(key, signal);
    if (!signal.aborted) this.sought = true;
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.matches('input, video') || target.closest('dialog')) return;
    if (event.key === 'ArrowLeft') this.move(this.newer);
    else if (event.key === 'ArrowRight') this.move(this.older);
    else if (event.key === 'Escape') location.hash = this.back;
    else if ((event.key === 'Delete' || event.key === 'Backspace') && recall(this.key)) this.askDelete();
    else return;
    event.preventDefault();
  };

  /** The way back leads to the library, not through all that was looked at; the button that was pressed stays at hand. */
  private move(next: ItemBody | null): void {
    if (!next) return;
    const held = this.shadowRoot?.activeElement as HTMLElement | null;
    if (held) window.addEventListener('hashchange', () => setTimeout(() => held.focus()), { once: true });
    location.replace(to('library/item', { key: next.key }));
  }

  override render() {
    const item = recall(this.key);
    const name = item ? typeName(item.jobType) : 'File';
    return html`<div class="head">
        <a class="button small plain" href=${this.back}>${backIcon}Library</a>
        <span class="row">${this.arrow('Newer', '←', this.newer)}${this.arrow('Older', '→', this.older)}</span>
      </div>
      <div class="tool">
        <div class="stage">${keyed(this.key, item ? this.large(item) : this.plain())}</div>
        <section class="panel card" aria-label=${name}>
          <dr-about .key=${this.key} .file=${this.file} .source=${this.source} ?sought=${this.sought} .trouble=${this.trouble}
            @delete=${this.askDelete} @again=${() => void this.read()}></dr-about>
        </section>
      </div>`;
  }

  private arrow(words: string, key: string, next: ItemBody | null) {
    return html`<button class="button small round ${words.toLowerCase()}" aria-label=${words} title=${`${words} (${key})`}
      ?disabled=${!next} @click=${() => this.move(next)}>${backIcon}</button>`;
  }

  private readonly askDelete = (): boolean => this.dispatchEvent(new CustomEvent('delete'));

  private large(item: ItemBody) {
    const source = this.source !== 'gone' ? this.source : null;
    return html`<dr-large .item=${item} .original=${source?.url ?? ''} @lost=${this.lost}></dr-large>`;
  }

  /** An address may have expired. */
  private readonly lost = (): void => {
    forgetAddresses(this.key);
    if (recall(this.key)) this.dispatchEvent(new CustomEvent('lost'));
    else void this.read();
  };

  private plain() {
    const { file } = this;
    if (file === 'gone' || !file) return html`<dr-picture .word=${file || this.trouble ? '' : 'Looking for it…'}></dr-picture>`;
    return file.kind === 'video' ? html`<dr-film .src=${file.url ?? ''} @lost=${this.lost}></dr-film>`
      : html`<dr-picture .src=${file.url ?? ''} alt=${file.name} @lost=${this.lost}></dr-picture>`;
  }
}

customElements.define('dr-item', DrItem);
