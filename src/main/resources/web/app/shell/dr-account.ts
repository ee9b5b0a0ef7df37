import { css, html, LitElement, nothing } from 'lit';
import { type SessionBody } from '../client/index.js';
import { signOut } from '../live/server';
import { look } from '../parts/look';

/** Who is signed in, and the way out; nothing in local mode, where there is only one. */
class DrAccount extends LitElement {
  static override properties = { session: { attribute: false }, failed: { state: true } };
  static override styles = [look, css`
    p { display: grid; line-height: 1.25; color: var(--ink-soft); font-size: 0.8125rem; }
    span { max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  `];
  declare session: SessionBody | null;
  declare failed: boolean;

  constructor() {
    super();
    this.failed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pageshow', this.onShow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('pageshow', this.onShow);
  }

  /** A page that the browser kept for its way back shows what was there before. */
  private readonly onShow = (event: PageTransitionEvent): void => {
    if (event.persisted) location.reload();
  };

  /** Nothing of one user's may stay in the page for the next. */
  private readonly signOut = async (): Promise<void> => {
    try {
      await signOut();
      location.replace('/');
    } catch {
      this.failed = true;
    }
  };

  override render() {
    if (this.session?.mode !== 'oidc') return nothing;
    return html`<p><span title=${this.session.user}>${this.session.user}</span>
      <button class="link" @click=${this.signOut}>${this.failed ? 'Not signed out. Try again' : 'Sign out'}</button></p>`;
  }
}

customElements.define('dr-account', DrAccount);
