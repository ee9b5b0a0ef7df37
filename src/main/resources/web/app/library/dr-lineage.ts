import { css, html, LitElement, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import { filmIcon, photoIcon } from '../parts/icons';
import { look } from '../parts/look';
import { pixels, typeName } from '../parts/words';
import { to } from '../shell/route';
import { length, madeFrom, recall } from './items';
import type { Stored } from './stored';

/** Of uploads larger than this no small picture is shown: they have none, and the whole one is too much. */
const SHOWN_BYTES_MAX = 6_000_000;

/** What a file was made from, and what was made from it. */
class DrLineage extends LitElement {
  static override properties = { key: {}, sourceKey: {}, source: { attribute: false } };
  static override styles = [look, css`
    :host { display: grid; gap: 14px; }
    a:focus-visible { outline-offset: -2px; }
    section { display: grid; gap: 8px; }
    h2 { font-size: 0.875rem; }
    a {
      display: grid; grid-template-columns: 52px minmax(0, 1fr); align-items: center; gap: 12px; padding: 5px; border-radius: 9px;
      color: inherit; text-decoration: none;
    }
    a:hover { background: var(--table); }
    .thumb {
      display: grid; place-items: center; width: 52px; height: 52px; border-radius: 7px; overflow: hidden; background: var(--table);
      color: var(--ink-soft);
    }
    img { width: 100%; height: 100%; object-fit: cover; }
    strong { display: block; overflow: hidden; font-size: 0.875rem; font-weight: 500; text-overflow: ellipsis; white-space: nowrap; }
    .quiet { font-size: 0.8125rem; }
    ul { display: grid; gap: 2px; max-height: 232px; overflow-y: auto; }
  `];
  declare key: string;
  /** The key of what it was made from, if that was one of the user's own files. */
  declare sourceKey: string | null;
  /** The same as a file; null while it is not known, or if it is not there any more. */
  declare source: Stored | 'gone' | null;

  constructor() {
    super();
    this.key = '';
    this.sourceKey = this.source = null;
  }

  override render() {
    const made = madeFrom(this.key);
    return html`
      ${this.sourceKey ? html`<section aria-label="Made from"><h2>Made from</h2>${this.from(this.sourceKey)}</section>` : nothing}
      ${made.length > 0 ? html`<section aria-label="Made from this"><h2>Made from this</h2>
        <ul>${made.map((item) => html`<li>${this.result(item)}</li>`)}</ul></section>` : nothing}`;
  }

  private from(key: string) {
    const item = recall(key);
    if (item) return this.result(item);
    if (this.source === 'gone') return html`<p class="quiet">Its original has been deleted.</p>`;
    const url = this.source && this.source.size <= SHOWN_BYTES_MAX && this.source.kind === 'image' ? this.source.url : null;
    return this.link(key, url, this.source?.kind === 'video' ? filmIcon : photoIcon, this.source?.name ?? '…', 'Uploaded');
  }

  private result(item: ItemBody) {
    const size = item.seconds === null ? pixels(item.width, item.height) : length(item.seconds);
    return this.link(item.key, item.previewUrl, item.kind === 'image' ? photoIcon : filmIcon, typeName(item.jobType), size);
  }

  private link(key: string, url: string | null, icon: unknown, words: string, more: string) {
    return html`<a href=${to('library/item', { key })}>
      <span class="thumb">${url ? html`<img src=${url} alt="" width="52" height="52" loading="lazy" decoding="async">` : icon}</span>
      <span><strong>${words}</strong><span class="quiet number">${more}</span></span></a>`;
  }
}

customElements.define('dr-lineage', DrLineage);
