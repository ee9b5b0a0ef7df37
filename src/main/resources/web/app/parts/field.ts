import { css, html, nothing } from 'lit';

/** What the server said of one value. */
export interface Fault {
  field?: string | undefined;
  message: string;
}

interface Given {
  /** As the server calls it. */
  name: string;
  label: string;
  value: string;
  fault?: Fault | null;
  hint?: unknown;
  onInput: (value: string) => void;
}

interface Text extends Given {
  type?: string;
  area?: boolean;
  required?: boolean;
  most?: number;
  placeholder?: string;
  /** What it may be, among others. */
  offers?: readonly string[];
}

interface Choice extends Given {
  options: readonly (readonly [value: string, words: string])[];
}

const idOf = (name: string): string => `field-${name.replace(/\W+/g, '-')}`;

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

const described = (given: Given): string | typeof nothing => {
  const ids = [given.hint ? 'hint' : '', given.fault?.field === given.name ? 'wrong' : ''].filter(Boolean);
  return ids.length > 0 ? ids.map((id) => `${idOf(given.name)}-${id}`).join(' ') : nothing;
};

const around = (given: Given, control: unknown) => html`<div class="field">
  <label for=${idOf(given.name)}>${given.label}</label>${control}
  ${given.hint ? html`<p class="hint" id="${idOf(given.name)}-hint">${given.hint}</p>` : nothing}
  ${given.fault?.field === given.name ? html`<p class="wrong" id="${idOf(given.name)}-wrong" role="alert">${given.fault.message}</p>`
    : nothing}
</div>`;

/** A labelled text, with what is wrong with it below. */
export function textField(given: Text) {
  const { name, type = 'text', area, required, most, placeholder, offers, value, fault, onInput } = given;
  const id = idOf(name);
  const invalid = fault?.field === name ? 'true' : nothing;
  return around(given, area
    ? html`<textarea class="input" id=${id} name=${name} .value=${value} ?required=${required} maxlength=${most ?? nothing}
        aria-invalid=${invalid} aria-describedby=${described(given)} @input=${(event: Event) => onInput(valueOf(event))}></textarea>`
    : html`<input class="input" id=${id} name=${name} type=${type} step=${type === 'number' ? 'any' : nothing} .value=${value}
        ?required=${required} maxlength=${most ?? nothing} placeholder=${placeholder ?? nothing} list=${offers ? `${id}-offers` : nothing}
        autocomplete="off" aria-invalid=${invalid} aria-describedby=${described(given)} @input=${(event: Event) => onInput(valueOf(event))}>
      ${offers ? html`<datalist id="${id}-offers">${offers.map((offer) => html`<option value=${offer}></option>`)}</datalist>` : nothing}`);
}

/** A labelled choice of one. */
export function choiceField(given: Choice) {
  return around(given, html`<select class="input" id=${idOf(given.name)} name=${given.name} aria-describedby=${described(given)}
    aria-invalid=${given.fault?.field === given.name ? 'true' : nothing} @change=${(event: Event) => given.onInput(valueOf(event))}>
    ${given.options.map(([value, words]) => html`<option value=${value} .selected=${value === given.value}>${words}</option>`)}
  </select>`);
}

export const fieldLook = css`
  .field > label { font-size: 0.875rem; color: var(--ink-soft); }
  .hint, .wrong { font-size: 0.8125rem; line-height: 1.4; }
  .hint { color: var(--ink-soft); }
  .wrong { color: var(--bad); }
  select.input {
    appearance: none; padding-right: 30px; background-repeat: no-repeat; background-size: 5px 5px;
    background-position: right 16px center, right 11px center;
    background-image: linear-gradient(45deg, transparent 50%, var(--ink-soft) 50%),
      linear-gradient(135deg, var(--ink-soft) 50%, transparent 50%);
  }
`;
