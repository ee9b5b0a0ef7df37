import { css, html, LitElement, svg } from 'lit';
import { plusIcon } from '../../parts/icons';
import { look } from '../../parts/look';

export type Zoom = 'in' | 'out' | 'fit';

/** How large the photo is shown. Fires `zoom`. */
class DrMarkerZoom extends LitElement {
  static override properties = { share: { type: Number }, zoomed: { type: Boolean } };
  static override styles = [look, css`
    :host { display: flex; padding: 3px; border-radius: 99px; background: var(--surface); box-shadow: 0 1px 4px rgb(0 0 0 / 22%); }
    .fit { min-width: 58px; padding: 0 4px; }
    .button { border-radius: 99px; }
  `];
  /** Surface pixels for one of the photo. */
  declare share: number;
  /** More than to see the whole. */
  declare zoomed: boolean;

  private tell(zoom: Zoom): void {
    this.dispatchEvent(new CustomEvent('zoom', { detail: zoom }));
  }

  override render() {
    const percent = `${Math.round(this.share * 100)}%`;
    return html`
      <button class="button round small plain" type="button" aria-label="Zoom out" title="Zoom out (−)" ?disabled=${!this.zoomed}
        @click=${() => this.tell('out')}>${minusIcon}</button>
      <button class="button small plain fit number" type="button" title="Show the whole photo (0)"
        aria-label=${`${percent}, show the whole photo`} @click=${() => this.tell('fit')}>${percent}</button>
      <button class="button round small plain" type="button" aria-label="Zoom in" title="Zoom in (+)"
        @click=${() => this.tell('in')}>${plusIcon}</button>`;
  }
}

const minusIcon = html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
  aria-hidden="true">${svg`<path d="M5 12h14"/>`}</svg>`;

customElements.define('dr-marker-zoom', DrMarkerZoom);
