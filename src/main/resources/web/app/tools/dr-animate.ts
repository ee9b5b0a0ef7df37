import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { AnimateRequest, TemplateBody, VariableBody } from '../client/index.js';
import { faulty, filled, valueOf, type Said } from '../create/asked';
import '../create/dr-variable';
import '../parts/dr-order';
import { look } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { download } from '../parts/uses';
import './dr-motions';
import { needs, offered, type Offer } from './films';

const IDEAS = ['Slow push in', 'Slow orbit', 'Light rain', 'Dusk falls'];
const AS_PHOTO = 'As the photo';
const PROMPT_MAX = 4000;

/** Asks for a film that begins with a photo. Fires `ordered` with the server's answer. */
class DrAnimate extends LitElement {
  static override properties = {
    photo: { attribute: false, hasChanged: () => true }, template: { state: true }, prompt: { state: true }, duration: { state: true },
    resolution: { state: true }, ratio: { state: true }, still: { state: true }, draft: { state: true }, start: { state: true },
    lost: { state: true },
  };
  static override styles = [look, css`
    .ideas { display: flex; flex-wrap: wrap; gap: 6px; }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
    input[type='range'] { width: 100%; height: 28px; margin: 0; accent-color: var(--accent); }
  `];
  declare photo: Pick | null;
  /** Null for one's own words. */
  declare template: TemplateBody | null;
  declare prompt: string;
  declare duration: number;
  declare resolution: string;
  declare ratio: string;
  declare still: boolean;
  /** What was said to the template. */
  declare draft: Said;
  /** The photo's bytes, which the film begins with. */
  declare start: File | null;
  /** They could not be had. */
  declare lost: boolean;

