import { css, html, LitElement, nothing } from 'lit';
import { look } from './look';

/** A picture shown whole, with a word on top when something is under way. Fires `lost` if it
 * fails to load, and `size`, in pixels, when it has. */
class DrPicture extends LitElement {
  static override properties = { src: {}, alt: {}, word: {}, checkered: { type: Boolean }, unseen: { state: true } };
  static override styles = [look, css`
    :host { position: relative; height: 100%; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); place-items: center; }
    img { max-width: 100%; max-height: 100%; border-radius: 6px; object-fit: contain; }
    .word {
      position: absolute; top: 12px; left: 12px; padding: 3px 10px; border-radius: 99px; background: rgb(0 0 0 / 62%);
      color: #fff; font-size: 0.8125rem;
    }
  `];
  declare src: string | undefined;
  declare alt: string;
  declare word: string;
  /** It has holes, which show as a chequered ground. */
  declare checkered: boolean;
  /** The source that the browser could not show. */
  declare unseen: string;

  constructor() {
    super();
    this.src = this.alt = this.word = this.unseen = '';
    this.checkered = false;
  }

  // An address may have expired, so a fresh one is asked for, but only once.
  private onError(): void {
    if (!this.unseen) this.dispatchEvent(new CustomEvent('lost'));
    this.unseen = this.src ?? '';
  }

  private onLoad(event: Event): void {
    const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    this.dispatchEvent(new CustomEvent('size', { detail: { width, height } }));
  }

  override render() {
    const shown = this.src && this.src !== this.unseen;
    return html`
      ${shown ? html`<img src=${this.src!} class=${this.checkered ? 'checkered' : ''} alt=${this.alt} @error=${this.onError} @load=${this.onLoad}>`
        : html`<p class="quiet">${this.src ? 'This photo cannot be shown here.' : ''}</p>`}
      ${this.word ? html`<span class="word number">${this.word}</span>` : nothing}`;
  }
}

customElements.define('dr-picture', DrPicture);
