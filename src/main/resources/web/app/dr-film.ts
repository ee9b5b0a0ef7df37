import { css, html, LitElement, type PropertyValues } from 'lit';
import { look } from './look';

/** A video with the browser's own controls. Fires `lost` if it fails to load. */
class DrFilm extends LitElement {
  static override properties = { src: {}, lost: { state: true } };
  static override styles = [look, css`
    :host { position: relative; height: 100%; display: grid; place-items: center; }
    video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
    .button { position: relative; }
  `];
  declare src: string;
  declare lost: boolean;
  /** Another signature of the same file must not begin it anew. */
  private playing = '';
  /** The address for which a fresh one has been asked. */
  private refreshed = '';

  constructor() {
    super();
    this.lost = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src') && (!this.playing || this.refreshed === this.playing)) this.playing = this.src;
  }

  // An address may have expired, so a fresh one is asked for once; if that fails too, only the user asks again.
  private onError(): void {
    if (this.refreshed === '') this.retry();
    else if (this.refreshed !== this.playing) this.lost = true;
  }

  private retry(): void {
    this.lost = false;
    this.refreshed = this.playing;
    this.dispatchEvent(new CustomEvent('lost'));
  }

  override render() {
    return this.lost
      ? html`<button class="button" @click=${this.retry}>The video did not load. Try again</button>`
      : html`<video src=${this.playing} controls loop playsinline preload="metadata" aria-label="The result"
          @error=${this.onError}></video>`;
  }
}

customElements.define('dr-film', DrFilm);
