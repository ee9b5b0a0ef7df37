import { css, html, LitElement } from 'lit';
import type { Operation } from '../client/index.js';
import { look } from '../parts/look';
import type { Kind } from '../parts/pick';
import { typeName } from '../parts/words';
import type { Wish } from './wish';

const TYPES: Record<Kind, readonly Operation[]> = {
  image: ['image', 'upscale', 'draw_to_edit', 'rembg', 'studio'],
  video: ['video', 'video_upscale', 'video_interpolate'],
};
const KINDS: readonly { kind: Kind | undefined; words: string }[] = [
  { kind: undefined, words: 'All' }, { kind: 'image', words: 'Pictures' }, { kind: 'video', words: 'Videos' },
];

/** Which results are shown. Fires `wish`. */
class DrFilter extends LitElement {
  static override properties = { wish: { attribute: false } };
  static override styles = [look, css`
    :host { display: flex; flex-wrap: wrap; gap: 10px; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; flex: 1 0 15.5rem; }
    select.input { width: auto; min-width: 0; flex: 1 1 9rem; min-height: 42px; padding-right: 8px; background: var(--surface); }
    @media (max-width: 760px) {
      fieldset { flex: 1 1 12rem; }
      select.input { flex: 1 1 7.5rem; }
    }
  `];
  declare wish: Wish;

  constructor() {
    super();
    this.wish = {};
  }

  private choose(kind: Kind | undefined, type: Operation | undefined): void {
    const fits = type && (!kind || TYPES[kind].includes(type));
    this.dispatchEvent(new CustomEvent<Wish>('wish', { detail: { ...(kind && { kind }), ...(fits && { type }) } }));
  }

  override render() {
    const { kind, type } = this.wish;
    const types = kind ? TYPES[kind] : [...TYPES.image, ...TYPES.video];
    return html`<fieldset class="choices"><legend class="unseen">Pictures or videos</legend>
        ${KINDS.map((each) => html`<label><input type="radio" name="kind" .checked=${each.kind === kind}
          @change=${() => this.choose(each.kind, type)}>${each.words}</label>`)}
      </fieldset>
      <select class="input" aria-label="Kind of work" .value=${type ?? ''}
        @change=${(event: Event) => this.choose(kind, ((event.target as HTMLSelectElement).value || undefined) as Operation | undefined)}>
        <option value="">All kinds</option>
        ${types.map((each) => html`<option value=${each} ?selected=${each === type}>${typeName(each)}</option>`)}
      </select>`;
  }
}

customElements.define('dr-filter', DrFilter);
