import { css, html, LitElement, nothing } from 'lit';
import { look } from './look';

/** Stands where the page would be while nobody is signed in. */
class DrSignIn extends LitElement {
  static override styles = [look, css`
    :host { display: block; max-width: 26rem; margin: 12vh auto 0; padding: 0 1rem; text-align: center; }
    .card { background: var(--card, transparent); padding: 2rem 1.5rem; display: grid; gap: 1.25rem; justify-items: center; }
  `];

  /** Those who come back without having signed in bring a reason, which is for the operator and not for them. */
  private readonly failed = new URLSearchParams(location.search).has('error');

  override render() {
    return html`<div class="card">
      <p>Sign in to bring photos, and to see what you made of them.</p>
      ${this.failed ? html`<p role="alert">Signing in did not work. Try it again.</p>` : nothing}
      <a class="button main" href="/sign-in">Sign in</a>
    </div>`;
  }
}

customElements.define('dr-sign-in', DrSignIn);
