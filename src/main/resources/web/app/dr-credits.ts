import { css, html, LitElement } from 'lit';
import { count } from './api';
import { look } from './look';
import type { Credits } from './wire';

/** What the user can spend, and what unfinished jobs hold. */
class DrCredits extends LitElement {
  static override properties = { credits: { attribute: false } };
  static override styles = [look, css`
    p { white-space: nowrap; text-align: right; line-height: 1.25; }
    small { display: block; color: var(--ink-soft); font-size: 0.75rem; min-height: 1.25em; }
  `];
  declare credits: Credits | null;

  override render() {
    const { credits } = this;
    if (!credits) return html`<p class="quiet">Reading credits…<small></small></p>`;
    return html`<p class="number"><strong>${count(credits.available)}</strong>
      <small>${credits.held > 0 ? `${credits.held} held by running jobs` : 'available'}</small></p>`;
  }
}

customElements.define('dr-credits', DrCredits);
