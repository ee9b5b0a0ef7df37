import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ended, isVideoKey, made, type Job, type Made } from '../live/jobs';
import { Following, live } from '../live/live';
import '../parts/dr-compare';
import '../parts/dr-film';
import '../parts/dr-ground';
import '../parts/dr-picture';
import { findItem } from '../parts/items';
import { look } from '../parts/look';
import { doing, title } from '../parts/words';

/** What a job made, as large as there is room; until then, what it is made from. */
class DrResult extends LitElement {
  static override properties = { jobId: {}, mask: { state: true } };
  static override styles = [look, css`
    :host { height: 100%; }
  `];
  declare jobId: string;
  /** Of a cut-out; jobs do not say it. */
  declare mask: string | null;
  private maskOf = '';

  constructor() {
    super();
    this.jobId = '';
    this.mask = null;
    new Following(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('jobId')) return;
    this.mask = null;
    this.maskOf = '';
  }

  override render() {
    const job = live.find(this.jobId);
    if (job === 'missing') return nothing;
    if (job === null) return html`<dr-picture .word=${'Looking for this job…'}></dr-picture>`;
    return keyed(job.id, this.shown(job));
  }

  private shown(job: Job) {
    const file = made(job);
    const lost = () => live.reload(job);
    if (!file) return this.source(job, lost);
    const { sourceUrl } = job.input;
    if (isVideoKey(file.key)) {
      const poster = isVideoKey(job.input.source ?? '') ? undefined : sourceUrl;
      return html`<dr-film .src=${file.url} .poster=${poster} .width=${file.width} .height=${file.height} @lost=${lost}></dr-film>`;
    }
    if (job.type === 'rembg') return this.cutOut(job, file);
    const compared = job.type === 'upscale' || job.type === 'draw_to_edit';
    return html`<dr-compare .original=${compared ? sourceUrl : undefined} .result=${file.url} .width=${file.width} .height=${file.height}
      .alt=${compared ? 'After' : title(job)} @lost=${lost}></dr-compare>`;
  }

  private source(job: Job, lost: () => void) {
    const { source = '', sourceUrl = '' } = job.input;
    const word = ended(job) ? '' : doing(job);
    return isVideoKey(source)
      ? html`<dr-film .src=${sourceUrl} .word=${word} label="What it is made from" @lost=${lost}></dr-film>`
      : html`<dr-picture .src=${sourceUrl} alt="What it is made from" .word=${word} @lost=${lost}></dr-picture>`;
  }

  private cutOut(job: Job, file: Made) {
    if (this.maskOf !== job.id) void this.findMask(job.id);
    const lost = () => {
      this.maskOf = '';
      live.reload(job);
    };
    return html`<dr-ground .result=${file.url} .original=${job.input.sourceUrl} .mask=${this.mask} .width=${file.width}
      .height=${file.height} @lost=${lost}></dr-ground>`;
  }

  /** Without it the cut-out is shown all the same. */
  private async findMask(jobId: string): Promise<void> {
    this.maskOf = jobId;
    const item = await findItem({ type: 'rembg' }, (each) => each.jobId === jobId).catch(() => null);
    if (this.maskOf === jobId) this.mask = item?.maskUrl ?? null;
  }
}

customElements.define('dr-result', DrResult);
