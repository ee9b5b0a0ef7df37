import { css, html, LitElement, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import { Following, live } from '../live/live';
import { saveIcon, trashIcon } from '../parts/icons';
import { look } from '../parts/look';
import type { Kind } from '../parts/pick';
import { download, uses } from '../parts/uses';
import { bytes, credits, pixels, title, typeName, when } from '../parts/words';
import { to } from '../shell/route';
import './dr-lineage';
import { length, madeFrom, recall } from './items';
import type { Stored } from './stored';

/** What is known of a file, and what can be done with it. Fires `delete`, and `again` to read it anew. */
class DrAbout extends LitElement {
  static override properties = {
    key: {}, file: { attribute: false }, source: { attribute: false }, sought: { type: Boolean }, trouble: {},
  };
  static override styles = [look, css`
    :host { display: grid; gap: 18px; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
    .buttons .main { flex: 1; }
    section { display: grid; gap: 10px; }
    h2 { font-size: 0.875rem; }
    details { font-size: 0.875rem; }
    summary { min-height: 24px; color: var(--ink-soft); cursor: pointer; }
    details p { margin-top: 6px; overflow-wrap: anywhere; }
  `];
  declare key: string;
  /** It as a file in storage, where it is not known as a result. */
  declare file: Stored | 'gone' | null;
  /** What it was made from. */
  declare source: Stored | 'gone' | null;
  /** Whether all was done to find it among the results. */
  declare sought: boolean;
  /** Why it could not be read, in words. */
  declare trouble: string;

  constructor() {
    super();
    this.key = this.trouble = '';
    this.file = this.source = null;
    this.sought = false;
    new Following(this);
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    const item = recall(this.key);
    if (item) return this.result(item);
    if (this.trouble) {
      return html`<p class="bad" role="alert">${this.trouble}</p>
        <button class="button" @click=${() => this.fire('again')}>Try again</button>`;
    }
    if (this.file === 'gone') return html`<h1>Not here any more</h1><p class="quiet">This file has been deleted.</p>`;
    return this.file ? this.stored(this.file) : html`<p class="quiet" role="status">Looking for it…</p>`;
  }

  private result(item: ItemBody) {
    const job = live.find(item.jobId);
    const known = job === 'missing' ? null : job;
    const rate = item.fps ? `, ${Math.round(item.fps)} frames a second` : '';
    return html`<h1>${known ? title(known) : typeName(item.jobType)}</h1>
      <dl class="facts number">
        <dt>Size</dt><dd>${pixels(item.width, item.height)}</dd>
        ${item.seconds === null ? nothing : html`<dt>Length</dt><dd>${length(item.seconds)}${rate}</dd>`}
        <dt>File</dt><dd>${bytes(item.size)}, ${format(item.contentType)}</dd>
        <dt>Made</dt><dd>${when(item.createdAt)}</dd>
        <dt>Job</dt>
        <dd>${job === 'missing' ? 'not kept any more' : html`<a class="link" href=${to(`jobs/${item.jobId}`)}>See how it went</a>`}</dd>
        <dt>Charged</dt><dd>${known ? credits(known.credits) : '–'}</dd>
      </dl>
      ${known?.input.prompt ? html`<details><summary>What was asked</summary><p>${known.input.prompt}</p></details>` : nothing}
      ${this.lineage(item.sourceKey)}
      ${this.deeds(item.kind, item.jobType)}`;
  }

  private stored({ kind, name, size, contentType }: Stored) {
    const result = this.key.includes('/library/');
    const more = this.sought ? 'Nothing more is known of it.' : 'Looking for how it was made…';
    return html`<h1>${result ? 'Result' : 'Upload'}</h1>
      <dl class="facts number">
        <dt>Name</dt><dd>${name}</dd>
        <dt>File</dt><dd>${bytes(size)}, ${format(contentType)}</dd>
      </dl>
      ${result ? html`<p class="quiet" role="status">${more}</p>` : nothing}
      ${this.lineage(null)}
      ${this.deeds(kind, '')}`;
  }

  private lineage(sourceKey: string | null) {
    if (!sourceKey && madeFrom(this.key).length === 0) return nothing;
    return html`<dr-lineage .key=${this.key} .sourceKey=${sourceKey} .source=${this.source}></dr-lineage>`;
  }

  private deeds(kind: Kind, type: string) {
    const { href, name } = download(this.key);
    return html`<div class="buttons">
        <a class="button main" href=${href} download=${name}>${saveIcon}Download</a>
        ${type ? html`<button class="button danger" @click=${() => this.fire('delete')}>${trashIcon}Delete</button>` : nothing}
      </div>
      <section aria-label="Make more of it"><h2>Make more of it</h2>
        <div class="buttons">${uses(kind, this.key, type).map((use) => html`<a class="button small" href=${use.href}>${use.words}</a>`)}</div>
      </section>`;
  }
}

/** Such as PNG. */
const format = (contentType: string): string =>
  contentType === 'video/quicktime' ? 'MOV' : (contentType.split('/').pop() ?? '').toUpperCase();

customElements.define('dr-about', DrAbout);
