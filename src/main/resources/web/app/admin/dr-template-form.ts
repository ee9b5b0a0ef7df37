import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import '../parts/dr-picker';
import { fieldLook, textField, type Fault } from '../parts/field';
import { look } from '../parts/look';
import type { Pick } from '../parts/pick';
import './dr-motion';
import './dr-variables';
import { slugOf, type Draft, type MotionDraft, type VariableDraft } from './draft';
import { BUILT_IN } from './prompt';

const RATIOS = ['21:9', '16:9', '3:2', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16'];
const PICTURES_MOST = 5;

/** The fields of a template. Fires `edited` with the draft as it becomes. */
class DrTemplateForm extends LitElement {
  static override properties = { draft: { attribute: false }, fault: { attribute: false }, fixed: { type: Boolean } };
  static override styles = [look, fieldLook, css`
    .input, input, button { scroll-margin-bottom: 150px; }
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
    .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px; align-items: start; }
    .tokens { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
    .tokens button { min-height: 26px; padding: 0 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground);
      color: var(--ink); font: 0.75rem ui-monospace, monospace; cursor: pointer; }
    .tokens button:hover { border-color: var(--ink-soft); }
    .prompt textarea.input { min-height: 150px; }
    dr-picker { height: auto; }
  `];
  declare draft: Draft;
  declare fault: Fault | null;
  /** It is there already, under a slug that stays. */
  declare fixed: boolean;

  constructor() {
    super();
    this.fault = null;
    this.fixed = false;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('fault') && this.fault) void this.showFault();
  }

  private async showFault(): Promise<void> {
    const inner = [...this.renderRoot.querySelectorAll<LitElement>('dr-variables, dr-motion')];
    await Promise.all(inner.map((each) => each.updateComplete));
    const wrong = [this, ...inner].map((each) => each.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')).find(Boolean);
    wrong?.focus();
  }

  private write(change: Partial<Draft>): void {
    this.dispatchEvent(new CustomEvent('edited', { detail: { ...this.draft, ...change } }));
  }

  private rename(name: string): void {
    const follows = !this.fixed && this.draft.slug === slugOf(this.draft.name);
    this.write({ name, ...(follows && { slug: slugOf(name) }) });
  }

  /** Puts a token where the prompt was being written. */
  private async insert(token: string): Promise<void> {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>('textarea[name="prompt"]');
    if (!area) return;
    area.setRangeText(`[${token}]`, area.selectionStart, area.selectionEnd, 'end');
    this.write({ prompt: area.value });
    area.focus();
  }

  override render() {
    const { draft, fault } = this;
    const tokens = [...draft.variables.map(({ key }) => key).filter(Boolean), ...BUILT_IN];
    return html`
      <section class="card" aria-label="What it is">
        <div class="pair">
          ${textField({ name: 'name', label: 'Name', value: draft.name, required: true, most: 80, fault, placeholder: 'Night street',
            onInput: (name) => this.rename(name) })}
          ${this.fixed ? html`<div class="field"><span>Slug</span><p class="number">${draft.slug}</p></div>`
            : textField({ name: 'slug', label: 'Slug', value: draft.slug, required: true, most: 60, fault, placeholder: 'night-street',
              hint: 'Names it in addresses, and stays.', onInput: (slug) => this.write({ slug }) })}
        </div>
        ${textField({ name: 'description', label: 'Description', value: draft.description, most: 500, fault,
          placeholder: 'Wet asphalt, neon and deep shadows.', onInput: (description) => this.write({ description }) })}
      </section>
      <section class="card" aria-labelledby="prompt">
        <h2 id="prompt">Prompt</h2>
        <div class="prompt">${textField({ name: 'prompt', label: 'What is asked for, with [TOKENS] for what users say', area: true,
          value: draft.prompt, required: true, most: 4000, fault, onInput: (prompt) => this.write({ prompt }) })}</div>
        <div class="tokens" role="group" aria-label="Put a token into the prompt">${tokens.map((token) => html`
          <button type="button" @click=${() => void this.insert(token)}>${token}</button>`)}</div>
        <div class="pair">
          ${textField({ name: 'aspectRatio', label: 'Shape', value: draft.aspectRatio, fault, offers: RATIOS, placeholder: 'As the photo',
            onInput: (aspectRatio) => this.write({ aspectRatio }) })}
          ${textField({ name: 'model', label: 'Model', value: draft.model, fault, placeholder: 'The usual one',
            onInput: (model) => this.write({ model }) })}
        </div>
      </section>
      <section class="card" aria-labelledby="pictures">
        <h2 id="pictures">Pictures of its own</h2>
        <p class="hint">They are sent before the user’s, in this order. Copies are kept, so yours may be deleted.</p>
        <dr-picker compact most=${PICTURES_MOST} .picks=${draft.pictures}
          @picks=${(event: CustomEvent<Pick[]>) => this.write({ pictures: event.detail })}></dr-picker>
        ${fault?.field?.startsWith('imageKeys') ? html`<p class="wrong" role="alert">${fault.message}</p>` : nothing}
      </section>
      <section class="card" aria-labelledby="asks"><h2 id="asks">What it asks for</h2>
        <dr-variables .variables=${draft.variables} .fault=${fault}
          @edited=${(event: CustomEvent<VariableDraft[]>) => this.write({ variables: event.detail })}></dr-variables></section>
      <section class="card" aria-labelledby="video"><h2 id="video">Video</h2>
        <dr-motion .motion=${draft.motion} .fault=${fault}
          @edited=${(event: CustomEvent<MotionDraft | null>) => this.write({ motion: event.detail })}></dr-motion></section>`;
  }
}

customElements.define('dr-template-form', DrTemplateForm);
