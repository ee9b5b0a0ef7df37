import { css, html, LitElement, nothing } from 'lit';
import type { UserBody } from '../client/index.js';
import { Paged } from '../live/paged';
import { fieldLook, textField } from '../parts/field';
import { adminIcon } from '../parts/icons';
import { look } from '../parts/look';
import { tableLook } from '../parts/table';
import { when } from '../parts/words';
import { here, to } from '../shell/route';
import { admin } from './api';

const QUIET_MS = 250;

/** All who have an account, by their addresses. */
class DrAdminUsers extends LitElement {
  static override properties = { q: { state: true } };
  static override styles = [look, fieldLook, tableLook, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .search { max-width: 26rem; }
  `];
  declare q: string;
  private readonly found = new Paged<UserBody>(this, (query) => admin.users({ ...query, ...(this.q && { q: this.q }) }));
  private timer = 0;

  constructor() {
    super();
    this.q = here().query.get('q') ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.found.anew();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private search(text: string): void {
    this.q = text.trim();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      // In place, so that the way back does not lead through each letter.
      history.replaceState(null, '', to('admin/users', this.q ? { q: this.q } : {}));
      void this.found.anew();
    }, QUIET_MS);
  }

  override render() {
    const { items, next, loaded, loading, trouble } = this.found;
    return html`<h2 class="unseen">Users</h2>
      <div class="search">${textField({ name: 'q', label: 'Find by the beginning of the address', type: 'search', value: this.q,
        fault: trouble, placeholder: 'ann@', onInput: (text) => this.search(text) })}</div>
      ${trouble && trouble.field !== 'q' ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
      ${items.length > 0 ? this.table(items) : 
        html`<div class="card empty">${adminIcon}<p class="quiet" role="status">${this.why(loaded)}</p></div>`}
      ${next !== null ? html`<button class="button wide" ?disabled=${loading} @click=${() => void this.found.more()}>Show more</button>`
        : nothing}`;
  }

  private why(loaded: boolean) {
    if (!loaded) return 'Reading the users…';
    if (/^\S+@\S+$/.test(this.q)) {
      return html`Nobody yet.
        <a class="link" href=${to(`admin/users/${encodeURIComponent(this.q.toLowerCase())}`)}>Give ${this.q} credits</a>,
        and there is an account.`;
    }
    return this.q ? 'Nobody’s address begins so.' : 'No users yet. Whoever was given credits or had a job is listed here.';
  }

  private table(users: readonly UserBody[]) {
    return html`<div class="card rows"><table aria-label="Users">
      <thead><tr>
        <th scope="col">User</th><th scope="col" class="end">Available</th><th scope="col" class="end wide">Held</th>
        <th scope="col" class="end">Unfinished</th><th scope="col" class="end wide">Since</th>
      </tr></thead>
      <tbody class="number">${users.map(({ email, available, held, unfinished, createdAt }) => html`<tr>
        <td><a class="whole" href=${to(`admin/users/${encodeURIComponent(email)}`)}>${email}</a></td>
        <td class="end">${available.toLocaleString('en')}</td><td class="end wide">${held.toLocaleString('en')}</td>
        <td class="end">${unfinished.toLocaleString('en')}</td><td class="end wide still">${when(createdAt)}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('dr-admin-users', DrAdminUsers);