  constructor() {
    super();
    this.photo = this.template = this.start = null;
    this.prompt = '';
    this.duration = 5;
    this.resolution = '720p';
    this.ratio = 'auto';
    this.still = this.lost = false;
    this.draft = { values: {} };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('photo') || changed.get('photo') === this.photo) return;
    this.start = this.photo?.file ?? null;
    if (this.photo && !this.start) void this.fetchStart(this.photo);
  }

  /** What came from the library has its bytes only there. */
  private async fetchStart(photo: Pick): Promise<void> {
    this.lost = false;
    const response = await fetch(download(photo.key ?? '').href).catch(() => null);
    const blob = response?.ok ? await response.blob().catch(() => null) : null;
    if (photo !== this.photo) return;
    this.lost = blob === null;
    // Named by its key, by which the same wish is told from another's when it is asked again.
    if (blob) this.start = new File([blob], photo.key ?? '', { type: blob.type, lastModified: 0 });
  }

  private take(template: TemplateBody | null): void {
    this.template = template;
    this.draft = { values: {} };
    const { duration, resolution, aspect_ratio: ratio, camera_fixed: still } = template?.video ?? {};
    const offer = offered(template?.video?.provider);
    const wish = Number(duration) || this.duration;
    this.duration = [...offer.durations].sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0] ?? wish;
    if (resolution) this.resolution = resolution;
    if (ratio) this.ratio = ratio;
    this.still = still ?? this.still;
  }

  private request(offer: Offer): AnimateRequest | null {
    const words = this.prompt.trim();
    if (!this.photo?.key || !this.start || (this.template ? this.wrong : !words)) return null;
    return {
      startImage: this.start,
      ...(this.template ? { templateSlug: this.template.slug, variables: filled(needs(this.template), this.draft) } : { prompt: words }),
      duration: this.duration,
      ...(offer.resolutions.length > 0 && { resolution: this.resolution }),
      ...(offer.ratios.length > 0 && { aspect_ratio: this.ratio }),
      ...(offer.still && { camera_fixed: this.still }),
    };
  }

  private get why(): string {
    if (!this.photo) return 'Choose a photo to begin.';
    if (!this.photo.key) return this.photo.error || waiting(this.photo);
    if (!this.start) return this.lost ? '' : 'Fetching the photo…';
    const { wrong } = this;
    if (wrong) return `${valueOf(wrong, this.draft).trim() ? 'Look again at' : 'Still needed:'} ${wrong.label || wrong.key}.`;
    return this.template ? '' : 'Say how it moves.';
  }

  /** The first thing that the template asks for and that stands in the way. */
  private get wrong(): VariableBody | undefined {
    return this.template ? faulty({ variables: needs(this.template) }, this.draft) : undefined;
  }

  private fill(key: string, value: string): void {
    this.draft = { values: { ...this.draft.values, [key]: value } };
  }

  override render() {
    const offer = offered(this.template?.video?.provider);
    return html`<div class="stack">
      <dr-motions slug=${this.template?.slug ?? ''}
        @motion=${(event: CustomEvent<TemplateBody | null>) => this.take(event.detail)}></dr-motions>
      ${this.template
        ? needs(this.template).map((variable) => html`<dr-variable .variable=${variable} .value=${valueOf(variable, this.draft)}
          @value=${(event: CustomEvent<string>) => this.fill(variable.key ?? '', event.detail)}></dr-variable>`)
        : this.words()}
      ${this.length(offer)}
      ${offer.resolutions.length > 0 ? html`<div class="pair">
        ${this.select('Resolution', offer.resolutions, this.resolution, (value) => (this.resolution = value))}
        ${this.select('Shape', offer.ratios, this.ratio, (value) => (this.ratio = value))}</div>` : nothing}
      ${offer.still ? html`<label class="switch"><span>Keep the camera still</span>
        <input type="checkbox" role="switch" .checked=${this.still}
          @change=${(event: Event) => (this.still = (event.target as HTMLInputElement).checked)}></label>` : nothing}
      <dr-order operation="video" .request=${this.request(offer)} label="Animate" .why=${this.why}
        @ordered=${(event: CustomEvent) => this.dispatchEvent(new CustomEvent('ordered', { detail: event.detail }))}></dr-order>
      ${this.lost && this.photo ? html`<p class="bad" role="alert">The photo could not be fetched.
        <button class="link" @click=${() => void this.fetchStart(this.photo!)}>Try again</button></p>` : nothing}
    </div>`;
  }

  private words() {
    return html`<label class="field"><span>What happens</span>
      <textarea class="input" maxlength=${PROMPT_MAX} .value=${this.prompt} placeholder="The camera circles slowly, leaves drift past."
        @input=${(event: Event) => (this.prompt = (event.target as HTMLTextAreaElement).value)}></textarea></label>
      <div class="ideas" role="group" aria-label="Ideas">${IDEAS.map((idea) => html`
        <button class="button small" @click=${() => this.add(idea)}>${idea}</button>`)}</div>`;
  }

  private add(idea: string): void {
    const words = this.prompt.trim().replace(/[.,]$/, '');
    this.prompt = words ? `${words}, ${idea.toLowerCase()}` : idea;
  }

  private length({ durations }: Offer) {
    if (durations.length < 5) {
      return html`<fieldset class="field"><legend>Length</legend><div class="choices number">${durations.map((seconds) => html`<label>
        <input type="radio" name="duration" .checked=${seconds === this.duration} @change=${() => (this.duration = seconds)}>${seconds} s
      </label>`)}</div></fieldset>`;
    }
    return html`<label class="field"><span class="row spread number">Length <strong>${this.duration} s</strong></span>
      <input type="range" min=${durations[0]!} max=${durations.at(-1)!} aria-valuetext=${`${this.duration} seconds`}
        .value=${String(this.duration)} @input=${(event: Event) => (this.duration = Number((event.target as HTMLInputElement).value))}></label>`;
  }

  private select(words: string, all: readonly string[], chosen: string, choose: (value: string) => void) {
    return html`<label class="field"><span>${words}</span>
      <select class="input number" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${all.map((value) => html`<option value=${value} ?selected=${value === chosen}>${value === 'auto' ? AS_PHOTO : value}</option>`)}
      </select></label>`;
  }
}

customElements.define('dr-animate', DrAnimate);
