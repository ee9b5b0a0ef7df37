import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import './dr-compare';
import { look } from './look';

const GROUNDS = [['checkered', 'Chequered'], ['white', 'White'], ['black', 'Black'], ['own', 'A color of your own']] as const;
type Ground = (typeof GROUNDS)[number][0];

/** What was chosen last, for the next cut-out. */
const last: { ground: Ground; color: string } = { ground: 'checkered', color: '#f2b25c' };

/** A cut-out on a ground of choice, beside what it was cut from, and its mask. Fires `lost` if one fails to load. */
class DrGround extends LitElement {
  static override properties = {
    result: {}, original: {}, mask: {}, width: { type: Number }, height: { type: Number },
    ground: { state: true }, color: { state: true }, masked: { state: true }, compared: { state: true },
  };
  static override styles = [look, css`
    :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); gap: 10px; height: 100%; }
    .row { flex-wrap: wrap; justify-content: center; }
    fieldset { display: flex; align-items: center; gap: 6px; margin: 0; padding: 0; border: 0; }
    .choices { padding: 3px; background: var(--surface); border: 1px solid var(--line); }
    .choices label { min-width: 34px; min-height: 30px; padding: 0; }
    .swatch { width: 20px; height: 20px; border: 1px solid var(--ink-soft); border-radius: 50%; background-size: 8px 8px; }
    .white { background: #fff; }
    .black { background: #000; }
    .own { background: conic-gradient(#e5484d, #f2b25c, #3fb977, #3e8ed0, #8e5bd0, #e5484d); }
    input[type='color'] {
      width: 38px; height: 38px; padding: 3px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface);
      cursor: pointer;
    }
    .button[aria-pressed='true'] { border-color: var(--accent); background: var(--accent-wash); color: var(--accent); }
    .button.small { min-height: 38px; }
    @media (max-width: 420px) {
      .row, fieldset { gap: 5px; }
      .choices label { min-width: 30px; }
      .button.small { padding: 0 8px; }
    }
  `];
  declare result: string;
  declare original: string | undefined;
  declare mask: string | null;
  declare width: number;
  declare height: number;
  declare ground: Ground;
  declare color: string;
  declare masked: boolean;
  declare compared: boolean;

  constructor() {
    super();
    this.width = this.height = 0;
    this.mask = null;
    this.masked = this.compared = false;
    Object.assign(this, last);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('ground') || changed.has('color')) Object.assign(last, { ground: this.ground, color: this.color });
  }

  private choose(ground: Ground): void {
    this.ground = ground;
    this.masked = false;
  }

  private get under(): string {
    if (this.masked) return '';
    return this.ground === 'own' ? this.color : this.ground;
  }

  override render() {
    const masked = this.masked && this.mask !== null;
    return html`
      <dr-compare .original=${this.compared ? this.original : undefined} .result=${masked ? this.mask! : this.result} .width=${this.width}
        .height=${this.height} .ground=${this.under} .alt=${masked ? 'The mask: white is kept' : 'What was cut out'}
        @lost=${() => this.dispatchEvent(new CustomEvent('lost'))}></dr-compare>
      <div class="row">
        <fieldset>
          <legend class="unseen">Ground</legend>
          <div class="choices">${GROUNDS.map(([ground, words]) => html`<label title=${words}>
            <input type="radio" name="ground" aria-label=${words} .checked=${ground === this.ground && !masked}
              @change=${() => this.choose(ground)}>
            <span class="swatch ${ground}"></span></label>`)}</div>
          <input type="color" aria-label="Your color" title="Your color" .value=${this.color} @input=${(event: Event) => {
            this.color = (event.target as HTMLInputElement).value;
            this.choose('own');
          }}>
        </fieldset>
        ${this.mask !== null ? this.toggle('Mask', masked, () => (this.masked = !this.masked)) : nothing}
        ${this.original ? this.toggle('Compare', this.compared, () => (this.compared = !this.compared)) : nothing}
      </div>`;
  }

  private toggle(words: string, pressed: boolean, turn: () => void) {
    return html`<button class="button small" aria-pressed=${pressed} @click=${turn}>${words}</button>`;
  }
}

customElements.define('dr-ground', DrGround);
