import { css, html, LitElement, nothing } from 'lit';
import { photoIcon } from './icons';
import { look } from './look';

const ACCEPTED = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * Takes a photo dropped or pasted anywhere on the page, or chosen by its button, and fires `photo` with
 * the file. While `empty` it shows an invitation, otherwise what is put inside it.
 */
class DrDrop extends LitElement {
  static override properties = { empty: { type: Boolean }, over: { state: true }, notice: { state: true } };
  static override styles = [look, css`
    :host { position: relative; height: 100%; }
    .invite {
      display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 14px; height: 100%;
      padding: 24px; text-align: center;
    }
    .invite > svg { width: 44px; height: 44px; color: var(--ink-soft); stroke-width: 1.25; }
    .invite strong { font-size: 1.25rem; font-weight: 600; letter-spacing: -0.015em; }
    input { position: absolute; width: 1px; height: 1px; opacity: 0; pointer-events: none; }
    input:focus-visible + .button { outline: 2px solid var(--accent); outline-offset: 2px; }
    .veil {
      position: absolute; inset: 10px; display: grid; place-items: center; border: 2px dashed var(--accent);
      border-radius: 10px; background: color-mix(in srgb, var(--surface) 88%, transparent); font-weight: 600;
      pointer-events: none;
    }
    .notice { position: absolute; inset: auto 16px 16px; text-align: center; pointer-events: none; }
    .notice:not(:empty)::before { content: '! '; font-weight: 700; }
  `];
  declare empty: boolean;
  declare over: boolean;
  declare notice: string;
  private leaving = 0;

  constructor() {
    super();
    this.empty = this.over = false;
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

  /** Opens the file picker. */
  choose(): void {
    this.renderRoot.querySelector('input')?.click();
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

  private onPick(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) this.take(input.files);
    input.value = '';
  }

  private take(files: FileList): void {
    const photo = [...files].find((file) => ACCEPTED.includes(file.type));
    this.notice = '';
    if (!photo) this.notice = 'That is not a photo Darkroom can read. JPEG, PNG and WebP work.';
    else if (files.length > 1) this.notice = 'One photo at a time: the first was taken.';
    if (photo) this.dispatchEvent(new CustomEvent('photo', { detail: photo }));
  }

  override render() {
    return html`
      <div class="invite" ?hidden=${!this.empty}>
        ${photoIcon}
        <strong>Drop a photo here</strong>
        <span class="quiet">or paste it, or choose it below.<br>JPEG, PNG or WebP.</span>
        <span>
          <input id="file" type="file" accept=${ACCEPTED.join(',')} @change=${this.onPick}>
          <label for="file" class="button main">Choose a photo</label>
        </span>
      </div>
      <slot ?hidden=${this.empty}></slot>
      ${this.over ? html`<div class="veil">Drop it to begin</div>` : nothing}
      <p class="notice quiet bad" role="alert">${this.notice}</p>
    `;
  }
}

customElements.define('dr-drop', DrDrop);
