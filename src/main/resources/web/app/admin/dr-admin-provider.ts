import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type ProviderBody } from '../client/index.js';
import { look } from '../parts/look';
import { ago, duration, when } from '../parts/words';
import { to } from '../shell/route';
import { admin } from './api';
import { Beat } from './beat';
import './dr-intake';

const BEAT_MS = 4_000;

const STATES: { [state: string]: readonly [words: string, more: string] } = {
  unknown: ['Not asked yet', 'Nothing has been handed over since this server began.'],
  well: ['Answering', 'The last call was answered as it should be.'],
  busy: ['Busy', 'It asked us to wait. Jobs are handed over more slowly.'],
  locked_out: ['Locked out', 'Its key or its balance was refused. Jobs wait until you have mended that; none is lost.'],
  troubled: ['In trouble', 'It cannot be reached, or does not say what it should. Jobs are tried again by themselves.'],
};

/** How the service that does the work answers, who waits for it, and whether new jobs are taken. */
class DrAdminProvider extends LitElement {
  static override properties = { health: { state: true }, trouble: { state: true } };
  static override styles = [look, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; container-type: inline-size; }
    .state { display: flex; align-items: center; gap: 10px; font-size: 1.125rem; font-weight: 600; }
    .state::before { content: ''; width: 10px; height: 10px; border-radius: 50%; background: var(--line-strong); }
    .state.well::before { background: var(--good); }
    .state.busy::before { background: var(--accent); }
    .state.locked_out::before, .state.troubled::before { background: var(--bad); }
    .cards { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
    .cards > section { display: grid; gap: 12px; min-height: 200px; align-content: start; }
    .figures { display: grid; grid-template-columns: repeat(3, auto); justify-content: space-between; gap: 12px; }
    .figures dd { font-size: 1.375rem; font-weight: 600; letter-spacing: -0.02em; }
    .figures dt { color: var(--ink-soft); font-size: 0.875rem; }
    a { color: inherit; }
    @container (max-width: 680px) { .cards { grid-template-columns: minmax(0, 1fr); } }
  `];
  declare health: ProviderBody | null;
  declare trouble: string;

  constructor() {
    super();
    this.health = null;
    this.trouble = '';
    new Beat(this, () => this.read(), () => BEAT_MS);
  }

  private async read(): Promise<void> {
    try {
      this.health = await admin.provider();
      this.trouble = '';
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error.message;
    }
  }

  override render() {
    return html`<div class="cards">
        <section class="card" aria-labelledby="service"><h2 id="service">The service behind</h2>
          ${this.health ? this.service(this.health) : this.wait()}</section>
        <section class="card" aria-labelledby="line"><h2 id="line">The line</h2>${this.health ? this.line(this.health) : nothing}</section>
      </div>
      <dr-intake></dr-intake>`;
  }

  private wait() {
    return html`<p class=${this.trouble ? 'bad' : 'quiet'} role="status">${this.trouble || 'Asking…'}</p>`;
  }

  private service({ state, since, lastSuccessAt, lastFailureAt, lastFailure, failures }: ProviderBody) {
    const [words, more] = STATES[state] ?? [state, ''];
    const kinds = Object.entries(failures);
    return html`<p class="state ${state}" role="status">${words}</p>
      <p class="quiet">${more}</p>
      <dl class="facts number">
        <dt>Last good answer</dt><dd>${this.at(lastSuccessAt)}</dd>
        <dt>Last trouble</dt><dd>${this.at(lastFailureAt)}</dd>
        ${lastFailure ? html`<dt>It was</dt><dd>${lastFailure}</dd>` : nothing}
        ${kinds.map(([kind, count]) => html`<dt>${kind.replaceAll('_', ' ')}</dt><dd>${count.toLocaleString('en')} ×</dd>`)}
        <dt>Counted since</dt><dd>${when(since)}</dd>
      </dl>`;
  }

  private at(iso: string | null) {
    return iso ? html`<time datetime=${iso} title=${when(iso)}>${ago(iso, Date.now())}</time>` : 'none';
  }

  private line({ inFlight, inFlightMax, waiting, oldestWaitingSeconds }: ProviderBody) {
    return html`<dl class="figures number">
        <div><dt>Under way</dt><dd>${inFlight.toLocaleString('en')} of ${inFlightMax.toLocaleString('en')}</dd></div>
        <div><dt>Waiting</dt><dd>${waiting.toLocaleString('en')}</dd></div>
        <div><dt>Longest wait</dt><dd>${oldestWaitingSeconds === null ? '–' : duration(oldestWaitingSeconds)}</dd></div>
      </dl>
      <p class="quiet">Users take turns, so that nobody’s many jobs hold up another’s one.</p>
      <p class="quiet"><a href=${to('admin/jobs', { phase: 'waiting' })}>See who waits</a> ·
        <a href=${to('admin/jobs', { status: 'failed' })}>See what failed</a></p>`;
  }
}

customElements.define('dr-admin-provider', DrAdminProvider);
