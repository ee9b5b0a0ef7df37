import { css, html, LitElement } from 'lit';
import { look } from './look';

/** A bar that is filled to `share`, 0 to 1; it glimmers while `moving`, and is green when `done`. */
class DrProgress extends LitElement {
  static override properties = { share: { type: Number }, moving: { type: Boolean }, done: { type: Boolean }, label: {} };
  static override styles = [look, css`
    .track { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
    .fill {
      height: 100%; border-radius: 3px; background: var(--accent); transform-origin: left;
      transform: scaleX(var(--share)); transition: transform 500ms ease-out;
    }
    .done { background: var(--good); }
    .moving {
      background: linear-gradient(90deg, var(--accent) 40%, var(--accent-hover) 50%, var(--accent) 60%) 0 / 200% 100%;
      animation: glimmer 1.6s linear infinite;
    }
    @keyframes glimmer { from { background-position: 200% 0; } to { background-position: 0 0; } }
  `];
  declare share: number;
  declare moving: boolean;
  declare done: boolean;
  declare label: string;

  override updated(): void {
    this.style.setProperty('--share', String(this.share));
  }

  override render() {
    return html`<div class="track" role="progressbar" aria-label=${this.label} aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.round(this.share * 100)}>
      <div class="fill ${this.moving ? 'moving' : ''} ${this.done ? 'done' : ''}"></div>
    </div>`;
  }
}

customElements.define('dr-progress', DrProgress);
