import { css, html, LitElement, nothing } from 'lit';
import { count } from './api';
import './dr-progress';
import { alertIcon, saveIcon } from './icons';
import { look } from './look';
import { bytes, doing, done, filled, pixels, title, took } from './words';
import { ended, file, type Job } from './wire';

/** One job: what it does or waits for, how far it is, and what came of it. Fires `another` and `again`. */
class DrJob extends LitElement {
  static override properties = { job: { attribute: false }, sending: { type: Boolean }, error: {} };
  static override styles = [look, css`
    section { display: grid; gap: 16px; }
    .state { display: flex; justify-content: space-between; gap: 12px; margin-bottom: 8px; }
    .trouble {
      display: flex; gap: 10px; padding: 12px; border-radius: 9px; background: var(--bad-wash); font-size: 0.9375rem;
    }
    .trouble svg { color: var(--bad); margin-top: 2px; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; font-size: 0.875rem; }
    dt { color: var(--ink-soft); }
    dd { text-align: right; }
    .buttons { display: grid; gap: 8px; }
  `];
  declare job: Job;
  declare sending: boolean;
  declare error: string;
  private clock = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => !ended(this.job) && this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    const { job } = this;
    const running = !ended(job);
    return html`<section aria-label="Job">
      <h2>${title(job)}</h2>
      ${job.error ? html`<div class="trouble" role="alert">${alertIcon}
        <p>${job.error.message} <span class="quiet">Nothing was charged.</span></p></div>` : html`
        <div>
          <p class="state number">
            <span role="status">${doing(job)}</span>
            <span class="quiet">${[done(job), took(job, Date.now())].filter(Boolean).join(' · ')}</span>
          </p>
          <dr-progress share=${filled(job)} ?moving=${running} ?done=${!running} label=${title(job)}></dr-progress>
        </div>`}
      ${this.details(job)}
      ${running
        ? html`<p class="quiet">You can close this page. The job goes on, and its result will be in your list.</p>`
        : this.buttons(job)}
      <p class="quiet bad" role="alert" ?hidden=${!this.error}>${this.error}</p>
    </section>`;
  }

  private details(job: Job) {
    if (!job.result) return nothing;
    const made = file(job);
    if (!made) return html`<p class="quiet">The result has been deleted from your library.</p>`;
    return html`<dl class="number">
      <dt>Size</dt><dd>${pixels(made.width, made.height)}</dd>
      ${made.seconds ? html`<dt>Length</dt><dd>${made.seconds.toFixed(1)} s</dd>` : nothing}
      <dt>File</dt><dd>${bytes(made.size)}</dd>
      <dt>Charged</dt><dd>${count(job.credits)}</dd>
    </dl>`;
  }

  private buttons(job: Job) {
    const made = file(job);
    return html`<div class="buttons">
      ${made ? html`<a class="button main" href=${`/api/storage/file?key=${encodeURIComponent(made.key)}`}
          download=${made.key.split('/').pop() ?? ''}>${saveIcon}Download</a>` : nothing}
      ${job.result || job.type !== 'upscale' ? nothing
        : html`<button class="button main" ?disabled=${this.sending} @click=${() => this.fire('again')}>Try again</button>`}
      <button class="button" @click=${() => this.fire('another')}>Another photo</button>
    </div>`;
  }
}

customElements.define('dr-job', DrJob);
