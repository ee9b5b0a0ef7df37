import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { choiceField, fieldLook, textField, type Fault } from '../parts/field';
import { plusIcon, trashIcon } from '../parts/icons';
import { look } from '../parts/look';
import { newVariable, optionsOf, TYPES, type VariableDraft } from './draft';

const MOST = 20;

/** What a template asks its users for, in the order in which they are asked. Fires `edited` with all of it. */
class DrVariables extends LitElement {
  static override properties = { variables: { attribute: false }, fault: { attribute: false } };
  static override styles = [look, fieldLook, css`
    .input, input, button { scroll-margin-bottom: 150px; }
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; container-type: inline-size; }
    fieldset { display: grid; gap: 12px; margin: 0; padding: 14px; min-width: 0; border: 1px solid var(--line); border-radius: 10px; }
    .bar { display: flex; align-items: center; gap: 4px; }
    .bar strong { margin-right: auto; font: 600 0.875rem ui-monospace, monospace; overflow-wrap: anywhere; }
    .grid { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; align-items: start; }
    .options { grid-column: span 2; }
    textarea.input { min-height: 76px; }
    .switch { justify-content: flex-end; flex-direction: row-reverse; font-size: 0.875rem; }
    @container (max-width: 520px) { .grid { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
  `];
  declare variables: readonly VariableDraft[];
  declare fault: Fault | null;

  constructor() {
    super();
    this.variables = [];
    this.fault = null;
  }

  private fire(variables: readonly VariableDraft[]): void {
    this.dispatchEvent(new CustomEvent('edited', { detail: variables }));
  }

  private write(at: number, change: Partial<VariableDraft>): void {
    this.fire(this.variables.map((each, i) => (i === at ? { ...each, ...change } : each)));
  }

  private async move(at: number, by: -1 | 1): Promise<void> {
    const all = [...this.variables];
    const [moved] = all.splice(at, 1);
    all.splice(at + by, 0, moved!);
    this.fire(all);
    await this.updateComplete;
    // The button goes along with its row, or takes a step aside where the row can go no further.
    const buttons = this.renderRoot.querySelectorAll<HTMLButtonElement>(`#row-${moved!.id} .step`);
    const [up, down] = buttons;
    const [wanted, other] = by < 0 ? [up, down] : [down, up];
    (wanted?.disabled ? other : wanted)?.focus();
  }

  private async add(): Promise<void> {
    this.fire([...this.variables, newVariable()]);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('fieldset:last-of-type input')?.focus();
  }

  override render() {
    return html`
      ${this.variables.length === 0 ? html`<p class="quiet">It asks for nothing.
        Add a variable, and write its key in brackets into the prompt: [KEY].</p>` : nothing}
      ${repeat(this.variables, ({ id }) => id, (variable, i) => this.row(variable, i))}
      ${this.fault?.field === 'variables' ? html`<p class="wrong" role="alert">${this.fault.message}</p>` : nothing}
      <div><button class="button small" type="button" ?disabled=${this.variables.length >= MOST}
        @click=${() => void this.add()}>${plusIcon}Add a variable</button></div>`;
  }

  private row(variable: VariableDraft, i: number) {
    const { id, key, label, type, required } = variable;
    const { fault } = this;
    const named = key || `Variable ${i + 1}`;
    const at = `variables[${i}]`;
    return html`<fieldset id="row-${id}" aria-label=${named}>
      <div class="bar"><strong>${named}</strong>
        <button class="button small plain step" type="button" aria-label=${`Move ${named} up`} ?disabled=${i === 0}
          @click=${() => void this.move(i, -1)}>↑</button>
        <button class="button small plain step" type="button" aria-label=${`Move ${named} down`}
          ?disabled=${i === this.variables.length - 1} @click=${() => void this.move(i, 1)}>↓</button>
        <button class="button round small plain" type="button" aria-label=${`Remove ${named}`}
          @click=${() => this.fire(this.variables.filter((_, j) => j !== i))}>${trashIcon}</button>
      </div>
      ${fault?.field === at ? html`<p class="wrong" role="alert">${fault.message}</p>` : nothing}
      <div class="grid">
        ${textField({ name: `${at}.key`, label: 'Key', value: key, fault, most: 40, required: true, placeholder: 'SKY',
          onInput: (key) => this.write(i, { key }) })}
        ${textField({ name: `${at}.label`, label: 'What people read', value: label, fault, most: 80, placeholder: key || 'Sky',
          onInput: (label) => this.write(i, { label }) })}
        ${choiceField({ name: `${at}.type`, label: 'Kind', value: type, fault, options: TYPES,
          onInput: (type) => this.write(i, { type, initial: '' }) })}
        ${this.limits(variable, i, at)}
        ${this.initial(variable, i, `${at}.default`)}
      </div>
      <label class="switch">Must be filled<input type="checkbox" .checked=${required}
        @change=${() => this.write(i, { required: !required })}></label>
    </fieldset>`;
  }

  private limits({ type, min, max, maxChars, options }: VariableDraft, i: number, at: string) {
    const { fault } = this;
    switch (type) {
      case 'number': return html`
        ${textField({ name: `${at}.min`, label: 'At least', type: 'number', value: min, fault, onInput: (min) => this.write(i, { min }) })}
        ${textField({ name: `${at}.max`, label: 'At most', type: 'number', value: max, fault, onInput: (max) => this.write(i, { max }) })}`;
      case 'text': return textField({ name: `${at}.maxChars`, label: 'Characters at most', type: 'number', value: maxChars, fault,
        placeholder: '500', onInput: (maxChars) => this.write(i, { maxChars }) });
      case 'select': return html`<div class="options">${textField({ name: `${at}.options`, label: 'What there is to choose, one a line',
        area: true, value: options, fault, onInput: (options) => this.write(i, { options }) })}</div>`;
      default: return nothing;
    }
  }

  private initial({ type, initial, options }: VariableDraft, i: number, name: string) {
    const given = { name, label: 'Default', value: initial, fault: this.fault, onInput: (initial: string) => this.write(i, { initial }) };
    const none = ['', 'Nothing'] as const;
    switch (type) {
      case 'boolean': return choiceField({ ...given, options: [none, ['true', 'Yes'], ['false', 'No']] });
      case 'select': return choiceField({ ...given, options: [none, ...optionsOf(options).map((each) => [each, each] as const)] });
      case 'number': return textField({ ...given, type: 'number' });
      case 'color': return textField({ ...given, placeholder: '#ffffff' });
      default: return textField(given);
    }
  }
}

customElements.define('dr-variables', DrVariables);
