import { css, html, LitElement, nothing } from 'lit';
import type { IntakeBody } from '../client/index.js';
import { Acting } from '../live/acting';
import { fieldLook, textField } from '../parts/field';
import { look } from '../parts/look';
import { when } from '../parts/words';
import { admin } from './api';

const WORDS_MAX = 300;

/** Takes no new jobs, or takes them again; those that were taken go on. */
class DrIntake extends LitElement {
  static override properties = { intake: { state: true }, words: { state: true } };
  static override styles = [look, fieldLook, css`
    form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .row { flex-wrap: wrap; }
    .closed { display: grid; gap: 4px; padding: 14px; border-radius: 9px; background: var(--accent-wash); }
    blockquote { margin: 4px 0 0; padding-left: 12px; border-left: 2px solid var(--line-strong); overflow-wrap: anywhere; }
  `];
  declare intake: IntakeBody | null;
  declare words: string;
  private readonly acting = new Acting(this);

  constructor() {
    super();
    this.intake = null;
    this.words = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.acting.act(async () => this.know(await admin.intake()));
  }

  private know(intake: IntakeBody): void {
    this.intake = intake;
    this.words = intake.words ?? '';
  }

  private set(open: boolean): void {
    void this.acting.act(async () => this.know(await admin.setIntake(open, open ? '' : this.words.trim())));
  }

  override render() {
    const { trouble } = this.acting;
    return html`<form class="card" aria-labelledby="intake" @submit=${(event: Event) => { event.preventDefault(); this.set(false); }}>
      <h2 id="intake">New jobs</h2>
      ${this.intake ? this.form(this.intake) : html`<p class="quiet" role="status">${trouble ? '' : 'Asking…'}</p>`}
      ${trouble && trouble.field !== 'words' ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
    </form>`;
  }

  private form({ open, words, changedBy, changedAt }: IntakeBody) {
    const { busy, trouble } = this.acting;
    const who = changedBy && changedAt ? `${changedBy}, ${when(changedAt)}` : '';
    return html`
      ${open
        ? html`<p role="status">New jobs are taken.</p>`
        : html`<div class="closed" role="status">
          <p><strong>New jobs are paused.</strong> <span class="quiet">${who}</span></p>
          ${words ? html`<blockquote>${words}</blockquote>` : html`<p class="quiet">Users are told to try again later.</p>`}</div>`}
      ${textField({
        name: 'words', label: open ? 'What users are told while new jobs are paused' : 'Tell users something else', value: this.words,
        most: WORDS_MAX, placeholder: 'Back at noon.', fault: trouble,
        hint: 'Left empty, they are told to try again later. Jobs that were taken go on.',
        onInput: (text) => (this.words = text),
      })}
      <div class="row">
        ${open ? html`<button class="button danger" ?disabled=${busy}>Pause new jobs</button>`
          : html`<button class="button main" type="button" ?disabled=${busy} @click=${() => this.set(true)}>Take new jobs again</button>
            <button class="button" ?disabled=${busy || this.words.trim() === (words ?? '')}>Change the words</button>`}
      </div>`;
  }
}

customElements.define('dr-intake', DrIntake);
