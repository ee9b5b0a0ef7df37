import { html, nothing } from 'lit';
import type { ItemBody } from '../client/index.js';
import { checkIcon } from '../parts/icons';
import { to } from '../shell/route';
import { length, spoken } from './items';
import type { Box } from './masonry';
import { blurred, placed } from './placed';

const playMark = html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M3 1.5v9L10.5 6z"/></svg>`;

/** A date takes long to be put into words, and a wall is drawn often. */
const words = new WeakMap<ItemBody, string>();

function worded(item: ItemBody): string {
  const word = words.get(item) ?? spoken(item);
  words.set(item, word);
  return word;
}

/** One result on a wall. */
export interface Tile {
  item: ItemBody;
  box: Box;
  /** Its number among them all. */
  at: number;
  of: number;
  /** The Tab key comes to it. */
  stop: boolean;
  /** Its picture is wanted, not only its blur. */
  pictured: boolean;
  /** Null where none are selected. */
  selected: boolean | null;
}

export function tile({ item, box, at, of, stop, pictured, selected }: Tile) {
  const picture = pictured ? item.previewUrl : null;
  return html`<a class="tile ${item.jobType === 'rembg' ? 'clear' : ''}" role="option" href=${to('library/item', { key: item.key })}
    data-key=${item.key} tabindex=${stop ? 0 : -1} aria-selected=${selected ?? nothing} aria-label=${worded(item)}
    aria-posinset=${at + 1} aria-setsize=${of} draggable="false" ${placed(box)}>
    ${picture ? html`<img src=${picture} alt="" decoding="async" draggable="false">` : nothing}
    <canvas width="16" height="16" ${blurred(item.blurhash)}></canvas>
    ${selected === null ? nothing : html`<span class="check">${checkIcon}</span>`}
    ${item.seconds === null ? nothing : html`<span class="length number">${playMark}${length(item.seconds)}</span>`}
  </a>`;
}
