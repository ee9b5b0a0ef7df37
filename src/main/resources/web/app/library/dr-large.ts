import { css, html, LitElement, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import '../parts/dr-compare';
import '../parts/dr-film';
import '../parts/dr-picture';
import { look } from '../parts/look';
import { typeName } from '../parts/words';
import { blurred } from './placed';

/** A result as large as there is room, over its preview until it has come; beside its original where they fit. Fires `lost`. */
class DrLarge extends LitElement {
  static override properties = { item: { attribute: false }, original: {} };
  static override styles = [look, css`
    :host { height: 100%; container-type: size; display: grid; place-items: center; }
    dr-compare { width: 100%; }
    .frame {
      --ratio: calc(var(--w) / var(--h)); position: relative; width: min(100cqw, 100cqh * var(--ratio), var(--w) * 1px);
      aspect-ratio: var(--ratio); border-radius: 6px; overflow: hidden;
    }
    canvas, .small, dr-picture, dr-film { position: absolute; inset: 0; width: 100%; height: 100%; }
    .clear canvas, .clear .small { display: none; }
  `];
  declare item: ItemBody;
  /** What it was made from, to be compared; empty if that cannot be shown. */
  declare original: string;

  constructor() {
    super();
    this.original = '';
  }

  override updated(): void {
    this.style.setProperty('--w', String(this.item.width));
    this.style.setProperty('--h', String(this.item.height));
  }

  private readonly lost = (): boolean => this.dispatchEvent(new CustomEvent('lost'));

  override render() {
    const { item, original } = this;
    if (original && (item.jobType === 'upscale' || item.jobType === 'draw_to_edit')) {
      return html`<dr-compare .original=${original} .result=${item.url ?? ''} .width=${item.width} .height=${item.height}
        @lost=${this.lost}></dr-compare>`;
    }
    return item.kind === 'video' ? this.film(item) : this.picture(item);
  }

  private film(item: ItemBody) {
    const poster = item.previewUrl;
    return html`<div class="frame">
      ${poster ? nothing : html`<canvas width="24" height="24" ${blurred(item.blurhash)}></canvas>`}
      <dr-film .src=${item.url ?? ''} .poster=${poster ?? ''} .width=${item.width} .height=${item.height} @lost=${this.lost}></dr-film>
    </div>`;
  }

  private picture(item: ItemBody) {
    const small = item.previewUrl;
    const clear = item.jobType === 'rembg';
    return html`<div class="frame ${clear ? 'clear' : ''}">
      <canvas width="24" height="24" ${blurred(item.blurhash)}></canvas>
      ${small ? html`<img class="small" src=${small} alt="">` : nothing}
      <dr-picture .src=${item.url ?? ''} alt=${typeName(item.jobType)} ?checkered=${clear} @lost=${this.lost}></dr-picture>
    </div>`;
  }
}

customElements.define('dr-large', DrLarge);
