import { css, html, LitElement, nothing } from 'lit';
import { look } from '../parts/look';

/** How many results are selected, and what can be done with them. Fires `all`, `save` and `delete`. */
class DrSelectionBar extends LitElement {
  static override properties = { count: { type: Number }, all: { type: Boolean }, further: { type: Boolean } };
  static override styles = [look, css`
    :host { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: 8px; min-height: 42px; }
    strong { font-size: 0.9375rem; font-weight: 500; }
    @media (max-width: 760px) {
      strong { margin-right: auto; }
      .quiet { display: none; }
    }
  `];
  declare count: number;
  /** Whether these are all that have been read. */
  declare all: boolean;
  /** Whether there are more than what has been read. */
  declare further: boolean;

  constructor() {
    super();
    this.count = 0;
    this.all = this.further = false;
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    const none = this.count === 0;
    return html`<strong class="number" role="status">${none ? 'Choose some' : `${this.count.toLocaleString('en')} selected`}</strong>
      ${this.all && this.further ? html`<span class="quiet">all that is loaded</span>` : nothing}
      <button class="button small plain" ?disabled=${this.all} @click=${() => this.fire('all')}>Select all</button>
      <button class="button small" ?disabled=${none} @click=${() => this.fire('save')}>Download</button>
      <button class="button small danger" ?disabled=${none} @click=${() => this.fire('delete')}>Delete</button>`;
  }
}

customElements.define('dr-selection-bar', DrSelectionBar);
