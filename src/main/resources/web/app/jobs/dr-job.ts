import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { ended, isVideoKey, made, type Job } from '../live/jobs';
import { Following, live } from '../live/live';
import '../parts/dr-progress';
import { alertIcon, saveIcon } from '../parts/icons';
import { look } from '../parts/look';
import { download, uses } from '../parts/uses';
import { bytes, credits, doing, done, filled, left, pixels, title, took } from '../parts/words';
import { go, to } from '../shell/route';
import { Acts } from './acts';

const UNCHARGED = 'Nothing was charged.';

/** One job: what it does or waits for, how far it is, what came of it, and what can be done with it. */
class DrJob extends LitElement {
  static override properties = { jobId: {} };
  static override styles = [look, css`
    section { display: grid; gap: 16px; }
    .state { display: flex; justify-content: space-between; gap: 12px; margin-bottom: 8px; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
    .buttons .main { flex: 1 1 100%; }
  `];
  declare jobId: string;
  private readonly acts = new Acts(this);
  private clock = 0;

  constructor() {
    super();
    this.jobId = '';
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('jobId')) this.acts.clear();
  }

  private async retry(id: string): Promise<void> {
    const again = await this.acts.retry(id);
    // Whoever has gone elsewhere meanwhile is not taken away from there.
    if (again && this.isConnected && this.jobId === id) go(`jobs/${again}`);
  }

  override render() {
    const job = live.find(this.jobId);
    if (job === null) return html`<p class="quiet" role="status">Looking for this job…</p>`;
    if (job === 'missing') {
      return html`<section><h1>No such job</h1><p>It is not here any more. What it made may still be in your library.</p>
        <a class="button" href=${to('library')}>See your library</a></section>`;
    }
    const running = !ended(job);
    const words = this.acts.words(job);
    return html`<section aria-label="Job">
      <h1>${title(job)}</h1>
      ${job.error ? html`<div class="trouble" role="alert">${alertIcon}<p>${job.error.message}
          ${job.error.message.includes(UNCHARGED) ? nothing : html`<span class="quiet">${UNCHARGED}</span>`}</p></div>`
        : html`<div>
          <p class="state number">
            <span role="status">${doing(job)}</span>
            <span class="quiet">${[done(job), left(job) || took(job, Date.now())].filter(Boolean).join(' · ')}</span>
          </p>
          <dr-progress share=${filled(job)} ?moving=${running} ?done=${!running} label=${title(job)}></dr-progress>
        </div>`}
      ${this.facts(job)}
      ${running
        ? html`<p class="quiet">You can close this page. The job goes on, and its result will be in your library.</p>
          <div class="buttons"><button class="button small" ?disabled=${this.acts.isBusy(job)}
            @click=${() => void this.acts.cancel(job.id)}>Cancel</button></div>`
        : this.buttons(job)}
      <p class="quiet ${this.acts.isTrouble(job) ? 'bad' : ''}" role="alert" ?hidden=${!words}>${words}</p>
    </section>`;
  }

  private facts(job: Job) {
    if (!job.result) return nothing;
    const file = made(job);
    if (!file) return html`<p class="quiet">The result has been deleted from your library.</p>`;
    return html`<dl class="facts number">
      <dt>Size</dt><dd>${pixels(file.width, file.height)}</dd>
      ${file.seconds ? html`<dt>Length</dt><dd>${file.seconds.toFixed(1)} s</dd>` : nothing}
      <dt>File</dt><dd>${bytes(file.size)}</dd>
      <dt>Charged</dt><dd>${credits(job.credits)}</dd>
    </dl>`;
  }

  private buttons(job: Job) {
    const file = made(job);
    if (!file) {
      return job.phase === 'completed' ? nothing : html`<div class="buttons">
        <button class="button main" ?disabled=${this.acts.isBusy(job)}
          @click=${() => void this.retry(job.id)}>Try again · ${credits(job.credits)}</button></div>`;
    }
    const { href, name } = download(file.key);
    return html`<div class="buttons">
      <a class="button main" href=${href} download=${name}>${saveIcon}Download</a>
      ${uses(isVideoKey(file.key) ? 'video' : 'image', file.key, job.type).map((use) => html`<a class="button small" href=${use.href}>${use.words}</a>`)}
    </div>`;
  }
}

customElements.define('dr-job', DrJob);
