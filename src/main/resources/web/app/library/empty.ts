import { html, type TemplateResult } from 'lit';
import { libraryIcon } from '../parts/icons';
import { to } from '../shell/route';
import type { Wish } from './wish';

/** What stands where there are no results. */
export function empty({ kind, type }: Wish): TemplateResult {
  if (kind || type) {
    return html`<div class="empty">${libraryIcon}<p>Nothing of this kind yet.</p>
      <a class="button" href=${to('library')}>Show everything</a></div>`;
  }
  return html`<div class="empty">${libraryIcon}
    <p>Nothing here yet.</p>
    <p class="quiet">Whatever you make is kept here, with what it was made from, until you delete it.</p>
    <p class="row">
      <a class="button main" href=${to('create')}>Create a picture</a>
      <a class="button" href=${to('tools/upscale')}>Upscale a photo</a>
    </p>
  </div>`;
}
