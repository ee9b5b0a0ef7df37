import { css, html, LitElement } from 'lit';
import { count } from './api';
import { growIcon } from './icons';
import { look } from './look';
import { FACTORS, grown, UPSCALE_CREDITS, type Size } from './sizes';
import { pixels } from './words';

/** Chooses how much larger the photo becomes, says size and price, and fires `upscale` with the factor. */
class DrToolUpscale extends LitElement {
  static override properties = {
    size: { attribute: false }, waiting: {}, error: {}, sending: { type: Boolean }, factor: { state: true },
  };
  static override styles = [look, css`
    form { display: grid; gap: 16px; }
    fieldset { margin: 0; padding: 0; border: 0; }
    .factors {
      display: grid; grid-template-columns: repeat(${FACTORS.length}, 1fr); gap: 4px; padding: 4px;
      border-radius: 10px; background: var(--table);
    }
    legend { padding: 0 0 6px; font-size: 0.875rem; color: var(--ink-soft); }
    label {
      position: relative; display: grid; place-items: center; height: 34px; border-radius: 7px; font-weight: 500;
      cursor: pointer;
    }
    label:has(:checked) { background: var(--raised); box-shadow: 0 1px 3px rgb(0 0 0 / 16%); }
    label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 1px; }
    input { position: absolute; opacity: 0; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; font-size: 0.875rem; }
    dt { color: var(--ink-soft); }
    dd { text-align: right; }
    .note { min-height: 3em; }
  `];
  /** The photo's size in pixels, once it is in storage. */
  declare size: Size | null;
  /** What the tool waits for before it can be used, in words; empty if nothing. */
  declare waiting: string;
  declare error: string;
  declare sending: boolean;
  declare factor: number;

  constructor() {
    super();
    this.size = null;
    this.waiting = this.error = '';
    this.sending = false;
    this.factor = 2;
  }

  private send(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('upscale', { detail: this.factor }));
  }

  override render() {
    const after = this.size && grown(this.size, this.factor);
    const full = after !== null && after.factor <= 1;
    return html`<form @submit=${this.send}>
      <h2>Upscale</h2>
      <fieldset>
        <legend>How much larger</legend>
        <div class="factors">${FACTORS.map((factor) => html`<label class="number">
          <input type="radio" name="factor" .checked=${factor === this.factor} @change=${() => (this.factor = factor)}>${factor}×
        </label>`)}</div>
      </fieldset>
      <dl class="number">
        <dt>Now</dt><dd>${this.size ? pixels(this.size.width, this.size.height) : '–'}</dd>
        <dt>Then</dt><dd>${after && !full ? pixels(after.width, after.height) : '–'}</dd>
        <dt>Price</dt><dd>${count(UPSCALE_CREDITS)}, only if it works</dd>
      </dl>
      <button class="button main wide" ?disabled=${!this.size || full || this.sending}>${growIcon}Upscale</button>
      <p class="note quiet ${this.error ? 'bad' : ''}" role="status">${this.note(after, full)}</p>
    </form>`;
  }

  private note(after: { factor: number } | null, full: boolean): string {
    if (this.sending) return 'Sending the order…';
    if (this.error) return this.error;
    if (full) return 'This photo is already as large as a result can be.';
    if (after && after.factor < this.factor) {
      return `That is ${after.factor.toFixed(2)}×, the most there is room for with this photo.`;
    }
    return this.waiting;
  }
}

customElements.define('dr-tool-upscale', DrToolUpscale);
