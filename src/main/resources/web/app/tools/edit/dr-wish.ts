import { css, html, LitElement, type PropertyValues } from 'lit';
import { look } from '../../parts/look';
import { IDEAS, withIdea } from './ideas';

const QUIET_MS = 400;
const CHARS_MAX = 4000;

/** What shall change, in words, with ideas. Fires `wish` when the words have come to rest or are left. */
class DrWish extends LitElement {
  static override properties = { words: {}, typed: { state: true } };
  static override styles = [look, css`
    :host { display: grid; gap: 10px; }
    .ideas { display: flex; flex-wrap: wrap; gap: 6px; }
    .ideas .button { border-color: var(--line); border-radius: 99px; font-weight: 400; }
    .ideas .button:hover { border-color: var(--ink-soft); }
  `];
  declare words: string;
  declare typed: string;
  private timer = 0;

  constructor() {
    super();
    this.words = this.typed = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('words') && this.words !== this.typed.trim()) this.typed = this.words;
  }

  private type(words: string): void {
    this.typed = words;
    clearTimeout(this.timer);
    if (words.trim() === '') this.say();
    else this.timer = window.setTimeout(this.say, QUIET_MS);
  }

  /** Also when the field is left, so that a press of the button beside it asks for all that was typed. */
  private readonly say = (): void => {
    clearTimeout(this.timer);
    if (this.typed.trim() !== this.words) this.dispatchEvent(new CustomEvent('wish', { detail: this.typed.trim() }));
  };

  private add(idea: string): void {
    this.type(withIdea(this.typed, idea));
    this.say();
  }

  override render() {
    return html`
      <label class="field"><span>What shall change?</span>
        <textarea class="input" maxlength=${CHARS_MAX} .value=${this.typed} placeholder="Paint the wheels black"
          @input=${(event: Event) => this.type((event.target as HTMLTextAreaElement).value)} @blur=${this.say}></textarea></label>
      <div class="ideas" role="group" aria-label="Ideas">${IDEAS.map(({ words, prompt }) => html`
        <button class="button small" type="button" title=${prompt} @click=${() => this.add(prompt)}>${words}</button>`)}</div>`;
  }
}

customElements.define('dr-wish', DrWish);
