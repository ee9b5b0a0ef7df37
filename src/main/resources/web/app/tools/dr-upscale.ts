import { html, LitElement, nothing } from 'lit';
import type { Accepted, UpscaleBody } from '../client/index.js';
import '../jobs/dr-job';
import '../jobs/dr-result';
import '../parts/dr-order';
import '../parts/dr-picker';
import '../parts/dr-picture';
import { growIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { pixels } from '../parts/words';
import { Chosen } from './chosen';
import { FACTORS, grown } from './sizes';

/** Makes a photo larger and sharper. */
class DrUpscale extends LitElement {
  static override properties = { factor: { state: true }, jobId: { state: true } };
  static override styles = [look, toolLook];
  declare factor: number;
  declare jobId: string;
  private readonly chosen = new Chosen(this, 'image');
  private worked: Pick | null = null;

  constructor() {
    super();
    this.factor = 2;
    this.jobId = '';
  }

  override willUpdate(): void {
    if (this.worked !== this.chosen.first) this.jobId = '';
    this.worked = this.chosen.first;
  }

  override render() {
    const photo = this.chosen.first;
    return html`<div class="tool">
      <div class="stage">
        <dr-picker .picks=${this.chosen.picks} @picks=${(event: CustomEvent<Pick[]>) => this.chosen.set(event.detail)}>
          ${this.jobId ? html`<dr-result .jobId=${this.jobId}></dr-result>`
            : html`<dr-picture .src=${photo?.url} alt="Your photo" .word=${photo ? waiting(photo) : ''}
                @size=${(event: CustomEvent<{ width: number; height: number }>) => photo && this.measured(photo, event.detail)}></dr-picture>`}
        </dr-picker>
      </div>
      <div class="panel card">${this.jobId ? this.afterwards() : this.form(photo)}</div>
    </div>`;
  }

  private measured(photo: Pick, size: { width: number; height: number }): void {
    if (photo.width > 0) return;
    Object.assign(photo, size);
    this.requestUpdate();
  }

  private afterwards() {
    return html`<h1 class="unseen">Upscale</h1>
      <dr-job .jobId=${this.jobId}></dr-job>
      <div class="row">
        <button class="button" @click=${() => this.chosen.clear()}>Another photo</button>
        <button class="button plain" @click=${() => (this.jobId = '')}>Other settings</button>
      </div>`;
  }

  private form(photo: Pick | null) {
    const now = photo && photo.width > 0 ? photo : null;
    const then = now && grown(now, this.factor);
    const full = then !== null && then.factor <= 1;
    const request: UpscaleBody | null = photo?.key && !full ? { r2_key: photo.key, upscale_factor: this.factor } : null;
    return html`
      <h1>Upscale</h1>
      <p class="quiet">Larger and sharper, up to 3840 × 2160.</p>
      <fieldset class="field">
        <legend>How much larger</legend>
        <div class="choices">${FACTORS.map((factor) => html`<label class="number">
          <input type="radio" name="factor" .checked=${factor === this.factor} @change=${() => (this.factor = factor)}>${factor}×
        </label>`)}</div>
      </fieldset>
      <dl class="facts number">
        <dt>Now</dt><dd>${now ? pixels(now.width, now.height) : '–'}</dd>
        <dt>Then</dt><dd>${then && !full ? pixels(then.width, then.height) : '–'}</dd>
      </dl>
      <dr-order operation="upscale" .request=${request} label="Upscale" .why=${this.why(photo, full)}
        @ordered=${(event: CustomEvent<Accepted>) => (this.jobId = event.detail.jobId)}></dr-order>
      ${photo ? html`<button class="link quiet" @click=${() => this.chosen.clear()}>Use another photo</button>` : nothing}
      ${this.chosen.trouble ? html`<p class="bad" role="alert">${this.chosen.trouble}</p>` : nothing}`;
  }

  private why(photo: Pick | null, full: boolean): string {
    if (!photo) return 'Choose a photo to begin.';
    return full ? 'This photo is already as large as a result can be.' : photo.error || waiting(photo);
  }
}

customElements.define('dr-upscale', DrUpscale);
