import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ended, made, type Job } from '../live/jobs';
import { Following, live } from '../live/live';
import { again } from '../parts/again';
import '../parts/dr-progress';
import { closeIcon, jobsIcon, photoIcon } from '../parts/icons';
import { look } from '../parts/look';
import { ago, credits, doing, done, filled, left, title } from '../parts/words';
import { Routed, to } from '../shell/route';
import { Acts } from './acts';

/** The user's jobs, newest first, as they move. Each links to its own place on the page. Fires `close`. */
class DrJobs extends LitElement {
  static override styles = [look, css`
    :host { display: flex; flex-direction: column; min-height: 0; }
    .head { padding: 16px 16px 8px 20px; }
    .list { flex: 1; min-height: 0; overflow-y: auto; padding: 4px 10px 16px; }
    a { display: grid; grid-template-columns: 48px minmax(0, 1fr) auto; align-items: center; gap: 12px; padding: 8px 10px; border-radius: 9px; color: inherit; text-decoration: none; }
    a:hover { background: var(--table); }
    a[aria-current] { background: var(--accent-wash); }
    .thumb { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 7px; overflow: hidden; background: var(--table); color: var(--ink-soft); }
    img { width: 100%; height: 100%; object-fit: cover; }
    img.broken { opacity: 0; }
    strong, .words { display: block; overflow: hidden; line-height: 1.35; text-overflow: ellipsis; white-space: nowrap; }
    strong { font-weight: 500; }
    .acts { flex-wrap: wrap; margin: 4px 10px 6px 70px; }
    .acts .button { min-height: 28px; }
    .acts p { flex: 1 1 100%; }
    .quiet { font-size: 0.8125rem; line-height: 1.35; }
    dr-progress { margin-top: 5px; }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--accent); }
    .dot.completed { background: var(--good); }
    .dot.failed { background: var(--bad); }
    .dot.cancelled { background: var(--line-strong); }
    .dot.moving { animation: breathe 1.4s ease-in-out infinite; }
    @keyframes breathe { 50% { opacity: 0.3; } }
  `];
  private readonly routed = new Routed(this);
  private readonly acts = new Acts(this);
  private clock = 0;

  constructor() {
    super();
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), 20_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  override render() {
    const { jobs, loaded, nextCursor } = live;
    return html`
      <div class="head row spread">
        <h2>Your jobs</h2>
        <button class="button round small plain" aria-label="Close the list of jobs" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${closeIcon}</button>
      </div>
      <div class="list" tabindex="-1">
        ${jobs.length === 0
          ? html`<div class="empty">${jobsIcon}<p class="quiet">${loaded ? 'None yet. Whatever you start is listed here, and goes on after you close the page.' : 'Reading your jobs…'}</p></div>`
          : html`<ol>${repeat(jobs, ({ id }) => id, (job) => this.row(job))}</ol>`}
        ${nextCursor !== null ? html`<button class="button wide small" @click=${() => void live.older()}>Show older</button>` : nothing}
      </div>`;
  }

  private mark(event: Event, broken: boolean): void {
    const image = event.target as HTMLImageElement;
    image.classList.toggle('broken', broken);
    if (broken) again(image);
  }

  private row(job: Job) {
    const moving = !ended(job);
    const current = this.routed.place.path === `jobs/${job.id}`;
    return html`<li>
      <a href=${to(`jobs/${job.id}`)} aria-current=${current ? 'page' : nothing}>
        <span class="thumb">${this.thumb(job)}</span>
        <span><strong>${title(job)}</strong>${this.state(job)}
          ${moving ? html`<dr-progress share=${filled(job)} moving label=${title(job)}></dr-progress>` : nothing}</span>
        <span class="dot ${job.phase} ${moving ? 'moving' : ''}" aria-hidden="true"></span>
      </a>
      ${this.buttons(job)}
    </li>`;
  }

  private state(job: Job) {
    if (job.phase === 'failed' && job.error) return html`<span class="words quiet" title=${job.error.message}>${job.error.message}</span>`;
    const then = ended(job) ? [ago(job.endedAt ?? job.createdAt, Date.now())] : [done(job), left(job)];
    return html`<span class="quiet number">${[doing(job), ...then].filter(Boolean).join(' · ')}</span>`;
  }

  private buttons(job: Job) {
    const words = this.acts.words(job);
    const busy = this.acts.isBusy(job);
    const said = words ? html`<p class="quiet ${this.acts.isTrouble(job) ? 'bad' : ''}" role="alert">${words}</p>` : nothing;
    if (!ended(job)) {
      return html`<div class="acts row">${said}<button class="button small" aria-label=${`Cancel: ${title(job)}`} ?disabled=${busy}
        @click=${(event: Event) => this.act(event, this.acts.cancel(job.id))}>Cancel</button></div>`;
    }
    if (job.phase !== 'failed') return words ? html`<div class="acts row">${said}</div>` : nothing;
    const again = `Try again · ${credits(job.credits)}`;
    return html`<div class="acts row number">${said}<button class="button small" aria-label=${`${again}: ${title(job)}`} ?disabled=${busy}
      @click=${(event: Event) => this.act(event, this.acts.retry(job.id))}>${again}</button>
      <span class="quiet">${ago(job.endedAt ?? job.createdAt, Date.now())}</span></div>`;
  }

  /** A button that goes away leaves the focus to its row. */
  private async act(event: Event, acted: Promise<unknown>): Promise<void> {
    const link = (event.currentTarget as HTMLElement).closest('li')?.querySelector('a');
    await acted;
    await this.updateComplete;
    if (document.activeElement === document.body) link?.focus({ preventScroll: true });
  }

  private thumb(job: Job) {
    const url = made(job)?.previewUrl ?? job.input.sourcePreviewUrl;
    return url ? html`<img src=${url} alt="" loading="lazy" decoding="async" width="48" height="48"
      @load=${(event: Event) => this.mark(event, false)} @error=${(event: Event) => this.mark(event, true)}>` : photoIcon;
  }
}

customElements.define('dr-jobs', DrJobs);
