import { html, LitElement, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import '../parts/dr-order';
import { look } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { pixels } from '../parts/words';
import { against, larger, PICTURES_FOR_ONE, type Way } from './films';

/**
 * What is asked of a film: larger, or smoother. Fires `ordered` with the server's answer, and `way` with what can be done
 * instead.
 */
class DrFilmForm extends LitElement {
  static override properties = { way: {}, film: { attribute: false, hasChanged: () => true }, item: { attribute: false } };
  static override styles = [look];
  declare way: Exclude<Way, 'video'>;
  declare film: Pick | null;
  /** The film in the library; null if it is not there, undefined until that is known. */
  declare item: ItemBody | null | undefined;

  constructor() {
    super();
    this.way = 'video_upscale';
    this.film = null;
  }

  override render() {
    const { film, item, way } = this;
    const size = film && film.width > 0 ? film : null;
    const trouble = film?.key && item !== undefined ? against(way, size, item?.jobType ?? null) : null;
    const request = film?.key && item !== undefined && !trouble ? { r2_key: film.key } : null;
    const larged = way === 'video_upscale';
    const then = size && !trouble ? (larged ? larger(size) : size) : null;
    return html`<div class="stack">
      <p class="quiet">${larged ? 'Larger and sharper, up to twice and at most 1920 × 1080.'
        : `Smoother motion: ${PICTURES_FOR_ONE} pictures for every one. For videos that were made larger.`}</p>
      <dl class="facts number">
        <dt>Now</dt><dd>${size ? pixels(size.width, size.height) : '–'}</dd>
        <dt>Then</dt><dd>${then ? pixels(then.width, then.height) : '–'}</dd>
        ${larged ? nothing : html`<dt>Pictures a second</dt>
          <dd>${item?.fps && !trouble ? `${round(item.fps)} → ${round(item.fps * PICTURES_FOR_ONE)}` : '–'}</dd>`}
        <dt>Length</dt><dd>${film?.seconds ? `${film.seconds.toFixed(1)} s` : '–'}</dd>
      </dl>
      <div role="status" class="stack" ?hidden=${!trouble}>
        ${trouble ? html`<p>${trouble.words}</p>${this.otherwise(trouble.instead)}` : nothing}</div>
      <dr-order ?hidden=${!!trouble} .operation=${way} .request=${request} label=${larged ? 'Upscale' : 'Make it smoother'}
        .why=${this.why}
        @ordered=${(event: CustomEvent) => this.dispatchEvent(new CustomEvent('ordered', { detail: event.detail }))}></dr-order>
    </div>`;
  }

  private otherwise(instead: Way | undefined) {
    return instead ? html`<button class="button main" @click=${() => this.dispatchEvent(new CustomEvent('way', { detail: instead }))}>
      ${instead === 'video_upscale' ? 'Make it larger' : 'Make it smoother'}</button>` : nothing;
  }

  private get why(): string {
    if (!this.film) return 'Choose a video to begin.';
    return this.film.error || waiting(this.film) || 'Looking at the video…';
  }
}

const round = (fps: number): string => fps.toLocaleString('en', { maximumFractionDigits: 1 });

customElements.define('dr-film-form', DrFilmForm);
