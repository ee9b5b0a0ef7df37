import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { slideIcon } from './icons';
import { Zooming, zoomLook } from './zoom';

const GRIP_PIXELS = 28;

/**
 * A picture to look at closely; with `original` two versions of it laid over each other, with a slider between them for
 * pointer and keyboard. Fires `lost` if one fails to load.
 */
class DrCompare extends LitElement {
  static override properties = {
    original: {}, result: {}, width: { type: Number }, height: { type: Number }, ground: {}, alt: {},
    at: { state: true }, ready: { state: true }, lost: { state: true },
  };
  static override styles = [...zoomLook, css`
    .frame { position: absolute; top: 0; left: 0; border-radius: 6px; overflow: hidden; background: var(--line); }
    .frame.bare { background: none; }
    img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: fill; -webkit-user-drag: none; }
    .after { clip-path: inset(0 0 0 var(--cut)); transition: opacity 240ms; }
    .after:not(.ready) { opacity: 0; }
    .after.coloured { background: var(--under); }
    .slides { cursor: ew-resize; }
    input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; pointer-events: none; }
    .bar {
      position: absolute; top: 0; left: 0; width: 2px; margin-left: -1px; background: #fff;
      cursor: ew-resize; box-shadow: 0 0 6px rgb(0 0 0 / 45%);
    }
    .grip {
      position: absolute; top: 50%; left: 50%; width: 38px; height: 38px; transform: translate(-50%, -50%);
      display: grid; place-items: center; border-radius: 50%; background: #fff; color: #1c1a18;
      box-shadow: 0 1px 6px rgb(0 0 0 / 35%);
    }
    input:focus-visible ~ .bar .grip { outline: 3px solid var(--accent); outline-offset: 2px; }
    .tags { position: absolute; top: 12px; left: 0; display: flex; justify-content: space-between; padding: 0 12px; pointer-events: none; }
    .tag { padding: 3px 9px; border-radius: 99px; background: rgb(0 0 0 / 62%); color: #fff; font-size: 0.75rem; }
    .button.lost, .wait { position: absolute; top: 50%; left: 50%; transform: translate(-50%, -50%); }
  `];
  declare original: string | undefined;
  declare result: string;
  /** In pixels of the result; 0 if it shall be measured. */
  declare width: number;
  declare height: number;
  /** What lies under a result with holes: `checkered`, or a color. */
  declare ground: string;
  declare alt: string;
  declare at: number;
  declare ready: boolean;
  declare lost: boolean;
  /** The result's address for which a fresh one has been asked. */
  private refreshed = '';
  private measured = { width: 0, height: 0 };
  private readonly zooming = new Zooming(this, {
    picture: () => (this.width && this.height ? { width: this.width, height: this.height } : this.measured),
    grabs: ({ x }) => !!this.original && (!this.zooming.near || Math.abs(x - this.split) < GRIP_PIXELS),
    dragged: ({ x }) => this.slideTo(x),
  });

  constructor() {
    super();
    this.at = 50;
    this.width = this.height = 0;
    this.ground = '';
    this.alt = 'After';
    this.ready = this.lost = false;
    // The pointer's own way of giving focus would take it from the slider.
    this.addEventListener('mousedown', (event) => {
      const slider = this.renderRoot.querySelector('input');
      if (!slider || event.composedPath().some((each) => each instanceof HTMLButtonElement)) return;
      event.preventDefault();
      slider.focus({ preventScroll: true });
    });
  }

  /** Where the two meet, from the left of the stage. */
  private get split(): number {
    const { from, to } = this.zooming.place;
    return from + ((to - from) * this.at) / 100;
  }

  private slideTo(x: number): void {
    const { from, to } = this.zooming.place;
    if (to > from) this.at = Math.round(Math.min(100, Math.max(0, ((x - from) / (to - from)) * 100)));
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('result')) this.ready = false;
  }

  // Set by script rather than by style attributes, which a strict Content-Security-Policy refuses.
  override updated(): void {
    const { left, top, width, height, from, to, above, below } = this.zooming.place;
    this.classList.toggle('near', this.zooming.near);
    this.style.setProperty('--cut', this.original ? `${this.split - left}px` : '0');
    this.style.setProperty('--under', this.ground);
    this.put('.frame', { width: `${width}px`, height: `${height}px`, transform: `translate(${left}px, ${top}px)` });
    this.put('.bar', { height: `${below - above}px`, transform: `translate(${this.split}px, ${above}px)` });
    this.put('.tags', { width: `${to - from}px`, transform: `translate(${from}px, ${above}px)` });
  }

  private put(part: string, styles: Partial<CSSStyleDeclaration>): void {
    Object.assign(this.renderRoot.querySelector<HTMLElement>(part)?.style ?? {}, styles);
  }

  private onLoad(event: Event): void {
    const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    this.measured = { width, height };
    this.ready = true;
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
    const under = this.ground === 'checkered' ? 'checkered' : this.ground ? 'coloured' : '';
    return html`
      <div class="frame ${this.ready ? 'bare' : ''} ${this.original && !this.zooming.near ? 'slides' : ''}">
        ${this.original ? html`<img src=${this.original} alt="Before" @error=${this.onError}>` : nothing}
        <img class="after ${this.ready ? 'ready' : ''} ${under}" src=${this.result} alt=${this.alt}
          @load=${this.onLoad} @error=${this.onError}>
      </div>
      ${this.original ? html`
        <input type="range" min="0" max="100" .value=${String(this.at)} aria-label="Compare before and after"
          aria-valuetext="${this.at} % before, ${100 - this.at} % after"
          @input=${(event: Event) => (this.at = Number((event.target as HTMLInputElement).value))}>
        <span class="bar"><span class="grip">${slideIcon}</span></span>
        <span class="tags"><span class="tag">Before</span><span class="tag">After</span></span>` : nothing}
      ${this.zooming.buttons()}
      <span class="tag wait" role="status" ?hidden=${this.ready || this.lost}>Loading the result…</span>
      ${this.lost ? html`<button class="button lost" @click=${this.retry}>A picture did not load. Try again</button>` : nothing}`;
  }
}

customElements.define('dr-compare', DrCompare);
