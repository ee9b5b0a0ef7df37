import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type TransactionBody, type UsageBody } from '../client/index.js';
import { Following, live } from '../live/live';
import { Paged } from '../live/paged';
import { http, server } from '../live/server';
import '../parts/dr-progress';
import { creditsIcon } from '../parts/icons';
import { look } from '../parts/look';
import { bytes } from '../parts/words';
import './dr-entries';
import './dr-tokens';

/** The user's own books: what there is to spend, what was spent on what, what is stored. */
class DrCredits extends LitElement {
  static override properties = { usage: { state: true } };
  static override styles = [look, css`
    :host { max-width: 860px; margin: 0 auto; }
    .figures { display: grid; grid-template-columns: repeat(3, 1fr); padding: 0; }
    .figures div { padding: 18px 20px; min-width: 0; }
    .figures div + div { border-left: 1px solid var(--line); }
    dt { color: var(--ink-soft); font-size: 0.875rem; }
    dd { margin-top: 2px; min-height: 1.3em; font-size: 1.625rem; font-weight: 600; letter-spacing: -0.02em; line-height: 1.3; }
    .stack { gap: 14px; }
    section { margin-top: 32px; }
    .how { max-width: 62ch; }
    .usage { display: grid; gap: 10px; min-height: 78px; }
    @media (max-width: 480px) {
      .figures div { padding: 14px 12px; }
      dd { font-size: 1.25rem; }
    }
  `];
  declare usage: UsageBody | null;
  private readonly history = new Paged<TransactionBody>(this, (query) => server.transactions(query));

  constructor() {
    super();
    this.usage = null;
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    live.addEventListener('ended', this.read);
    this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.removeEventListener('ended', this.read);
  }

  private readonly read = (): void => {
    void this.history.refresh();
    void this.measure();
  };

  private async measure(): Promise<void> {
    try {
      this.usage = await http.json<UsageBody>('/api/storage/usage');
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
    }
  }

  override render() {
    return html`<div class="stack">
      <h1>Credits</h1>
      <dl class="figures card number">
        ${this.figure('Balance', live.credits?.balance)}${this.figure('Held', live.credits?.held)}
        ${this.figure('Available', live.credits?.available)}
      </dl>
      <p class="how quiet">While a job runs, its price is held. It is charged only if the job works; otherwise all of it is yours again.</p>
    </div>
    <section class="stack" aria-labelledby="storage"><h2 id="storage">Storage</h2><div class="card usage">${this.stored()}</div></section>
    <section class="stack" aria-labelledby="history"><h2 id="history">History</h2>${this.statement()}</section>
    <section><dr-tokens></dr-tokens></section>`;
  }

  private figure(words: string, count: number | undefined) {
    return html`<div><dt>${words}</dt><dd>${count?.toLocaleString('en') ?? '–'}</dd></div>`;
  }

  private statement() {
    const { items, loaded, loading, next, trouble } = this.history;
    if (items.length === 0) {
      return html`<div class="card empty">${creditsIcon}<p class="quiet" role="status">${trouble?.message
        ?? (loaded ? 'Nothing yet. Each charge and each gift of credits is a line here.' : 'Reading your history…')}</p></div>`;
    }
    return html`<dr-entries .entries=${items}></dr-entries>
      ${trouble ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
      ${next !== null ? html`<button class="button wide" ?disabled=${loading} @click=${() => void this.history.more()}>Show older</button>`
        : nothing}`;
  }

  private stored() {
    if (!this.usage) return html`<p class="quiet">Measuring…</p>`;
    const { used, limit, remaining } = this.usage;
    return html`<p class="row spread number"><span>${used > 0 ? bytes(used) : '0 kB'} of ${bytes(limit)}</span>
        <span class="quiet">${bytes(remaining)} free</span></p>
      <dr-progress share=${limit > 0 ? Math.min(1, used / limit) : 1} label="Storage used"></dr-progress>
      <p class="quiet">Your uploads and results count. Delete results in the library to make room.</p>`;
  }
}

customElements.define('dr-credits', DrCredits);
