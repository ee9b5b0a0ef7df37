import { css, html, LitElement, nothing } from 'lit';
import { choiceField, fieldLook, textField } from '../parts/field';
import { look } from '../parts/look';
import { optionsOf, type Draft, type VariableDraft } from './draft';
import { expanded, isKey, SAMPLES, unknown, values } from './prompt';

const LABELS: Readonly<Record<string, string>> = {
  BRAND: 'Brand', MODEL: 'Model', COLOR_FINISH: 'Color and finish', ACCENTS: 'Accents', DOMINANT_COLOR_TONE: 'Color tone',
};

/** The prompt as it is sent for sample values, with what is unknown marked. Fires `variable` with a key that is wanted. */
class DrPromptPreview extends LitElement {
  static override properties = { draft: { attribute: false }, given: { state: true } };
  static override styles = [look, fieldLook, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .prompt { padding: 12px 14px; border-radius: 9px; background: var(--table); font-size: 0.9375rem; line-height: 1.55;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    mark { padding: 1px 2px; border-radius: 4px; background: var(--accent-wash); color: var(--accent); box-decoration-break: clone; }
    mark.unknown { background: var(--bad-wash); color: var(--bad); text-decoration: underline wavy; text-underline-offset: 3px; }
    .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 12px; align-items: start; margin-top: 12px; }
    summary { min-height: 24px; font-weight: 600; font-size: 0.875rem; cursor: pointer; }
    .missing { display: grid; gap: 8px; justify-items: start; }
  `];
  declare draft: Draft;
  declare given: Readonly<Record<string, string>>;

  constructor() {
    super();
    this.given = {};
  }

  override render() {
    const { prompt, variables, motion } = this.draft;
    const known = values(variables, this.given);
    const wanted = unknown(`${prompt} ${motion?.prompt ?? ''}`, known);
    return html`
      <h2>As it is sent</h2>
      ${this.shown(prompt, known)}
      ${motion ? html`<h3>For the video</h3>${this.shown(motion.prompt, known)}` : nothing}
      <div class="missing" role="status">${wanted.map((token) => html`<p class="quiet bad">Nothing stands for [${token}].
        ${isKey(token) ? html`<button class="button small" type="button"
          @click=${() => this.dispatchEvent(new CustomEvent('variable', { detail: token }))}>Add it as a variable</button>`
          : nothing}</p>`)}</div>
      <details><summary>Sample values</summary><div class="grid">
        ${Object.keys(SAMPLES).map((token) => textField({ name: `sample.${token}`, label: LABELS[token] ?? token,
          value: this.given[token] ?? SAMPLES[token] ?? '', onInput: (value) => this.give(token, value) }))}
        ${variables.filter(({ key }) => key !== '').map((variable) => this.sample(variable))}
      </div></details>`;
  }

  private shown(prompt: string, known: ReadonlyMap<string, string>) {
    const stretches = expanded(prompt, known);
    if (stretches.length === 0) return html`<p class="prompt quiet">Write a prompt, and see here what becomes of it.</p>`;
    const shown = stretches.map(({ kind, text }) => (kind === 'text' ? text : html`<mark class=${kind}>${text}</mark>`));
    return html`<p class="prompt">${shown}</p>`;
  }

  private give(key: string, value: string): void {
    this.given = { ...this.given, [key]: value };
  }

  private sample({ key, label, type, initial, options }: VariableDraft) {
    const given = { name: `sample.${key}`, label: label || key, value: this.given[key] ?? initial,
      onInput: (value: string) => this.give(key, value) };
    switch (type) {
      case 'boolean': return choiceField({ ...given, options: [['', 'Nothing'], ['true', 'Yes'], ['false', 'No']] });
      case 'select': return choiceField({ ...given, options: [['', 'Nothing'],
        ...optionsOf(options).map((each) => [each, each] as const)] });
      default: return textField(given);
    }
  }
}

customElements.define('dr-prompt-preview', DrPromptPreview);
