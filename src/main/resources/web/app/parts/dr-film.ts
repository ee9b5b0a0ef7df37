import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { look } from './look';

const SPEEDS = [0.25, 0.5, 1, 2];

/**
 * A film with the browser's own controls, round and round at the speed of choice. Fires `lost` if it fails to load, and
 * `size`, in pixels and seconds, when that is known.
 */
class DrFilm extends LitElement {
  static override properties = {
    src: {}, poster: {}, word: {}, label: {}, width: { type: Number }, height: { type: Number },
    speed: { state: true }, loop: { state: true }, lost: { state: true },
  };
  static override styles = [look, css`
    :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); gap: 10px; height: 100%; }
    .screen { position: relative; display: grid; place-items: center; min-height: 0; container-type: size; }
    video {
      width: min(100cqw, 100cqh * var(--ratio)); aspect-ratio: var(--ratio); border-radius: 6px; background: var(--line);
      object-fit: contain;
    }
    .row { flex-wrap: wrap; justify-content: center; gap: 10px; }
    fieldset { margin: 0; padding: 0; border: 0; }
    .choices { padding: 3px; border: 1px solid var(--line); background: var(--surface); }
    .choices label { min-width: 46px; min-height: 30px; font-size: 0.8125rem; }
    .button.small { min-height: 38px; }
    .button[aria-pressed='true'] { border-color: var(--accent); background: var(--accent-wash); color: var(--accent); }
    .word {
      position: absolute; top: 12px; left: 12px; padding: 3px 10px; border-radius: 99px; background: rgb(0 0 0 / 62%);
      color: #fff; font-size: 0.8125rem;
    }
  `];
  declare src: string;
  /** Stands there until the film does; with it and the size, nothing of the film is read before it is played. */
  declare poster: string | undefined;
  /** What is under way with it. */
  declare word: string;
  declare label: string;
  /** In pixels; 0 if they shall be measured. */
  declare width: number;
  declare height: number;
  declare speed: number;
  declare loop: boolean;
  declare lost: boolean;
  /** Another signature of the same file must not begin it anew. */
  private playing = '';
  /** The address for which a fresh one has been asked. */
  private refreshed = '';

  constructor() {
    super();
    this.src = this.word = '';
    this.label = 'The result';
    this.width = this.height = 0;
    this.speed = 1;
    this.loop = true;
    this.lost = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src') && (!this.playing || this.refreshed === this.playing)) this.playing = this.src;
  }

  override updated(): void {
    const video = this.renderRoot.querySelector('video');
    if (video) video.playbackRate = this.speed;
    // By script rather than by a style attribute, which a strict Content-Security-Policy refuses.
    this.style.setProperty('--ratio', this.width && this.height ? String(this.width / this.height) : '1.7778');
  }

  private onMetadata(event: Event): void {
    const video = event.target as HTMLVideoElement;
    // A film that begins to load begins at its usual speed.
    video.playbackRate = this.speed;
    const detail = { width: video.videoWidth, height: video.videoHeight, seconds: video.duration };
    if (video.videoWidth) Object.assign(this, { width: video.videoWidth, height: video.videoHeight });
    this.dispatchEvent(new CustomEvent('size', { detail }));
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
    return html`
      <div class="screen">${this.lost
        ? html`<button class="button" @click=${this.retry}>The video did not load. Try again</button>`
        : html`<video src=${this.playing} poster=${this.poster || nothing} controls ?loop=${this.loop} playsinline
            preload=${this.poster && this.width ? 'none' : 'metadata'} aria-label=${this.label} @loadedmetadata=${this.onMetadata} @error=${this.onError}></video>`}
        ${this.word ? html`<span class="word number" role="status">${this.word}</span>` : nothing}
      </div>
      <div class="row">
        <fieldset><legend class="unseen">Speed</legend>
          <div class="choices number">${SPEEDS.map((speed) => html`<label>
            <input type="radio" name="speed" .checked=${speed === this.speed}
              @change=${() => (this.speed = speed)}>${speed}×</label>`)}</div>
        </fieldset>
        <button class="button small" aria-pressed=${this.loop} @click=${() => (this.loop = !this.loop)}>Loop</button>
      </div>`;
  }
}

customElements.define('dr-film', DrFilm);
