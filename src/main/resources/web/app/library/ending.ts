import { html, nothing } from 'lit';
import type { Shelf } from './shelf';

/** What stands below the last result that has been read. */
export function ending(shelf: Shelf) {
  if (shelf.trouble) {
    return html`<p class="bad" role="alert">${shelf.trouble}</p>
      <button class="button small" @click=${() => void shelf.more()}>Try again</button>`;
  }
  return shelf.loading ? html`<p role="status">Reading your library…</p>` : nothing;
}
