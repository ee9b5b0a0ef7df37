import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import '../library/dr-wall';
import { ending } from '../library/ending';
import type { ItemBody } from '../client/index.js';
import { Shelf } from '../library/shelf';
import { to } from '../shell/route';
import { dialogLook } from './dialog';
import { closeIcon, libraryIcon } from './icons';
import { look } from './look';
import type { Kind } from './pick';

/** Chooses one thing from the library. Fires `chosen` with it, and `close`. */
class DrLibraryDialog extends LitElement {
  static override properties = { open: { type: Boolean }, kind: {} };
  static override styles = [look, dialogLook, css`
    dialog {
      width: min(940px, calc(100vw - 32px)); height: min(680px, calc(100dvh - 32px)); max-height: none; padding: 16px 0 0; overflow: hidden;
    }
    dialog[open] { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 8px; }
    .head { padding: 0 16px 0 20px; }
    dr-wall { padding: 6px max(0px, 20px - var(--bar, 0px)) 20px 20px; }
    .end { min-height: 48px; padding: 16px 0 0; text-align: center; }
    .empty { align-content: center; }
  `];
  declare open: boolean;
  declare kind: Kind;
  private shelf = new Shelf({});

  constructor() {
    super();
    this.open = false;
    this.kind = 'image';
  }

  /** It is read anew each time, for there may be more by now. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('open') || !this.open) return;
    this.shelf.onChange = () => undefined;
    this.shelf = new Shelf({ kind: this.kind });
    this.shelf.onChange = () => this.requestUpdate();
    void this.shelf.more();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('open') && this.open) this.renderRoot.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  private choose(event: CustomEvent<ItemBody>): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('chosen', { detail: event.detail }));
    this.close();
  }

  override render() {
    if (!this.open) return nothing;
    const { shelf } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent('close'))}>
      <div class="head row spread">
        <h2 id="title">From your library</h2>
        <button class="button round small plain" aria-label="Close" @click=${this.close}>${closeIcon}</button>
      </div>
      ${shelf.loaded && shelf.items.length === 0 ? this.empty() : html`<dr-wall single columnMin="170" label="Results, newest first"
        .items=${shelf.items} @open=${this.choose} @more=${() => shelf.trouble || void shelf.more()}
        @lost=${(event: CustomEvent<string>) => void shelf.reread(event.detail)}>
        <div class="end quiet">${ending(shelf)}</div>
      </dr-wall>`}
    </dialog>`;
  }

  private empty() {
    const image = this.kind === 'image';
    return html`<div class="empty">${libraryIcon}
      <p>${image ? 'No pictures yet.' : 'No videos yet.'}</p>
      <p class="quiet">Whatever you make is kept in your library, so that you can go on with it here.</p>
      ${image ? nothing : html`<a class="button" href=${to('tools/video')} @click=${this.close}>Animate a picture</a>`}
    </div>`;
  }
}

customElements.define('dr-library-dialog', DrLibraryDialog);
