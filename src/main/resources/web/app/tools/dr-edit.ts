import { css, html, LitElement, nothing } from 'lit';
import type { Accepted, DrawToEditBody } from '../client/index.js';
import '../jobs/dr-job';
import '../jobs/dr-result';
import { ended, made } from '../live/jobs';
import { Following, live } from '../live/live';
import '../parts/dr-order';
import '../parts/dr-picker';
import '../parts/dr-picture';
import { photoIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { pixels } from '../parts/words';
import { go } from '../shell/route';
import { Chosen } from './chosen';
import { Cutting } from './edit/cutting';
import './edit/dr-marker';
import './edit/dr-wish';
import { Marks } from './edit/marks';
import { opened, size } from './edit/photo';

/** Changes a region of a photo by words, and nothing around it. */
class DrEdit extends LitElement {
  static override properties = {
    image: { state: true }, unseen: { state: true }, prompt: { state: true }, shown: { state: true }, jobId: { state: true },
  };
  static override styles = [look, toolLook, css`
    .cut {
      display: grid; place-items: center; height: 148px; border-radius: 9px; overflow: hidden; background: var(--table); text-align: center;
    }
    .cut canvas { max-width: 100%; max-height: 148px; }
    .cut p { max-width: 16rem; }
    .ways { display: flex; flex-wrap: wrap; gap: 8px; }
    .ways .again { flex: 1 1 100%; }
    .ways .small { flex: 1; }
    .switch input:disabled { opacity: 0.5; cursor: not-allowed; }
    @media (max-width: 900px) {
      .stage { height: min(64vh, 120vw); }
    }
  `];
  /** The photo, as soon as the browser has it. */
  declare image: HTMLImageElement | null;
  declare unseen: boolean;
  declare prompt: string;
  /** Whether the editor sees the strokes. */
  declare shown: boolean;
  declare jobId: string;
  private readonly chosen = new Chosen(this, 'image');
  private readonly cutting = new Cutting(this);
  private at: Pick | null = null;
  private marks: Marks | null = null;
  private request: DrawToEditBody | null = null;

  constructor() {
    super();
    this.image = null;
    this.unseen = this.shown = false;
    this.prompt = this.jobId = '';
    new Following(this);
  }

  override willUpdate(): void {
    const photo = this.chosen.first;
    if (photo?.id !== this.at?.id) this.begin(photo);
    this.cutting.want(this.image, this.marks?.region() ?? null, this.shown ? this.marks?.strokes ?? [] : []);
    this.request = this.asked(photo);
  }

  private begin(photo: Pick | null): void {
    this.at = photo;
    this.image = this.marks = null;
    this.unseen = false;
    this.jobId = '';
    if (photo) void this.open(photo);
  }

  private async open(photo: Pick): Promise<void> {
    const image = await opened(photo).catch(() => null);
    if (this.at !== photo) return;
    this.unseen = image === null;
    if (image) {
      this.marks = new Marks(size(image));
      if (photo.width === 0) Object.assign(photo, size(image));
    }
    this.image = image;
  }

  /** The same object as before while nothing changed, since it holds a picture that is expensive to compare. */
  private asked(photo: Pick | null): DrawToEditBody | null {
    const { cut } = this.cutting;
    if (!photo?.key || !cut || !this.prompt || this.turned(photo)) return null;
    const { request } = this;
    const same = request?.imageDataUrl === cut.url && request.boundingBox === cut.area && request.prompt === this.prompt;
    return same ? request : { prompt: this.prompt, imageDataUrl: cut.url, boundingBox: cut.area, originalKey: photo.key };
  }

  /** Some browsers leave some formats lying on their side, and so count their pixels unlike the server. */
  private turned(photo: Pick): boolean {
    return this.marks !== null && (photo.width !== this.marks.photo.width || photo.height !== this.marks.photo.height);
  }

  private another(): void {
    this.chosen.clear();
    go('tools/edit');
  }

  /** What was made is what is worked on next. */
  private again(key: string): void {
    this.prompt = '';
    go('tools/edit', { key });
  }

  override render() {
    const photo = this.chosen.first;
    return html`<div class="tool">
      <div class="stage">
        <dr-picker .picks=${this.chosen.picks} @picks=${(event: CustomEvent<Pick[]>) => this.chosen.set(event.detail)}>
          ${this.stage(photo)}
        </dr-picker>
      </div>
      <div class="panel card">${this.jobId ? this.afterwards() : this.form(photo)}</div>
    </div>`;
  }

  private stage(photo: Pick | null) {
    if (this.jobId) return html`<dr-result .jobId=${this.jobId}></dr-result>`;
    if (!this.image || !this.marks) {
      return this.unseen ? html`<div class="empty">${photoIcon}<p class="quiet">This photo cannot be shown here.</p></div>`
        : html`<dr-picture .word=${photo ? 'Opening the photo…' : ''}></dr-picture>`;
    }
    return html`<dr-marker .image=${this.image} .marks=${this.marks} @marked=${() => this.requestUpdate()}></dr-marker>`;
  }

  private afterwards() {
    const job = live.find(this.jobId);
    const over = job !== null && job !== 'missing' && ended(job);
    const file = over ? made(job) : null;
    return html`<dr-job .jobId=${this.jobId}></dr-job>
      <div class="ways">
        ${file ? html`<button class="button again" @click=${() => this.again(file.key)}>Edit again</button>` : nothing}
        ${over ? html`<button class="button small back" @click=${() => (this.jobId = '')}>Back to the marks</button>` : nothing}
        <button class="button small another" @click=${this.another}>Another photo</button>
      </div>`;
  }

  private form(photo: Pick | null) {
    const area = this.marks?.region() ?? null;
    const brushed = (this.marks?.strokes.length ?? 0) > 0;
    return html`
      <h1>Draw to edit</h1>
      <p class="quiet">Mark a part of a photo and say what shall change. All around it stays as it is.</p>
      <div class="stack">
        <div class="cut">${this.cutting.preview
          ?? html`<p class="quiet">The region that you mark is shown here. Only this part is sent to the editor.</p>`}</div>
        <dl class="facts number"><dt>Region</dt><dd>${area ? pixels(area.width, area.height) : '–'}</dd></dl>
        <label class="switch"><span>Show the strokes to the editor</span>
          <input type="checkbox" role="switch" .checked=${this.shown && brushed} ?disabled=${!brushed}
            @change=${(event: Event) => (this.shown = (event.target as HTMLInputElement).checked)}></label>
      </div>
      <dr-wish @wish=${(event: CustomEvent<string>) => (this.prompt = event.detail)} .words=${this.prompt}></dr-wish>
      <dr-order operation="draw_to_edit" .request=${this.request} label="Edit" .why=${this.why(photo)}
        @ordered=${(event: CustomEvent<Accepted>) => (this.jobId = event.detail.jobId)}></dr-order>
      ${photo ? html`<button class="link quiet another" @click=${this.another}>Use another photo</button>` : nothing}
      ${this.chosen.trouble && !photo ? html`<p class="bad" role="alert">${this.chosen.trouble}</p>` : nothing}`;
  }

  private why(photo: Pick | null): string {
    if (!photo) return 'Choose a photo to begin.';
    if (photo.error || waiting(photo)) return photo.error || waiting(photo);
    if (this.unseen) return 'This photo cannot be shown here.';
    if (this.image && this.turned(photo)) return 'This browser shows this photo turned. Save it upright, and try again.';
    if (this.cutting.failed) return 'This region is too much for this browser. Mark a smaller one.';
    if (!this.marks?.region()) return 'Mark what shall change.';
    return this.prompt ? 'Cutting out the region…' : 'Say what shall change.';
  }
}

customElements.define('dr-edit', DrEdit);
