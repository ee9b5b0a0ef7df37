import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type PageTemplateBody, type TemplateBody } from '../client/index.js';
import { server } from '../live/server';
import { brushIcon, filmIcon } from '../parts/icons';
import { look } from '../parts/look';

const PAGE = 100;

/** Chooses how a photo moves: as a template says, or in one's own words. Fires `motion` with the template, or null. */
class DrMotions extends LitElement {
  static override properties = { slug: {}, templates: { state: true }, trouble: { state: true } };
  static override styles = [look, css`
    .cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
    label {
      position: relative; display: grid; grid-template-rows: auto 1fr; border: 1px solid var(--line); border-radius: 9px; overflow: hidden;
      cursor: pointer;
    }
    label:hover { border-color: var(--ink-soft); }
    label:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
    label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
    input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
    img, .blank { width: 100%; height: 50px; object-fit: cover; background: var(--table); color: var(--ink-soft); }
    .blank { display: grid; place-items: center; }
    .name {
      display: grid; place-items: center; min-height: 34px; padding: 3px 5px; font-size: 0.75rem; font-weight: 500; line-height: 1.25;
      text-align: center;
    }
    .waits { min-height: 86px; border: 1px solid var(--line); border-radius: 9px; background: var(--table); }
  `];
  /** Of the template that is chosen; empty for one's own words. */
  declare slug: string;
  declare templates: readonly TemplateBody[] | null;
  declare trouble: string;

  constructor() {
    super();
    this.slug = this.trouble = '';
    this.templates = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.templates) void this.load();
  }

  private async load(): Promise<void> {
    this.trouble = '';
    try {
      const all: TemplateBody[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: PageTemplateBody = await server.templates({ limit: PAGE, ...(cursor && { cursor }) });
        all.push(...page.items.filter((template) => template.video));
        cursor = page.nextCursor;
      }
      this.templates = all;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error.message;
    }
  }

  private choose(template: TemplateBody | null): void {
    this.dispatchEvent(new CustomEvent('motion', { detail: template }));
  }

  override render() {
    return html`<fieldset class="field">
      <legend>How it moves</legend>
      <div class="cards">
        ${this.card(null, html`<span class="blank">${brushIcon}</span>`, 'In your words')}
        ${this.templates === null && !this.trouble ? [1, 2].map(() => html`<span class="waits"></span>`) : nothing}
        ${this.templates?.map((template) => this.card(template, template.images[0]?.url
          ? html`<img src=${template.images[0].url} width="96" height="50" loading="lazy" decoding="async" alt="">`
          : html`<span class="blank">${filmIcon}</span>`, template.name))}
      </div>
      ${this.trouble ? html`<p class="quiet bad" role="alert">${this.trouble}
        <button class="link" @click=${() => void this.load()}>Try again</button></p>` : nothing}
    </fieldset>`;
  }

  private card(template: TemplateBody | null, picture: unknown, words: string) {
    return html`<label title=${template?.description ?? ''}>
      <input type="radio" name="motion" .checked=${(template?.slug ?? '') === this.slug} @change=${() => this.choose(template)}>
      ${picture}<span class="name">${words}</span></label>`;
  }
}

customElements.define('dr-motions', DrMotions);
