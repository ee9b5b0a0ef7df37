import { css, html, LitElement, nothing } from 'lit';
import { closeIcon, photoIcon, plusIcon } from './icons';
import './dr-library-dialog';
import { look } from './look';
import { ACCEPTED, drop, fromDisk, fromLibrary, send, waiting, type Kind, type Pick } from './pick';
import type { ItemBody } from '../client/index.js';

const SAMPLES = [
  { name: 'showroom.jpg', words: 'A car in a showroom' },
  { name: 'coast.jpg', words: 'A car at the coast' },
  { name: 'snow-pass.jpg', words: 'A car on a snowy pass' },
];

/**
 * Chooses files: dropped or pasted anywhere on the page, from disk, from the library, or a sample. Fires `picks` with
 * all that are chosen whenever they or their ways into storage change; whoever shows it hands them back by `picks`.
 */
class DrPicker extends LitElement {
  static override properties = {
    picks: { attribute: false }, most: { type: Number }, kind: {}, compact: { type: Boolean }, over: { state: true },
    notice: { state: true }, browsing: { state: true },
  };
  static override styles = [look, css`
    :host { position: relative; height: 100%; }
    .invite {
      display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 14px; height: 100%; padding: 24px; text-align: center;
    }
    .invite > svg { width: 44px; height: 44px; color: var(--ink-soft); stroke-width: 1.25; }
    .invite strong { font-size: 1.25rem; font-weight: 600; letter-spacing: -0.015em; }
    .ways { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; }
    .strip + .ways { justify-content: start; margin: 4px 0 0 -11px; }
    .samples { display: flex; gap: 8px; margin-top: 4px; }
    .samples button { padding: 0; border: 2px solid transparent; border-radius: 9px; background: none; cursor: pointer; }
    .samples button:hover { border-color: var(--accent); }
    .samples img { display: block; width: 84px; height: 56px; border-radius: 7px; object-fit: cover; }
    .strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(66px, 1fr)); gap: 8px; }
    .strip li, .add { position: relative; aspect-ratio: 1; border-radius: 9px; overflow: hidden; background: var(--table); }
    .strip img, .strip video { width: 100%; height: 100%; object-fit: cover; }
    .strip li.faulty { outline: 2px solid var(--bad); outline-offset: -2px; }
    .away {
      position: absolute; top: 4px; right: 4px; width: 24px; height: 24px; padding: 0; display: grid; place-items: center;
      border: 0; border-radius: 50%; background: rgb(0 0 0 / 65%); color: #fff; cursor: pointer;
    }
    .way { position: absolute; inset: auto 0 0; padding: 3px 6px; background: rgb(0 0 0 / 65%); color: #fff; font-size: 0.6875rem; }
    .add { display: grid; place-items: center; border: 1px dashed var(--line-strong); color: var(--ink-soft); cursor: pointer; font: 500 0.75rem var(--font); }
    .add:hover { border-color: var(--accent); color: var(--accent); }
    input { position: absolute; width: 1px; height: 1px; opacity: 0; pointer-events: none; }
    input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; }
    .veil {
      position: fixed; inset: 12px; z-index: 30; display: grid; place-items: center; border: 2px dashed var(--accent); border-radius: 14px;
      background: color-mix(in srgb, var(--ground) 86%, transparent); font-size: 1.25rem; font-weight: 600; pointer-events: none;
    }
    .notice:not(:empty) { margin-top: 8px; }
    @media (max-width: 900px) {
      .invite { gap: 9px; padding: 8px; }
    }
  `];
  declare picks: readonly Pick[];
  /** How many there may be; further ones take the place of the first. */
  declare most: number;
  declare kind: Kind;
  /** Small, within a form, rather than filling a stage. */
  declare compact: boolean;
  declare over: boolean;
  declare notice: string;
  declare browsing: boolean;
  private leaving = 0;

  constructor() {
    super();
    this.picks = [];
    this.most = 1;
    this.kind = 'image';
    this.compact = this.over = this.browsing = false;
    this.notice = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('dragover', this.onDragOver);
    window.addEventListener('drop', this.onDrop);
    window.addEventListener('paste', this.onPaste);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('dragover', this.onDragOver);
    window.removeEventListener('drop', this.onDrop);
    window.removeEventListener('paste', this.onPaste);
  }

