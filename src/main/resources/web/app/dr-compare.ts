import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { slideIcon } from './icons';
import { look } from './look';

/** Two versions of a picture laid over each other, with a slider between them for pointer and keyboard. */
class DrCompare extends LitElement {
  static override properties = {
    original: {}, result: {}, width: { type: Number }, height: { type: Number },
    at: { state: true }, ready: { state: true }, lost: { state: true },
  };
  static override styles = [look, css`
    :host { height: 100%; container-type: size; display: grid; place-items: center; }
    .frame {
      --ratio: calc(var(--w) / var(--h)); position: relative; width: min(100cqw, 100cqh * var(--ratio));
      aspect-ratio: var(--ratio); border-radius: 6px; overflow: hidden; background: var(--line);
    }
    img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: fill; }
    .after { clip-path: inset(0 0 0 var(--at)); }
    .after:not(.ready) { opacity: 0; }
    .after { transition: opacity 240ms; }
    input {
      position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize;
      touch-action: pan-y;
    }
    .bar {
      position: absolute; inset: 0 auto 0 var(--at); width: 2px; margin-left: -1px; background: #fff;
      pointer-events: none; box-shadow: 0 0 6px rgb(0 0 0 / 45%);
    }
    .grip {
      position: absolute; top: 50%; left: 50%; width: 38px; height: 38px; transform: translate(-50%, -50%);
      display: grid; place-items: center; border-radius: 50%; background: #fff; color: #1c1a18;
      box-shadow: 0 1px 6px rgb(0 0 0 / 35%);
    }
    input:focus-visible ~ .bar .grip { outline: 3px solid var(--accent); outline-offset: 2px; }
    .tag {
      position: absolute; bottom: 12px; padding: 3px 9px; border-radius: 99px; background: rgb(0 0 0 / 62%);
      color: #fff; font-size: 0.75rem; pointer-events: none;
    }
    .left { left: 12px; }
    .right { right: 12px; }
    .button.lost { position: absolute; top: 50%; left: 50%; transform: translate(-50%, -50%); }
    .wait { top: 12px; bottom: auto; left: 12px; }
  `];
  declare original: string | undefined;
  declare result: string;
  declare width: number;
  declare height: number;
  declare at: number;
  declare ready: boolean;
  declare lost: boolean;
  /** The result's address for which a fresh one has been asked. */
  private refreshed = '';

  constructor() {
    super();
    this.at = 50;
    this.ready = this.lost = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('result')) this.ready = false;
  }

  // Set by script rather than by a style attribute, which a strict Content-Security-Policy refuses.
  override updated(): void {
    this.style.setProperty('--w', String(this.width));
    this.style.setProperty('--h', String(this.height));
    this.style.setProperty('--at', `${this.original ? this.at : 0}%`);
  }

  // An address may have expired, so a fresh one is asked for once; if that fails too, only the user asks again.
  private onError(): void {
    if (this.refreshed === '') this.retry();
    else if (this.refreshed !== this.result) this.lost = true;
  }

  private retry(): void {
    this.lost = false;
    this.refreshed = this.result;
    this.dispatchEvent(new CustomEvent('lost'));
  }

  override render() {
    return html`<div class="frame">
      ${this.original ? html`<img src=${this.original} alt="Before" @error=${this.onError}>` : nothing}
      <img class="after ${this.ready ? 'ready' : ''}" src=${this.result} alt="After"
        @load=${() => (this.ready = true)} @error=${this.onError}>
      ${this.original ? html`
        <input type="range" min="0" max="100" .value=${String(this.at)} aria-label="Compare before and after"
          aria-valuetext="${this.at} % before, ${100 - this.at} % after"
          @input=${(event: Event) => (this.at = Number((event.target as HTMLInputElement).value))}>
        <span class="bar"><span class="grip">${slideIcon}</span></span>
        <span class="tag left">Before</span>` : nothing}
      <span class="tag right">After</span>
      <span class="tag wait" role="status" ?hidden=${this.ready || this.lost}>Loading the result…</span>
      ${this.lost ? html`<button class="button lost" @click=${this.retry}>A picture did not load. Try again</button>` : nothing}
    </div>`;
  }
}

customElements.define('dr-compare', DrCompare);
