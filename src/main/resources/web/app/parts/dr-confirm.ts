import { css, html, LitElement } from 'lit';
import { look } from './look';

/** Asks before something that cannot be undone, in the words that it holds. Fires `yes`. */
class DrConfirm extends LitElement {
  static override properties = { heading: {}, yes: {} };
  static override styles = [look, css`
    dialog {
      width: min(440px, calc(100vw - 32px)); padding: 22px; border: 1px solid var(--line); border-radius: 14px;
      background: var(--surface); color: var(--ink); box-shadow: var(--shadow);
    }
    dialog::backdrop { background: rgb(0 0 0 / 45%); }
    .words { margin: 10px 0 20px; color: var(--ink-soft); font-size: 0.9375rem; }
    .row { justify-content: flex-end; }
  `];
  declare heading: string;
  declare yes: string;

  constructor() {
    super();
    this.heading = this.yes = '';
  }

  show(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  private close(agreed: boolean): void {
    this.renderRoot.querySelector('dialog')?.close();
    if (agreed) this.dispatchEvent(new CustomEvent('yes'));
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${this.heading}</h2>
      <div class="words"><slot></slot></div>
      <div class="row">
        <button class="button" type="button" autofocus @click=${() => this.close(false)}>Keep it</button>
        <button class="button danger" type="button" @click=${() => this.close(true)}>${this.yes}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('dr-confirm', DrConfirm);
declare global {
  interface HTMLElementTagNameMap {
    'dr-confirm': DrConfirm;
  }
}
