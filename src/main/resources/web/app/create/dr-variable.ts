import { css, html, LitElement, noChange, nothing, type PropertyValues } from 'lit';
import type { VariableBody } from '../client/index.js';
import { look } from '../parts/look';
import { fault, initial, needed } from './asked';

/** Texts that may be longer than this have room for several lines. */
const LONG_CHARS = 120;
/** So many options, if they are short, are all shown at once. */
const SIDE_BY_SIDE_MAX = 3;
const SIDE_BY_SIDE_CHARS = 34;

/** One thing that a template asks for. Fires `value` with what it is now, as text. */
class DrVariable extends LitElement {
  static override properties = { variable: { attribute: false }, value: {}, refused: {}, left: { state: true } };
  static override styles = [look, css`
    .note { flex: none; max-width: 65%; font-size: 0.8125rem; text-align: right; }
    .color { display: grid; grid-template-columns: 52px minmax(0, 1fr); gap: 8px; }
    [type='color'] {
      width: 52px; height: 40px; padding: 4px; border: 1px solid var(--line-strong); border-radius: 9px;
      background: var(--ground); cursor: pointer;
    }
    [type='color']::-webkit-color-swatch-wrapper { padding: 0; }
    [type='color']::-webkit-color-swatch { border: 0; border-radius: 5px; }
    [type='color']::-moz-color-swatch { border: 0; border-radius: 5px; }
    .switch { min-height: 32px; }
    textarea.input { min-height: 68px; }
  `];
  declare variable: VariableBody;
  declare value: string;
  /** Why the server refused it, in words. */
  declare refused: string;
  /** Whoever is still typing is not told that it is wrong. */
  declare left: boolean;

  constructor() {
    super();
    this.value = this.refused = '';
    this.left = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('variable') && changed.get('variable')) this.left = false;
  }

  private get label(): string {
    return this.variable.label || this.variable.key || '';
  }

  private get wrong(): string {
    return this.refused || (this.left ? fault(this.variable, this.value) : '');
  }

  private say(value: string): void {
    this.dispatchEvent(new CustomEvent('value', { detail: value }));
  }

  private readonly onInput = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    // A number field says nothing of what it cannot read.
    this.say(input.validity.badInput ? 'unreadable' : input.value);
  };

  private readonly onLeave = (): void => {
    this.left = true;
  };

  override render() {
    switch (this.variable.type) {
      case 'boolean': return this.yesOrNo();
      case 'select': return this.select();
      case 'color': return this.color();
      case 'number': return html`<div class="field">${this.head('it')}${this.number()}</div>`;
      default: return html`<div class="field">${this.head('it')}${this.text()}</div>`;
    }
  }

  /** The label, and in the same line what is wrong, so that nothing moves. */
  private head(of: string | null) {
    const wrong = this.wrong;
    return html`<span class="row spread">
      ${of === null ? html`<span aria-hidden="true">${this.label}</span>` : html`<label for=${of}>${this.label}</label>`}
      <span id="note" class="note number ${wrong ? 'bad' : ''}">${wrong || this.hint()}</span></span>`;
  }

  private hint(): string {
    const { type, min, max, maxChars } = this.variable;
    if (needed(this.variable) && !this.value.trim()) return 'Required';
    if (type === 'number') {
      if (typeof min === 'number' && typeof max === 'number') return `${min} to ${max}`;
      return typeof min === 'number' ? `${min} or more` : typeof max === 'number' ? `up to ${max}` : '';
    }
    return (type ?? 'text') === 'text' && maxChars ? `${this.value.trim().length} / ${maxChars}` : '';
  }

  private text() {
    const most = this.variable.maxChars ?? nothing;
    const long = (this.variable.maxChars ?? 0) > LONG_CHARS;
    return long
      ? html`<textarea id="it" class="input" rows="2" maxlength=${most} placeholder=${initial(this.variable)}
          aria-required=${needed(this.variable)} aria-invalid=${this.wrong !== ''} aria-describedby="note"
          .value=${this.value} @input=${this.onInput} @blur=${this.onLeave}></textarea>`
      : html`<input id="it" class="input" maxlength=${most} placeholder=${initial(this.variable)} aria-required=${needed(this.variable)}
          aria-invalid=${this.wrong !== ''} aria-describedby="note" .value=${this.value} @input=${this.onInput} @blur=${this.onLeave}>`;
  }

  private number() {
    const { min, max } = this.variable;
    return html`<input id="it" class="input number" type="number" step="any" min=${min ?? nothing} max=${max ?? nothing}
      placeholder=${initial(this.variable)} aria-required=${needed(this.variable)} aria-invalid=${this.wrong !== ''} aria-describedby="note"
      .value=${this.value === 'unreadable' ? noChange : this.value} @input=${this.onInput} @blur=${this.onLeave}>`;
  }

  private color() {
    const valid = fault(this.variable, this.value) === '' && this.value !== '';
    return html`<fieldset class="field"><legend class="unseen">${this.label}</legend>${this.head(null)}<span class="color">
      <input type="color" aria-label=${`${this.label}: choose`} .value=${valid ? this.value : noChange} @input=${this.onInput}>
      <input id="it" class="input number" maxlength="7" spellcheck="false" autocomplete="off" aria-label=${`${this.label}: hex code`}
        placeholder=${initial(this.variable)} aria-invalid=${this.wrong !== ''} aria-describedby="note" .value=${this.value}
        @input=${this.onInput} @change=${this.onHex} @blur=${this.onLeave}>
    </span></fieldset>`;
  }

  /** People write colors without # or with three digits, too. */
  private readonly onHex = (event: Event): void => {
    const digits = (event.target as HTMLInputElement).value.trim().replace(/^#/, '').toLowerCase();
    const short = /^[0-9a-f]{3}$/.test(digits);
    if (short || /^[0-9a-f]{6}$/.test(digits)) this.say(`#${short ? digits.replace(/./g, '$&$&') : digits}`);
  };

  private yesOrNo() {
    return html`<label class="switch"><span>${this.label}</span>
      <input type="checkbox" role="switch" .checked=${this.value === 'true'}
        @change=${(event: Event) => this.say(String((event.target as HTMLInputElement).checked))}></label>`;
  }

  private select() {
    const options = this.variable.options ?? [];
    const open = initial(this.variable) === '' && !this.variable.required;
    const few = !open && options.length <= SIDE_BY_SIDE_MAX && options.join('').length <= SIDE_BY_SIDE_CHARS;
    if (few) {
      return html`<fieldset class="field"><legend class="unseen">${this.label}</legend>${this.head(null)}
        <div class="choices">${options.map((option) => html`<label><input type="radio" name="it" value=${option}
          .checked=${option === this.value} @change=${this.onInput}>${capital(option)}</label>`)}</div></fieldset>`;
    }
    return html`<div class="field">${this.head('it')}
      <select id="it" class="input" aria-required=${needed(this.variable)} aria-invalid=${this.wrong !== ''} aria-describedby="note"
        @change=${this.onInput} @blur=${this.onLeave}>
        ${options.includes(this.value) ? nothing : html`<option value="" selected>${open ? 'Whatever fits' : 'Choose…'}</option>`}
        ${options.includes(this.value) && open ? html`<option value="">Whatever fits</option>` : nothing}
        ${options.map((option) => html`<option value=${option} ?selected=${option === this.value}>${capital(option)}</option>`)}
      </select></div>`;
  }
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

customElements.define('dr-variable', DrVariable);