  // Browsers fire dragleave at every border crossed inside the page; dragover falling silent is the sure sign.
  private readonly onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => (this.over = false), 250);
  };

  private readonly onDrop = (event: DragEvent): void => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.over = false;
    this.take(event.dataTransfer.files);
  };

  private readonly onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData?.files.length) this.take(event.clipboardData.files);
  };

  private onFiles(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) this.take(input.files);
    input.value = '';
  }

  private take(files: Iterable<File>): void {
    const fit = [...files].filter((file) => ACCEPTED[this.kind].includes(file.type));
    this.notice = fit.length > 0 ? '' : this.kind === 'image'
      ? 'That is not a photo Darkroom can read. JPEG, PNG and WebP work.'
      : 'That is not a video Darkroom can read. MP4, MOV and WebM work.';
    this.add(fit.map((file) => fromDisk(file, this.changed)));
  }

  private readonly changed = (): void => this.fire([...this.picks]);

  private fire(picks: readonly Pick[]): void {
    this.dispatchEvent(new CustomEvent('picks', { detail: picks }));
  }

  private add(more: readonly Pick[]): void {
    if (more.length === 0) return;
    const all = [...this.picks, ...more];
    for (const each of all.slice(0, -this.most)) drop(each);
    if (all.length > this.most && this.most > 1) this.notice = `${this.most} at most: the last ones were kept.`;
    this.picks = all.slice(-this.most);
    this.changed();
  }

  private without(pick: Pick): void {
    drop(pick);
    this.notice = '';
    this.fire(this.picks.filter((each) => each !== pick));
  }

  private async sample(name: string): Promise<void> {
    const response = await fetch(`/samples/${name}`).catch(() => null);
    if (!response?.ok) this.notice = 'The sample did not come. Try again.';
    else this.take([new File([await response.blob()], name, { type: 'image/jpeg' })]);
  }

  override render() {
    const filled = this.picks.length > 0;
    return html`
      ${filled || this.compact ? (this.compact ? this.strip() : html`<slot></slot>`) : this.invite()}
      ${this.over ? html`<div class="veil">Drop it to begin</div>` : nothing}
      <p class="notice quiet bad" role="alert">${this.notice}</p>
      <dr-library-dialog .kind=${this.kind} ?open=${this.browsing} @close=${() => (this.browsing = false)}
        @chosen=${(event: CustomEvent<ItemBody>) => this.add([fromLibrary(event.detail)])}></dr-library-dialog>`;
  }

  private invite() {
    const image = this.kind === 'image';
    return html`<div class="invite">
      ${photoIcon}
      <strong>Drop a ${image ? 'photo' : 'video'} here</strong>
      <span class="quiet">or paste it, or choose it below. ${image ? 'JPEG, PNG or WebP.' : 'MP4, MOV or WebM.'}</span>
      <span class="ways">
        ${this.fileButton(`Choose a ${image ? 'photo' : 'video'}`, 'button main')}
        <button class="button" type="button" @click=${() => (this.browsing = true)}>From the library</button>
      </span>
      ${image ? html`<span class="quiet">No photo at hand? Take one of these.</span><span class="samples">${SAMPLES.map(({ name, words }) => html`
        <button type="button" aria-label=${`Sample: ${words}`} @click=${() => void this.sample(name)}>
          <img src=${`/samples/small-${name}`} width="84" height="56" alt=""></button>`)}</span>` : nothing}
    </div>`;
  }

  private fileButton(words: unknown, looks: string) {
    return html`<span><input id="file" type="file" accept=${ACCEPTED[this.kind].join(',')} ?multiple=${this.most > 1}
      @change=${this.onFiles}><label for="file" class=${looks}>${words}</label></span>`;
  }

  private strip() {
    return html`<ul class="strip">${this.picks.map((pick) => html`<li class=${pick.error ? 'faulty' : ''}>
        ${pick.kind === 'image' ? html`<img src=${pick.url} alt=${pick.name}>`
          : html`<video src=${pick.url} muted preload="metadata" aria-label=${pick.name}></video>`}
        <button class="away" type="button" aria-label=${`Remove ${pick.name}`} @click=${() => this.without(pick)}>${closeIcon}</button>
        ${pick.error ? html`<button class="way link" type="button" @click=${() => void send(pick, this.changed)}>Send again</button>`
          : waiting(pick) ? html`<span class="way">${waiting(pick)}</span>` : nothing}
      </li>`)}
      ${this.picks.length < this.most ? html`<li>${this.fileButton(html`${plusIcon}<span class="unseen">Add a photo</span>`, 'add')}</li>` : nothing}
    </ul>
    <p class="ways"><button class="button small plain" type="button" @click=${() => (this.browsing = true)}>From the library</button></p>
    ${this.picks.map((pick) => (pick.error ? html`<p class="quiet bad" role="alert">${pick.error}</p>` : nothing))}`;
  }
}

customElements.define('dr-picker', DrPicker);
