import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { DarkroomError, type Accepted, type Operation, type QuoteBody, type Requests } from '../client/index.js';
import { Following, live } from '../live/live';
import { link, server } from '../live/server';
import { look } from './look';
import { order, quote, wishOf } from './order';
import { to } from '../shell/route';
import { credits } from './words';

const QUIET_MS = 250;
const AGAIN_MS = 10_000;

/** Nobody answered, or only something between us and the server. */
const lost = ({ status, code }: DarkroomError): boolean => status === 0 || (status >= 500 && code === 'UNKNOWN');

/** What passes by itself: no credits, too many at once, trouble over there. */
const passes = ({ status }: DarkroomError): boolean => status === 0 || status === 402 || status === 429 || status >= 500;

/**
 * The end of every tool's form: what it costs, what is left, and the button. Fires `ordered` with the server's answer,
 * and `refused` with a DarkroomError, whose field the form may mark. Nothing that is pressed twice is paid twice.
 */
class DrOrder extends LitElement {
  static override properties = {
    operation: {}, request: { attribute: false }, label: {}, why: {}, told: { state: true }, refused: { state: true }, sending: { state: true },
  };
  static override styles = [look, css`
    :host { display: grid; gap: 10px; }
    .price { flex-wrap: wrap; min-height: 1.5em; font-size: 0.875rem; }
    .price span { white-space: nowrap; }
    .note { min-height: 1.5em; }
  `];
  declare operation: Operation;
  /** What is asked; null while something is missing, which `why` says. */
  declare request: Requests[Operation] | null;
  declare label: string;
  declare why: string;
  /** The last price that came, and the wish that it belongs to: nothing is ordered at a price that was not shown. */
  declare told: { wish: string; quote: QuoteBody } | null;
  declare refused: string;
  declare sending: boolean;
  private timer = 0;
  private wish = '';

  constructor() {
    super();
    this.request = this.told = null;
    this.label = 'Start';
    this.why = this.refused = '';
    this.sending = false;
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    link.addEventListener('change', this.changed);
    live.addEventListener('ended', this.changed);
    this.changed();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    link.removeEventListener('change', this.changed);
    live.removeEventListener('ended', this.changed);
    clearTimeout(this.timer);
  }

  /** What stood in the way of a price may be gone. */
  private readonly changed = (): void => {
    if (link.up && this.request && !this.price) this.askIn(QUIET_MS);
  };

  private get price(): QuoteBody | null {
    return this.request && this.told?.wish === this.wish ? this.told.quote : null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('request') && !changed.has('operation')) return;
    const wish = wishOf(this.operation, this.request);
    if (wish === this.wish) return;
    this.wish = wish;
    this.refused = '';
    clearTimeout(this.timer);
    if (this.request) this.askIn(QUIET_MS);
  }

  private askIn(ms: number): void {
    clearTimeout(this.timer);
    const { wish } = this;
    this.timer = window.setTimeout(() => void this.ask(wish), ms);
  }

  private async ask(wish: string): Promise<void> {
    const { operation, request } = this;
    if (!request || wish !== this.wish) return;
    try {
      const told = await quote(server, operation, request);
      if (wish !== this.wish) return;
      clearTimeout(this.timer);
      if (!this.price) this.refused = '';
      this.told = { wish, quote: told };
    } catch (error) {
      if (wish !== this.wish || !(error instanceof DarkroomError)) return;
      this.told = null;
      // While nobody answers, the page says so elsewhere.
      if (!lost(error)) this.refuse(error);
      if (this.isConnected && passes(error)) this.askIn(AGAIN_MS);
    }
  }

  private refuse(error: DarkroomError): void {
    this.refused = error.message;
    this.dispatchEvent(new CustomEvent('refused', { detail: error }));
  }

  private async send(): Promise<void> {
    if (this.sending || !this.request || !this.price) return;
    this.sending = true;
    this.refused = '';
    try {
      const answer = await order(server, this.operation, this.request);
      if ('jobId' in answer) void live.read((answer as Accepted).jobId);
      this.dispatchEvent(new CustomEvent('ordered', { detail: answer }));
      void this.ask(this.wish);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.refuse(error);
    } finally {
      this.sending = false;
    }
  }

  override render() {
    const { price } = this;
    const available = live.credits?.available;
    const short = price !== null && price.credits > (available ?? Infinity);
    return html`
      <p class="price row spread number">
        <span>${price?.credits === 0 ? html`<strong>Free</strong>, it was made before`
          : price ? html`<strong>${credits(price.credits)}</strong>, only if it works` : this.request && !this.refused ? 'Pricing…' : 'Price'}</span>
        <span class="quiet">${available === undefined ? nothing : `${available.toLocaleString('en')} available`}</span>
      </p>
      <button class="button main wide" ?disabled=${!price || this.sending || short} @click=${() => void this.send()}>
        <slot name="icon"></slot>${this.label}
      </button>
      <p class="note quiet ${this.refused ? 'bad' : ''}" role="status">${this.note(short)}</p>`;
  }

  private note(short: boolean) {
    if (this.sending) return 'Sending the order…';
    if (this.refused) return this.refused;
    if (short) return html`Your credits do not cover this. <a class="link" href=${to('credits')}>See your credits</a>`;
    return this.request ? '' : this.why;
  }
}

customElements.define('dr-order', DrOrder);
