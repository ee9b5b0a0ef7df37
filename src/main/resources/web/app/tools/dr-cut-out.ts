import { css, html, LitElement, nothing } from 'lit';
import type { Accepted, CutOutBody, RembgBody } from '../client/index.js';
import '../jobs/dr-job';
import '../jobs/dr-result';
import '../parts/dr-ground';
import '../parts/dr-order';
import '../parts/dr-picker';
import '../parts/dr-picture';
import { saveIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { download, uses } from '../parts/uses';
import { Chosen } from './chosen';

type Choices = readonly (readonly [string, string])[];

/** More detail takes longer; the server knows others too. */
const DETAILS = [['1024x1024', 'Normal'], ['2048x2048', 'Fine']] as const;
const FORMATS = [['png', 'PNG'], ['webp', 'WebP']] as const;

/** Cuts the subject out of a photo. */
class DrCutOut extends LitElement {
  static override properties = {
    refine: { state: true }, detail: { state: true }, format: { state: true }, jobId: { state: true }, known: { state: true },
  };
  static override styles = [look, toolLook, css`
    .uses { display: flex; flex-wrap: wrap; gap: 8px; }
  `];
  declare refine: boolean;
  declare detail: string;
  declare format: string;
  declare jobId: string;
  /** It was cut out before, so that there is no job. */
  declare known: CutOutBody | null;
  private readonly chosen = new Chosen(this, 'image');
  private worked: Pick | null = null;

  constructor() {
    super();
    this.refine = true;
    this.detail = DETAILS[0][0];
    this.format = FORMATS[0][0];
    this.jobId = '';
    this.known = null;
  }

  override willUpdate(): void {
    if (this.worked !== this.chosen.first) this.back();
    this.worked = this.chosen.first;
  }

  private back(): void {
    this.jobId = '';
    this.known = null;
  }

  private ordered(answer: Accepted | CutOutBody): void {
    if ('jobId' in answer) this.jobId = answer.jobId;
    else this.known = answer;
  }

  override render() {
    const photo = this.chosen.first;
    return html`<div class="tool">
      <div class="stage">
        <dr-picker .picks=${this.chosen.picks} @picks=${(event: CustomEvent<Pick[]>) => this.chosen.set(event.detail)}>
          ${this.stage(photo)}</dr-picker>
      </div>
      <div class="panel card">${this.jobId || this.known ? this.afterwards() : this.form(photo)}</div>
    </div>`;
  }

  private stage(photo: Pick | null) {
    if (this.jobId) return html`<dr-result .jobId=${this.jobId}></dr-result>`;
    if (this.known) {
      const { image, mask_image: mask } = this.known;
      return html`<dr-ground .result=${image.url ?? ''} .original=${photo?.url} .mask=${mask?.url ?? null}></dr-ground>`;
    }
    return html`<dr-picture .src=${photo?.url} alt="Your photo" .word=${photo ? waiting(photo) : ''}></dr-picture>`;
  }

  private afterwards() {
    return html`
      <h1 class="unseen">Cut out</h1>
      ${this.known ? this.free(this.known) : html`<dr-job .jobId=${this.jobId}></dr-job>`}
      <div class="row">
        <button class="button" @click=${() => this.chosen.clear()}>Another photo</button>
        <button class="button plain" @click=${() => this.back()}>Other settings</button>
      </div>`;
  }

  private free({ key }: CutOutBody) {
    const { href, name } = download(key);
    return html`
      <h2>Cut-out</h2>
      <p role="status">You had this cut out before, so here it is again, for free.</p>
      <a class="button main" href=${href} download=${name}>${saveIcon}Download</a>
      <div class="uses">${uses('image', key, 'rembg').map((use) => html`<a class="button small" href=${use.href}>${use.words}</a>`)}</div>`;
  }

  private form(photo: Pick | null) {
    const request: RembgBody | null = photo?.key
      ? {
          r2_key: photo.key, operating_resolution: this.detail, output_format: this.format, refine_foreground: this.refine,
          output_mask: true,
        }
      : null;
    return html`
      <h1>Cut out</h1>
      <p class="quiet">The subject alone, on nothing at all. The same photo again is free.</p>
      ${this.choice('Detail', 'detail', DETAILS, this.detail, (value) => (this.detail = value))}
      ${this.choice('File', 'format', FORMATS, this.format, (value) => (this.format = value))}
      <label class="switch"><span>Clean the edges<br>
        <span class="quiet">Takes the old background's color out of hair and glass.</span></span>
        <input type="checkbox" role="switch" .checked=${this.refine}
          @change=${(event: Event) => (this.refine = (event.target as HTMLInputElement).checked)}></label>
      <dr-order operation="rembg" .request=${request} label="Cut out"
        .why=${photo ? photo.error || waiting(photo) : 'Choose a photo to begin.'}
        @ordered=${(event: CustomEvent<Accepted | CutOutBody>) => this.ordered(event.detail)}></dr-order>
      ${photo ? html`<button class="link quiet" @click=${() => this.chosen.clear()}>Use another photo</button>` : nothing}
      ${this.chosen.trouble ? html`<p class="bad" role="alert">${this.chosen.trouble}</p>` : nothing}`;
  }

  private choice(legend: string, name: string, all: Choices, chosen: string, choose: (value: string) => void) {
    return html`<fieldset class="field"><legend>${legend}</legend>
      <div class="choices">${all.map(([value, words]) => html`<label>
        <input type="radio" name=${name} .checked=${value === chosen} @change=${() => choose(value)}>${words}</label>`)}</div>
    </fieldset>`;
  }
}

customElements.define('dr-cut-out', DrCutOut);
