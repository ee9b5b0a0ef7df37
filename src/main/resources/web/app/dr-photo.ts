import { css, html, LitElement, nothing } from 'lit';
import { look } from './look';

/** A picture shown whole on the light table, with a word on top when something is under way. Fires `lost` if it fails to load. */
class DrPhoto extends LitElement {
  static override properties = { src: {}, word: {}, unseen: { state: true } };
  static override styles = [look, css`
    :host { position: relative; height: 100%; display: grid; place-items: center; }
    img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
    .word {
      position: absolute; top: 12px; left: 12px; padding: 3px 10px; border-radius: 99px; background: rgb(0 0 0 / 62%);
      color: #fff; font-size: 0.8125rem;
    }
  `];
  declare src: string | undefined;
  declare word: string;
  /** The source that the browser could not show. */
  declare unseen: string;

  // An address may have expired, so a fresh one is asked for, but only once.
  private onError(): void {
    if (!this.unseen) this.dispatchEvent(new CustomEvent('lost'));
    this.unseen = this.src ?? '';
  }

  override render() {
    const shown = this.src && this.src !== this.unseen;
    return html`
      ${shown ? html`<img src=${this.src!} alt="Your photo" @error=${this.onError}>`
        : html`<p class="quiet">${this.src ? 'This photo cannot be shown here.' : ''}</p>`}
      ${this.word ? html`<span class="word number">${this.word}</span>` : nothing}`;
  }
}

customElements.define('dr-photo', DrPhoto);
