import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { DarkroomError } from '../client/index.js';
import { server } from '../live/server';
import { dialogLook } from '../parts/dialog';
import '../parts/dr-progress';
import { alertIcon } from '../parts/icons';
import { look } from '../parts/look';

/** Such as `3 results`. */
export const results = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'result' : 'results'}`;

/**
 * Asks whether results shall be deleted, deletes them one by one, and says which could not be. Open while it has keys.
 * Fires `deleted` with the keys that are gone, and `close`.
 */
class DrDeleteDialog extends LitElement {
  static override properties = { keys: { attribute: false }, tried: { state: true }, working: { state: true }, refusals: { state: true } };
  static override styles = [look, dialogLook, css`
    dialog { width: min(420px, calc(100vw - 32px)); }
    .stack { gap: 12px; }
    .buttons { display: flex; justify-content: flex-end; gap: 8px; margin-top: 8px; }
    ul { display: grid; gap: 6px; max-height: 30vh; overflow-y: auto; }
  `];
  declare keys: readonly string[];
  declare tried: number;
  declare working: boolean;
  /** Why some were not deleted, in words, with how many each. */
  declare refusals: ReadonlyMap<string, number>;
  private stopped = false;

  constructor() {
    super();
    this.keys = [];
    this.tried = 0;
    this.working = false;
    this.refusals = new Map();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('keys')) return;
    this.tried = 0;
    this.refusals = new Map();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('keys') || this.keys.length === 0) return;
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog?.open) dialog?.showModal();
  }

  private readonly run = async (): Promise<void> => {
    this.working = true;
    this.stopped = false;
    const gone: string[] = [];
    for (const key of this.keys) {
      if (this.stopped) break;
      const refusal = await this.away(key);
      if (refusal === null) gone.push(key);
      else this.refusals = new Map(this.refusals).set(refusal, (this.refusals.get(refusal) ?? 0) + 1);
      this.tried++;
    }
    this.working = false;
    if (gone.length > 0) this.dispatchEvent(new CustomEvent('deleted', { detail: gone }));
    if (this.refusals.size === 0) this.close();
  };

  /** Null once it is gone, also if it was before; else why it is not. */
  private async away(key: string): Promise<string | null> {
    try {
      await server.deleteResult(key);
      return null;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      return error.status === 404 ? null : error.message;
    }
  }

  private readonly close = (): void => this.renderRoot.querySelector('dialog')?.close();

  private readonly closed = (): void => {
    this.stopped = true;
    this.dispatchEvent(new CustomEvent('close'));
  };

  override render() {
    if (this.keys.length === 0) return nothing;
    return html`<dialog aria-labelledby="title" @close=${this.closed}>
      <div class="stack">${this.working ? this.progress() : this.refusals.size > 0 ? this.outcome() : this.question()}</div>
    </dialog>`;
  }

  private question() {
    const one = this.keys.length === 1;
    return html`<h2 id="title">Delete ${one ? 'this result' : results(this.keys.length)}?</h2>
      <p class="quiet">${one ? 'Its file is' : 'Their files are'} deleted for good. Whatever was made from ${one ? 'it' : 'them'} stays.</p>
      <div class="buttons">
        <button class="button" autofocus @click=${this.close}>Keep ${one ? 'it' : 'them'}</button>
        <button class="button danger" @click=${() => void this.run()}>Delete ${this.keys.length.toLocaleString('en')}</button>
      </div>`;
  }

  private progress() {
    return html`<h2 id="title">Deleting ${results(this.keys.length)}</h2>
      <p class="quiet number" role="status">${this.tried.toLocaleString('en')} of ${this.keys.length.toLocaleString('en')}</p>
      <dr-progress share=${this.tried / this.keys.length} moving label="Deleting"></dr-progress>
      <div class="buttons"><button class="button" @click=${() => (this.stopped = true)}>Stop</button></div>`;
  }

  private outcome() {
    const kept = [...this.refusals.values()].reduce((sum, count) => sum + count, 0);
    return html`<h2 id="title">${results(kept)} could not be deleted</h2>
      <div class="trouble" role="alert">${alertIcon}<ul>${[...this.refusals].map(([words, count]) =>
        html`<li>${count > 1 ? html`<strong class="number">${count}×</strong> ` : nothing}${words}</li>`)}</ul></div>
      <div class="buttons"><button class="button main" autofocus @click=${this.close}>Close</button></div>`;
  }
}

customElements.define('dr-delete-dialog', DrDeleteDialog);
