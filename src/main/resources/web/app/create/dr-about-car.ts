import { css, html, LitElement } from 'lit';
import type { TemplateBody, Vehicle } from '../client/index.js';
import { look } from '../parts/look';
import { sayable } from './asked';

/** What a fact about the car may hold; the server has the last word. */
const CHARS_MAX = 200;

/** What is known of the car, as far as a template can say it; all of it may be left out. Fires `car` with all facts. */
class DrAboutCar extends LitElement {
  static override properties = { template: { attribute: false }, car: { attribute: false } };
  static override styles = [look, css`
    details { border: 1px solid var(--line); border-radius: 9px; }
    summary {
      display: flex; align-items: center; gap: 8px; min-height: 40px; padding: 0 12px; border-radius: 9px;
      font-weight: 500; cursor: pointer;
    }
    summary::after {
      content: ''; flex: none; width: 7px; height: 7px; margin-left: auto; border: solid var(--ink-soft); border-width: 0 1.75px 1.75px 0;
      transform: translateY(-2px) rotate(45deg);
    }
    [open] summary::after { transform: translateY(2px) rotate(225deg); }
    summary .quiet { overflow: hidden; font-weight: 400; text-overflow: ellipsis; white-space: nowrap; }
    .facts-form { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; padding: 4px 12px 14px; }
    .wide { grid-column: 1 / -1; }
  `];
  declare template: TemplateBody;
  declare car: Vehicle;

  private say(fact: keyof Vehicle, event: Event): void {
    this.dispatchEvent(new CustomEvent('car', { detail: { ...this.car, [fact]: (event.target as HTMLInputElement).value } }));
  }

  override render() {
    const facts = sayable(this.template);
    const said = facts.map(({ fact }) => this.car[fact]?.trim()).filter(Boolean).join(', ');
    return html`<details>
      <summary>About the car <span class="quiet">${said || 'optional'}</span></summary>
      <div class="facts-form">
        ${facts.map(({ fact, words, example }) => html`<label class="field ${fact === 'make' || fact === 'model' ? '' : 'wide'}">
          <span>${words}</span>
          <input class="input" name=${fact} maxlength=${CHARS_MAX} autocomplete="off" placeholder=${example} .value=${this.car[fact] ?? ''}
            @input=${(event: Event) => this.say(fact, event)}></label>`)}
      </div>
    </details>`;
  }
}

customElements.define('dr-about-car', DrAboutCar);
