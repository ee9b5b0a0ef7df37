import { css, html, LitElement, nothing } from 'lit';
import type { Line } from '../client/index.js';
import { Paged } from '../live/paged';
import { choiceField, fieldLook, textField } from '../parts/field';
import { jobsIcon } from '../parts/icons';
import { look } from '../parts/look';
import { typeName } from '../parts/words';
import { go, here, Routed } from '../shell/route';
import { admin } from './api';
import { Beat } from './beat';
import './dr-job-table';
import { ERRORS, PHASES, TYPES } from './states';

const BEAT_MS = 4_000;
const FILTERS = ['status', 'phase', 'type', 'user', 'error'] as const;
const ANY = ['', 'Any'] as const;
const STATES: readonly (readonly [string, string])[] = [
  ANY, ['status=pending', 'Not begun'], ['status=processing', 'Under way'], ['status=completed', 'Completed'],
  ['status=failed', 'Failed or cancelled'],
  ...PHASES.filter(([phase]) => phase !== 'completed').map(([phase, words]) => [`phase=${phase}`, `· ${words}`] as const),
];

/** Which jobs are meant, as the page's address says it. */
function asked(): Record<string, string> {
  const { query } = here();
  return Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])));
}

/** The jobs of all users, newest first, as they move. */
class DrAdminJobs extends LitElement {
  static override styles = [look, fieldLook, css`
    :host { display: grid; gap: 14px; }
    .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 10px; align-items: start; }
    .find { grid-column: span 2; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; align-items: end; }
  `];
  private filter = asked();
  private readonly found = new Paged<Line>(this, (query) => admin.jobs({ ...this.filter, ...query }));

  constructor() {
    super();
    new Routed(this, () => this.moved());
    // What was refused is not asked again until something else is asked.
    new Beat(this, async () => { if (this.found.trouble?.status !== 400) await this.found.refresh(); }, () => BEAT_MS);
  }

  private moved(): void {
    const { parts } = here();
    if (parts[0] !== 'admin' || (parts[1] ?? 'jobs') !== 'jobs' || parts[2]) return;
    this.filter = asked();
    void this.found.anew();
  }

  private set(changes: Record<string, string>): void {
    const filter = { ...this.filter, ...changes };
    go('admin/jobs', Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')));
  }

  private setState(said: string): void {
    const [name = '', value = ''] = said.split('=');
    this.set({ status: '', phase: '', ...(name && { [name]: value }) });
  }

  private find(event: Event): void {
    event.preventDefault();
    const id = new FormData(event.target as HTMLFormElement).get('id');
    if (typeof id === 'string' && id.trim()) go(`admin/jobs/${encodeURIComponent(id.trim())}`);
  }

  override render() {
    const { trouble } = this.found;
    const { status, phase, type = '', user = '', error = '' } = this.filter;
    const state = phase ? `phase=${phase}` : status ? `status=${status}` : '';
    const types = [ANY, ...TYPES.map((each) => [each, typeName(each)] as const)];
    return html`<h2 class="unseen">Jobs</h2>
      <div class="filters" role="group" aria-label="Which jobs" @change=${(event: Event) => this.onChange(event)}>
        ${choiceField({ name: 'state', label: 'State', value: state, options: STATES, onInput: (value) => this.setState(value) })}
        ${choiceField({ name: 'type', label: 'Kind', value: type, options: types, fault: trouble,
          onInput: (value) => this.set({ type: value }) })}
        ${textField({ name: 'user', label: 'User', value: user, fault: trouble, placeholder: 'ann@example.org', onInput: () => undefined })}
        ${textField({ name: 'error', label: 'Trouble', value: error, fault: trouble, offers: ERRORS, placeholder: 'TIMED_OUT',
          onInput: () => undefined })}
        <form class="find" @submit=${this.find}>
          ${textField({ name: 'id', label: 'Or one by its id', value: '', onInput: () => undefined })}<button class="button">Open</button>
        </form>
      </div>
      ${this.list()}`;
  }

  /** A text counts once it is whole, not at each key. */
  private onChange(event: Event): void {
    const { name, value } = event.target as HTMLInputElement;
    if (name === 'user' || name === 'error') this.set({ [name]: value.trim() });
  }

  private list() {
    const { items, next, loaded, loading, trouble } = this.found;
    const elsewhere = trouble && !FILTERS.some((name) => name === trouble.field);
    return html`
      ${elsewhere ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
      ${items.length > 0 ? html`<dr-job-table .jobs=${items}></dr-job-table>`
        : html`<div class="card empty">${jobsIcon}<p class="quiet" role="status">${this.why(loaded)}</p></div>`}
      ${next !== null ? html`<button class="button wide" ?disabled=${loading}
        @click=${() => void this.found.more()}>${items.length > 0 ? 'Show older' : 'Look further back'}</button>` : nothing}`;
  }

  private why(loaded: boolean): string {
    if (!loaded) return 'Reading the jobs…';
    if (this.found.next !== null) return 'None of the newest jobs is so.';
    return Object.keys(this.filter).length > 0 ? 'No job is so. Ask for less at once.'
      : 'No jobs yet. Whatever users start is listed here as it goes.';
  }
}

customElements.define('dr-admin-jobs', DrAdminJobs);
