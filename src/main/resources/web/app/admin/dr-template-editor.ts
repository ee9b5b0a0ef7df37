import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { DarkroomError, type TemplateBody } from '../client/index.js';
import { Acting } from '../live/acting';
import { server } from '../live/server';
import '../parts/dr-confirm';
import { backIcon } from '../parts/icons';
import { look } from '../parts/look';
import { waiting } from '../parts/pick';
import { go, to } from '../shell/route';
import { admin } from './api';
import { drafted, edited, newVariable, type Draft } from './draft';
import './dr-prompt-preview';
import './dr-template-form';

/** What was typed and not saved, by slug, for whoever comes back. */
const unsaved = new Map<string, Draft>();

/** Writes a template: all that it holds, and beside it the prompt as it would be sent. */
class DrTemplateEditor extends LitElement {
  static override properties = {
    slug: {}, draft: { state: true }, dirty: { state: true }, theirs: { state: true }, missing: { state: true }, said: { state: true },
  };
  static override styles = [look, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; container-type: inline-size; }
    .back { display: inline-flex; align-items: center; gap: 4px; justify-self: start; min-height: 24px; color: var(--ink-soft);
      font-size: 0.875rem; text-decoration: none; }
    .back:hover { color: var(--ink); }
    .title { font-size: 1.25rem; overflow-wrap: anywhere; }
    .halves { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 16px; align-items: start; }
    dr-prompt-preview { position: sticky; top: 0; max-height: calc(100dvh - 180px); overflow-y: auto; }
    .end {
      position: sticky; bottom: -20px; z-index: 5; display: grid; gap: 10px; margin: 0 -4px; padding: 14px 4px 20px;
      border-top: 1px solid var(--line); background: var(--ground);
    }
    .end .row { flex-wrap: wrap; }
    .end .away { margin-left: auto; }
    .changed { display: grid; gap: 10px; padding: 14px; border-radius: 9px; background: var(--accent-wash); }
    @container (max-width: 760px) {
      .halves { grid-template-columns: minmax(0, 1fr); }
      dr-prompt-preview { position: static; max-height: none; }
    }
  `];
  /** Of the template; empty for a new one. */
  declare slug: string;
  declare draft: Draft | null;
  declare dirty: boolean;
  /** What somebody else has written meanwhile. */
  declare theirs: TemplateBody | null;
  declare missing: string;
  declare said: string;
  private readonly acting = new Acting(this);

  constructor() {
    super();
    this.slug = this.missing = this.said = '';
    this.draft = this.theirs = null;
    this.dirty = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.onLeave);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.onLeave);
    if (this.dirty && this.draft) unsaved.set(this.slug, this.draft);
  }

  private readonly onLeave = (event: BeforeUnloadEvent): void => {
    if (this.dirty) event.preventDefault();
  };

  private async begin(): Promise<void> {
    const kept = unsaved.get(this.slug);
    unsaved.delete(this.slug);
    if (kept) {
      this.take(kept, true);
      this.said = 'What you had not saved is still here.';
      return;
    }
    if (!this.slug) return this.take(drafted(null), false);
    try {
      this.take(drafted(await server.template(this.slug)), false);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.missing = error.message;
    }
  }

  private take(draft: Draft, dirty: boolean): void {
    this.draft = draft;
    this.dirty = dirty;
    this.theirs = null;
    this.said = '';
  }

  private edit(draft: Draft): void {
    this.draft = draft;
    this.dirty = true;
    this.said = '';
  }

  private add(draft: Draft, key: string): void {
    this.edit({ ...draft, variables: [...draft.variables, newVariable(key)] });
  }

  private save(over: boolean): void {
    const { draft, slug } = this;
    if (!draft) return;
    this.said = '';
    void this.acting.act(async () => {
      this.theirs = over || !slug ? null : await this.changed(slug, draft);
      if (this.theirs) return;
      const saved = slug ? await admin.changeTemplate(slug, edited(draft)) : await admin.makeTemplate(edited(draft));
      // What was typed while it was on its way is not saved yet.
      const typed = this.draft === draft ? drafted(saved) : { ...this.draft!, updatedAt: saved.updatedAt };
      this.take(typed, this.draft !== draft);
      this.said = 'Saved.';
      if (!slug) this.leaveFor(saved.slug);
    });
  }

  /** The version of somebody else, if there is one: the server itself looks only while it writes. */
  private async changed(slug: string, draft: Draft): Promise<TemplateBody | null> {
    const now = await server.template(slug);
    return now.updatedAt === draft.updatedAt ? null : now;
  }

  private leaveFor(slug: string): void {
    if (this.dirty && this.draft) unsaved.set(slug, this.draft);
    this.dirty = false;
    go(`admin/templates/${slug}`);
  }

  private away(): void {
    void this.acting.act(async () => {
      await admin.removeTemplate(this.slug).catch((error: unknown) => {
        if (!(error instanceof DarkroomError && error.status === 404)) throw error;
      });
      this.dirty = false;
      go('admin/templates');
    });
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('theirs') && this.theirs) this.renderRoot.querySelector<HTMLElement>('.changed button')?.focus();
  }

  override render() {
    return html`<a class="back" href=${to('admin/templates')}>${backIcon}All templates</a>
      ${this.missing ? html`<p role="alert">${this.missing}</p>` : this.draft ? this.whole(this.draft)
        : html`<p class="quiet" role="status">Reading the template…</p>`}`;
  }

  private whole(draft: Draft) {
    const { trouble } = this.acting;
    return html`<h2 class="title">${this.slug ? draft.name || this.slug : 'New template'}</h2>
      <div class="halves">
        <dr-template-form .draft=${draft} .fault=${trouble} ?fixed=${this.slug !== ''}
          @edited=${(event: CustomEvent<Draft>) => this.edit(event.detail)}></dr-template-form>
        <dr-prompt-preview class="card" .draft=${draft}
          @variable=${(event: CustomEvent<string>) => this.add(draft, event.detail)}></dr-prompt-preview>
      </div>
      <div class="end">
        ${this.theirs ? this.conflict(this.theirs) : nothing}
        <div class="row">${this.buttons(draft)}</div>
        <p class="quiet ${trouble ? 'bad' : ''}" role=${trouble ? 'alert' : 'status'}>${trouble?.message ?? this.standing}</p>
      </div>
      <dr-confirm heading="Delete this template?" yes="Delete it" @yes=${this.away}>
        Nobody can use it from now on, and it cannot be brought back. Jobs that were begun with it go on;
        pictures made with it stay.</dr-confirm>`;
  }

  private get standing(): string {
    return this.said || (this.dirty ? 'Not saved yet.' : '');
  }

  private buttons({ pictures }: Draft) {
    const { busy } = this.acting;
    const sending = pictures.some((picture) => waiting(picture) !== '');
    const broken = pictures.some(({ error }) => error !== '');
    return html`<button class="button main" ?disabled=${busy || sending || broken || !this.dirty}
      @click=${() => this.save(false)}>${this.slug ? 'Save' : 'Make the template'}</button>
      ${this.dirty && this.slug ? html`<button class="button" ?disabled=${busy} @click=${() => void this.begin()}>Undo all</button>`
        : nothing}
      ${sending ? html`<span class="quiet">A picture is on its way…</span>` : broken
        ? html`<span class="quiet bad">A picture did not arrive. Send it again, or remove it.</span>` : nothing}
      ${this.slug ? html`<button class="button danger away" ?disabled=${busy}
        @click=${() => this.renderRoot.querySelector('dr-confirm')?.show()}>Delete…</button>` : nothing}`;
  }

  private conflict(theirs: TemplateBody) {
    return html`<div class="changed" role="alert"><p>Somebody else has changed this template since you began.</p>
      <div class="row"><button class="button" @click=${() => this.take(drafted(theirs), false)}>Take theirs, and lose mine</button>
        <button class="button danger" @click=${() => this.save(true)}>Save mine over theirs</button></div></div>`;
  }
}

customElements.define('dr-template-editor', DrTemplateEditor);
