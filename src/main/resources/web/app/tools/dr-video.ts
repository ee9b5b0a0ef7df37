import { html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Accepted, ItemBody } from '../client/index.js';
import '../jobs/dr-job';
import '../jobs/dr-result';
import { isVideoKey } from '../live/jobs';
import '../parts/dr-film';
import '../parts/dr-picker';
import '../parts/dr-picture';
import { findItem } from '../parts/items';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { download } from '../parts/uses';
import { Routed } from '../shell/route';
import { Chosen } from './chosen';
import './dr-animate';
import './dr-film-form';
import { WAYS, type Way } from './films';

/** Sets a photo in motion, or makes a film larger or smoother. */
class DrVideo extends LitElement {
  static override properties = { way: { state: true }, jobId: { state: true }, item: { state: true } };
  static override styles = [look, toolLook];
  declare way: Way;
  declare jobId: string;
  /** The film in the library; null if it is not there, undefined until that is known. */
  declare item: ItemBody | null | undefined;
  private readonly photos = new Chosen(this, 'image');
  private readonly films = new Chosen(this, 'video');
  private readonly routed = new Routed(this, () => this.arrive());
  private worked: Pick | null = null;
  private arrived = '';
  /** Nobody has said yet whether a film that came by the address shall be larger or smoother. */
  private open = false;

  constructor() {
    super();
    this.way = 'video';
    this.jobId = '';
    this.item = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.arrive();
  }

  private arrive(): void {
    const key = this.routed.place.query.get('key') ?? '';
    if (key && key !== this.arrived) {
      this.open = isVideoKey(key);
      this.way = this.open ? 'video_upscale' : 'video';
    }
    this.arrived = key;
  }

  private get chosen(): Chosen {
    return this.way === 'video' ? this.photos : this.films;
  }

  override willUpdate(): void {
    const first = this.chosen.first;
    if (first === this.worked) return;
    this.worked = first;
    this.jobId = '';
    if (first?.kind === 'video') void this.lookUp(first);
  }

  /** What made a film says what can be made of it. */
  private async lookUp(film: Pick): Promise<void> {
    this.item = film.file ? null : undefined;
    if (film.file) return;
    // What is not known beforehand the server says when it is asked for the price.
    const item = await findItem({ kind: 'video' }, (each) => each.key === film.key).catch(() => null);
    if (film !== this.films.first) return;
    this.item = item;
    if (item?.jobType === 'video_upscale' && this.open) this.go('video_interpolate');
    this.open = false;
  }

  private go(way: Way): void {
    this.way = way;
    this.jobId = '';
  }

  private measured(film: Pick, { width, height, seconds }: { width: number; height: number; seconds: number }): void {
    if (film.width === 0) Object.assign(film, { width, height });
    film.seconds ??= Number.isFinite(seconds) ? seconds : null;
    this.requestUpdate();
  }

  override render() {
    const { first, picks } = this.chosen;
    return html`<div class="tool">
      <div class="stage">
        <dr-picker .picks=${picks} .kind=${this.way === 'video' ? 'image' : 'video'}
          @picks=${(event: CustomEvent<Pick[]>) => this.chosen.set(event.detail)}>${this.stage(first)}</dr-picker>
      </div>
      <div class="panel card">
        ${this.jobId ? this.afterwards() : nothing}
        <div class="stack" ?hidden=${this.jobId !== ''}>${this.form(first)}</div>
      </div>
    </div>`;
  }

  private stage(first: Pick | null) {
    if (this.jobId) return html`<dr-result .jobId=${this.jobId}></dr-result>`;
    if (!first) return nothing;
    if (first.kind === 'image') return html`<dr-picture .src=${first.url} alt="Your photo" .word=${waiting(first)}></dr-picture>`;
    if (!first.key) return html`<dr-picture .word=${waiting(first)}></dr-picture>`;
    // From storage, since the page may not play what is only in the browser.
    return keyed(first.id, html`<dr-film .src=${first.file ? download(first.key).href : first.url} label="Your video"
      @size=${(event: CustomEvent<{ width: number; height: number; seconds: number }>) => this.measured(first, event.detail)}></dr-film>`);
  }

  private afterwards() {
    return html`<h1 class="unseen">Video</h1>
      <dr-job .jobId=${this.jobId}></dr-job>
      <div class="row">
        <button class="button" @click=${() => this.chosen.clear()}>Another ${this.way === 'video' ? 'photo' : 'video'}</button>
        ${this.way === 'video' ? html`<button class="button plain" @click=${() => (this.jobId = '')}>Other settings</button>` : nothing}
      </div>`;
  }

  private form(first: Pick | null) {
    const ordered = (event: CustomEvent<Accepted>) => (this.jobId = event.detail.jobId);
    const { trouble } = this.chosen;
    return html`
      <h1>Video</h1>
      <fieldset class="field"><legend class="unseen">What to do</legend>
        <div class="choices">${WAYS.map(([way, words]) => html`<label>
          <input type="radio" name="way" .checked=${way === this.way} @change=${() => this.go(way)}>${words}</label>`)}</div>
      </fieldset>
      <dr-animate .photo=${this.photos.first} ?hidden=${this.way !== 'video'} @ordered=${ordered}></dr-animate>
      ${this.way === 'video' ? nothing : html`<dr-film-form .way=${this.way} .film=${first} .item=${this.item} @ordered=${ordered}
        @way=${(event: CustomEvent<Way>) => this.go(event.detail)}></dr-film-form>`}
      ${first ? html`<button class="link quiet" @click=${() => this.chosen.clear()}>
        Use another ${first.kind === 'image' ? 'photo' : 'video'}</button>` : nothing}
      ${trouble ? html`<p class="bad" role="alert">${trouble}</p>` : nothing}`;
  }
}

customElements.define('dr-video', DrVideo);
