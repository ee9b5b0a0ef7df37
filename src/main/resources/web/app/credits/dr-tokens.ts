import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type TokenBody, type TokensBody } from '../client/index.js';
import { Acting } from '../live/acting';
import { Following, live } from '../live/live';
import { http } from '../live/server';
import '../parts/dr-confirm';
import { fieldLook, textField } from '../parts/field';
import { trashIcon } from '../parts/icons';
import { look } from '../parts/look';
import { when } from '../parts/words';

const SCOPES = [
  { scope: 'jobs', words: 'Start and read jobs' },
  { scope: 'files', words: 'Bring and read files' },
  { scope: 'admin', words: 'Run the server' },
];

/** Tokens by which apps act for the user; the text of one is shown only right after it was made. */
class DrTokens extends LitElement {
  static override properties = {
    tokens: { state: true }, made: { state: true }, name: { state: true }, scopes: { state: true }, copied: { state: true },
    ending: { state: true },
  };
  static override styles = [look, fieldLook, css`
    :host { display: grid; gap: 14px; }
    li { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 12px 0; }
    li + li { border-top: 1px solid var(--line); }
    li:first-child { padding-top: 0; }
    li strong { display: block; font-weight: 500; overflow-wrap: anywhere; }
    form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .list + form { margin-top: 6px; padding-top: 18px; border-top: 1px solid var(--line); }
    .scopes { display: flex; flex-wrap: wrap; gap: 4px 20px; }
    .scopes label { display: flex; align-items: center; gap: 8px; min-height: 32px; font-size: 0.9375rem; cursor: pointer; }
    .scopes input { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
    .made { display: grid; gap: 10px; margin-bottom: 18px; padding: 14px; border-radius: 9px; background: var(--accent-wash); }
    .made .input { font-family: ui-monospace, monospace; font-size: 0.8125rem; }
    form .button { justify-self: start; }
  `];
  declare tokens: readonly TokenBody[] | null;
  declare made: string;
  declare name: string;
  declare scopes: readonly string[];
  declare copied: boolean;
  declare ending: TokenBody | null;
  private readonly acting = new Acting(this);

  constructor() {
    super();
    this.tokens = this.ending = null;
    this.made = this.name = '';
    this.scopes = ['jobs', 'files'];
    this.copied = false;
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      this.tokens = (await http.json<TokensBody>('/api/tokens')).items;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
    }
  }

  private make(event: Event): void {
    event.preventDefault();
    void this.acting.act(async () => {
      const json = { name: this.name.trim(), scopes: this.scopes };
      const { token } = await http.json<TokenBody>('/api/tokens', { method: 'POST', json, once: true });
      this.made = token ?? '';
      this.copied = false;
      this.name = '';
      await this.read();
    });
  }

  private end(token: TokenBody): void {
    void this.acting.act(async () => {
      await http.json(`/api/tokens/${encodeURIComponent(token.id)}`, { method: 'DELETE' }).catch((error: unknown) => {
        if (!(error instanceof DarkroomError && error.status === 404)) throw error;
      });
      await this.read();
    });
  }

  private async copy(): Promise<void> {
    const text = this.renderRoot.querySelector<HTMLInputElement>('#made');
    text?.select();
    // Where the page is served by plain http there is no clipboard; the text is selected all the same.
    this.copied = await (navigator.clipboard?.writeText(this.made).then(() => true, () => false) ?? false);
  }

  override render() {
    return html`<h2>Access for apps</h2>
      <div class="card">
        ${this.made ? this.once() : nothing}
        ${this.tokens === null ? html`<p class="quiet">Reading your tokens…</p>` : this.list(this.tokens)}
        ${this.form()}
      </div>
      <dr-confirm heading="End this token?" yes="End it" @yes=${() => this.ending && this.end(this.ending)}>
        Whatever uses “${this.ending?.name}” is refused from now on.</dr-confirm>`;
  }

  private once() {
    return html`<div class="made" role="status">
      <label for="made">Your new token. Copy it now: it is not shown again.</label>
      <div class="row"><input class="input" id="made" readonly .value=${this.made}>
        <button class="button" @click=${() => void this.copy()}>${this.copied ? 'Copied' : 'Copy'}</button></div>
    </div>`;
  }

  private list(tokens: readonly TokenBody[]) {
    if (tokens.length === 0) return html`<p class="quiet list">None yet.
      With a token, a program of yours uses this server in your name.</p>`;
    return html`<ul class="list">${tokens.map((token) => html`<li>
      <span><strong>${token.name}</strong><span class="quiet">${token.scopes.join(', ')} · ${used(token)}</span></span>
      <button class="button round small plain" aria-label=${`End ${token.name}`} @click=${() => this.ask(token)}>${trashIcon}</button>
    </li>`)}</ul>`;
  }

  private ask(token: TokenBody): void {
    this.ending = token;
    this.renderRoot.querySelector('dr-confirm')?.show();
  }

  private form() {
    const { trouble, busy } = this.acting;
    return html`<form @submit=${this.make}>
      ${textField({ name: 'name', label: 'Name of a new token', value: this.name, required: true, most: 100, placeholder: 'Nightly import',
        fault: trouble, onInput: (name) => (this.name = name) })}
      <fieldset class="field"><legend>What it may do</legend><div class="scopes">
        ${SCOPES.filter(({ scope }) => scope !== 'admin' || live.session?.admin).map(({ scope, words }) => html`<label>
          <input type="checkbox" .checked=${this.scopes.includes(scope)} @change=${() => this.toggle(scope)}>${words}</label>`)}
      </div></fieldset>
      <button class="button" ?disabled=${busy || !this.name.trim() || this.scopes.length === 0}>Make a token</button>
      ${trouble && trouble.field !== 'name' ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
    </form>`;
  }

  private toggle(scope: string): void {
    this.scopes = this.scopes.includes(scope) ? this.scopes.filter((each) => each !== scope) : [...this.scopes, scope];
  }
}

const used = ({ lastUsedAt, createdAt }: TokenBody): string =>
  (lastUsedAt ? `last used ${when(lastUsedAt)}` : `made ${when(createdAt)}, never used`);

customElements.define('dr-tokens', DrTokens);
