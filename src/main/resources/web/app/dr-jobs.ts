import { css, html, LitElement, nothing } from 'lit';
import { photoIcon } from './icons';
import { look } from './look';
import { ago, doing, pixels, title } from './words';
import { ended, file, isVideoKey, type Job } from './wire';

/** The user's jobs, newest first; each links to its own place on the page. Fires `older`. */
class DrJobs extends LitElement {
  static override properties = {
    jobs: { attribute: false }, selected: {}, loaded: { type: Boolean }, more: { type: Boolean },
  };
  static override styles = [look, css`
    ol { list-style: none; margin: 12px -10px 0; }
    a {
      display: grid; grid-template-columns: 44px 1fr auto; align-items: center; gap: 12px; padding: 8px 10px;
      border-radius: 9px; color: inherit; text-decoration: none;
    }
    a:hover { background: var(--table); }
    a[aria-current] { background: var(--accent-wash); }
    .thumb {
      display: grid; place-items: center; width: 44px; height: 44px; border-radius: 7px; overflow: hidden;
      background: var(--table); color: var(--ink-soft);
    }
    img { width: 100%; height: 100%; object-fit: cover; }
    img.broken { opacity: 0; }
    strong { display: block; font-weight: 500; line-height: 1.35; }
    .quiet { font-size: 0.8125rem; line-height: 1.35; }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--accent); }
    .dot.completed { background: var(--good); }
    .dot.failed { background: var(--bad); }
    .dot.processing { animation: breathe 1.4s ease-in-out infinite; }
    @keyframes breathe { 50% { opacity: 0.3; } }
    .more { margin-top: 8px; }
    .none { margin-top: 12px; }
  `];
  declare jobs: Job[];
  declare selected: string;
  declare loaded: boolean;
  declare more: boolean;

  override render() {
    return html`<h2>Your jobs</h2>
      ${this.jobs.length === 0
        ? html`<p class="quiet none">
            ${this.loaded ? 'None yet. They will be listed here, also after you close the page.' : 'Reading your jobs…'}
          </p>`
        : html`<ol>${this.jobs.map((job) => this.row(job))}</ol>`}
      ${this.more
        ? html`<button class="button wide more" @click=${() => this.dispatchEvent(new CustomEvent('older'))}>Show older</button>`
        : nothing}`;
  }

  private mark(event: Event, broken: boolean): void {
    (event.target as HTMLImageElement).classList.toggle('broken', broken);
  }

  private row(job: Job) {
    const made = file(job);
    const state = made ? pixels(made.width, made.height) : doing(job);
    return html`<li><a href="#job=${encodeURIComponent(job.id)}" aria-current=${job.id === this.selected ? 'true' : nothing}>
      <span class="thumb">${job.input.sourceUrl && !isVideoKey(job.input.source ?? '')
        ? html`<img src=${job.input.sourceUrl} alt="" loading="lazy" decoding="async"
          @load=${(event: Event) => this.mark(event, false)} @error=${(event: Event) => this.mark(event, true)}>`
        : photoIcon}</span>
      <span><strong>${title(job)}</strong>
        <span class="quiet number">${state} · ${ago(job.createdAt, Date.now())}</span></span>
      <span class="dot ${job.status}" role="img" aria-label=${ended(job) ? doing(job) : 'In progress'}></span>
    </a></li>`;
  }
}

customElements.define('dr-jobs', DrJobs);
