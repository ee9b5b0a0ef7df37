import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type WholeUserBody } from '../client/index.js';
import '../credits/dr-entries';
import { backIcon } from '../parts/icons';
import { look } from '../parts/look';
import { bytes, when } from '../parts/words';
import { to } from '../shell/route';
import { admin } from './api';
import { Beat } from './beat';
import './dr-grant';
import './dr-job-table';

const BEAT_MS = 5_000;

/** One user: the account, the newest jobs and lines of the statement, and a way to give credits. */
class DrAdminUser extends LitElement {
  static override properties = { email: {}, user: { state: true }, missing: { state: true }, trouble: { state: true } };
  static override styles = [look, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; container-type: inline-size; }
    .back { display: inline-flex; align-items: center; gap: 4px; justify-self: start; min-height: 24px; color: var(--ink-soft);
      font-size: 0.875rem; text-decoration: none; }
    .back:hover { color: var(--ink); }
    h2.title { font-size: 1.25rem; overflow-wrap: anywhere; }
    .top { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 16px; align-items: start; }
    .card h2 { margin-bottom: 14px; }
    section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin-top: 12px; }
    a.link { color: var(--ink-soft); font-size: 0.875rem; }
    @container (max-width: 720px) { .top { grid-template-columns: minmax(0, 1fr); } }
  `];
  declare email: string;
  declare user: WholeUserBody | null;
  declare missing: boolean;
  declare trouble: string;
  private readonly beat = new Beat(this, () => this.read(), () => (this.trouble ? 0 : BEAT_MS));

  constructor() {
    super();
    this.email = this.trouble = '';
    this.user = null;
    this.missing = false;
  }

  private async read(): Promise<void> {
    try {
      this.user = await admin.user(this.email);
      this.missing = false;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.missing = error.status === 404;
      if (error.status !== 404 && error.status !== 0) this.trouble = error.message;
    }
  }

  override render() {
    return html`<a class="back" href=${to('admin/users')}>${backIcon}All users</a>
      <h2 class="title">${this.email}</h2>
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : html`<div class="top">
          <div class="card"><h2>Account</h2>${this.account()}</div>
          <dr-grant .email=${this.email} @granted=${() => void this.beat.now()}></dr-grant>
        </div>
        ${this.user ? this.recent(this.user) : nothing}`}`;
  }

  private account() {
    if (this.missing) return html`<p class="quiet">There is no account yet. The first credits make one.</p>`;
    if (!this.user) return html`<p class="quiet" role="status">Reading the account…</p>`;
    const { account: { balance, held, available, unfinished, createdAt }, plan, usedBytes, limitBytes } = this.user;
    return html`<dl class="facts number">
      <dt>Available</dt><dd><strong>${available.toLocaleString('en')}</strong></dd>
      <dt>Held</dt><dd>${held.toLocaleString('en')}</dd>
      <dt>Balance</dt><dd>${balance.toLocaleString('en')}</dd>
      <dt>Unfinished jobs</dt><dd>${unfinished.toLocaleString('en')}</dd>
      <dt>Storage</dt><dd>${usedBytes > 0 ? bytes(usedBytes) : '0 kB'} of ${bytes(limitBytes)} (${plan})</dd>
      <dt>Since</dt><dd>${when(createdAt)}</dd>
    </dl>`;
  }

  private recent({ recentJobs, recentEntries }: WholeUserBody) {
    return html`
      <section aria-labelledby="jobs">
        <div class="row spread"><h2 id="jobs">Newest jobs</h2>
          <a class="link" href=${to('admin/jobs', { user: this.email })}>All their jobs</a></div>
        ${recentJobs.length > 0 ? html`<dr-job-table .jobs=${recentJobs} ofOne label="Newest jobs"></dr-job-table>`
          : html`<p class="quiet">None yet.</p>`}
      </section>
      <section aria-labelledby="entries"><h2 id="entries">Newest lines of the statement</h2>
        ${recentEntries.length > 0 ? html`<dr-entries .entries=${recentEntries} jobs="admin/jobs" label="Newest lines"></dr-entries>`
          : html`<p class="quiet">None yet.</p>`}
      </section>`;
  }
}

customElements.define('dr-admin-user', DrAdminUser);
