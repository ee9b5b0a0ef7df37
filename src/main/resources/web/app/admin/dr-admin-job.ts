import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type Story } from '../client/index.js';
import { Acting } from '../live/acting';
import '../parts/dr-confirm';
import '../parts/dr-progress';
import { alertIcon, backIcon } from '../parts/icons';
import { look } from '../parts/look';
import { credits, typeName } from '../parts/words';
import { go, to } from '../shell/route';
import { admin, fresh } from './api';
import { Beat } from './beat';
import './dr-job-facts';
import './dr-timeline';
import { hasEnded, state, stateLook } from './states';

const BEAT_MS = 1_500;

/** The whole story of one job, and what an operator can do about it. */
class DrAdminJob extends LitElement {
  static override properties = { jobId: {}, story: { state: true }, missing: { state: true }, said: { state: true } };
  static override styles = [look, stateLook, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; container-type: inline-size; }
    .stack { grid-template-columns: minmax(0, 1fr); }
    .back { display: inline-flex; align-items: center; gap: 4px; justify-self: start; min-height: 24px; color: var(--ink-soft);
      font-size: 0.875rem; text-decoration: none; }
    .back:hover { color: var(--ink); }
    .head { flex-wrap: wrap; gap: 12px 16px; }
    .head .row { flex-wrap: wrap; }
    .whole { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 16px; align-items: start; }
    h2.title { font-size: 1.25rem; }
    .card h2 { margin-bottom: 14px; }
    pre { margin: 10px 0 0; padding: 12px; max-height: 320px; overflow: auto; border-radius: 9px; background: var(--table);
      font: 0.8125rem/1.5 ui-monospace, monospace; }
    summary { min-height: 24px; font-weight: 600; cursor: pointer; }
    details + details { margin-top: 14px; }
    @container (max-width: 780px) { .whole { grid-template-columns: minmax(0, 1fr); } }
  `];
  declare jobId: string;
  declare story: Story | null;
  declare missing: string;
  declare said: string;
  private readonly acting = new Acting(this);
  private readonly beat = new Beat(this, () => this.read(), () => (this.settled ? 0 : BEAT_MS));
  /** Names the wish for another try, so that one press is one try. */
  private key = fresh();

  constructor() {
    super();
    this.jobId = this.missing = this.said = '';
    this.story = null;
  }

  private get settled(): boolean {
    return this.missing !== '' || (this.story !== null && hasEnded(this.story.phase));
  }

  private async read(): Promise<void> {
    try {
      this.story = await admin.job(this.jobId);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      if (error.status !== 0 && !this.story) this.missing = error.message;
    }
  }

  private cancel(): void {
    void this.acting.act(async () => {
      const { outcome, creditsReleased } = await admin.cancel(this.jobId);
      this.said = outcome === 'too_late' ? 'It was too late for that: the job has ended.'
        : outcome === 'cancelling' ? 'It is being cancelled. If it can still be stopped, it costs nothing.'
        : `Cancelled. ${credits(creditsReleased)} went back.`;
      await this.beat.now();
    });
  }

  private release(): void {
    void this.acting.act(async () => {
      const { creditsReleased, providerAsked } = await admin.release(this.jobId);
      this.said = `Released. ${credits(creditsReleased)} went back.${providerAsked ? ' The work was asked to stop.' : ''}`;
      await this.beat.now();
    });
  }

  private retry(): void {
    void this.acting.act(async () => {
      const { jobId } = await admin.retry(this.jobId, this.key);
      this.key = fresh();
      go(`admin/jobs/${jobId}`);
    });
  }

  override render() {
    return html`<a class="back" href=${to('admin/jobs')}>${backIcon}All jobs</a>
      ${this.missing ? html`<p role="alert">${this.missing}</p>` : this.story ? this.told(this.story)
        : html`<p class="quiet" role="status">Reading its story…</p>`}`;
  }

  private told(story: Story) {
    const { type, phase, progress, queuePosition, error, input, modelLog, events } = story;
    const { trouble } = this.acting;
    return html`<div class="head row spread">
        <div class="row"><h2 class="title">${typeName(type)}</h2>
          <span class="number" role="status">${state(phase)}${this.where(phase, progress, queuePosition)}</span></div>
        <div class="row">${this.buttons(phase)}</div>
      </div>
      <p class=${trouble ? 'bad' : 'quiet'} role="status" ?hidden=${!trouble && !this.said}>${trouble?.message ?? this.said}</p>
      ${error ? html`<div class="trouble" role="note" aria-label="Trouble">${alertIcon}
        <p><strong>${error.code}</strong> ${error.message}</p></div>` : nothing}
      <div class="whole">
        <div class="stack">
          <section class="card" aria-labelledby="story"><h2 id="story">Story</h2><dr-timeline .events=${events}></dr-timeline></section>
          <section class="card" aria-label="What was asked and logged">
            <details open><summary>What was asked</summary><pre tabindex="0" role="region"
              aria-label="What was asked">${JSON.stringify(input, null, 2)}</pre></details>
            ${modelLog.length > 0 ? html`<details><summary>What the model logged</summary><pre tabindex="0" role="region"
              aria-label="Log">${modelLog.join('\n')}</pre></details>` : nothing}
          </section>
        </div>
        <dr-job-facts .story=${story}></dr-job-facts>
      </div>
      <dr-confirm heading="Release this job?" yes="Release it" @yes=${this.release}>
        It ends at once as failed, wherever it is, and its user gets all credits back. The work that is under way is asked to stop, and
        may be billed to you all the same. Do this only to a job that hangs; a healthy one is better cancelled.</dr-confirm>`;
  }

  private where(phase: string, progress: number, position: number | null): string {
    if (position !== null) return position === 0 ? ', next in line' : `, ${position} ahead`;
    return phase === 'running' ? `, ${Math.round(progress * 100)} %` : '';
  }

  private buttons(phase: string) {
    const { busy } = this.acting;
    if (phase === 'completed') return nothing;
    if (hasEnded(phase)) return html`<button class="button" title="At its user’s cost" ?disabled=${busy}
      @click=${this.retry}>Try again</button>`;
    return html`<button class="button" ?disabled=${busy} @click=${this.cancel}>Cancel</button>
      <button class="button danger" ?disabled=${busy}
        @click=${() => this.renderRoot.querySelector('dr-confirm')?.show()}>Release…</button>`;
  }
}

customElements.define('dr-admin-job', DrAdminJob);
