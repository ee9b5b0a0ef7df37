import { css, html, LitElement, nothing } from 'lit';
import { signOut } from '../live/server';
import { brandIcon } from '../parts/icons';
import { look } from '../parts/look';

/** Stands where the page would be while nobody is signed in. */
class DrSignIn extends LitElement {
  static override properties = { why: {} };
  static override styles = [look, css`
    :host { display: block; max-width: 26rem; margin: 12vh auto 0; padding: 0 1rem; text-align: center; }
    .card { padding: 2rem 1.5rem; display: grid; gap: 1.25rem; justify-items: center; }
  `];
  declare why: string;

  /** Those who come back without having signed in bring a reason, which is for the operator and not for them. */
  private readonly failed = new URLSearchParams(location.search).has('error');

  constructor() {
    super();
    this.why = '';
  }

  /** Whoever was let in nowhere brings the old answer of the provider along, and needs a new one. */
  private readonly signIn = async (): Promise<void> => {
    await signOut().catch(() => undefined);
    location.assign('/sign-in');
  };

  override render() {
    const trouble = this.why || (this.failed ? 'Signing in did not work. Try it again.' : '');
    return html`<div class="card">
      <h1 class="row">${brandIcon}Darkroom</h1>
      <p>Sign in to bring photos, and to see what you made of them.</p>
      ${trouble ? html`<p role="alert">${trouble}</p>` : nothing}
      <button class="button main" @click=${this.signIn}>Sign in</button>
    </div>`;
  }
}

customElements.define('dr-sign-in', DrSignIn);
