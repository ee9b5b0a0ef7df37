import { css, html, LitElement, nothing } from 'lit';
import type { TemplateBody } from '../client/index.js';
import { live } from '../live/live';
import { layersIcon } from '../parts/icons';
import { look } from '../parts/look';
import { to } from '../shell/route';
import { pictureOf, type Templates } from './templates';

/** As many are found by looking. */
const FILTERED_FROM = 12;
const SKELETONS = [1, 2, 3, 4, 5, 6];

/** All templates as pictures, each a link to its own form. */
class DrGallery extends LitElement {
  static override properties = {
    templates: { attribute: false }, items: { attribute: false }, loading: { type: Boolean }, trouble: {}, wanted: { state: true },
  };
  static override styles = [look, css`
    .bar { min-height: 40px; margin-bottom: 14px; }
    .bar .input { max-width: 320px; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(250px, 42vw), 1fr)); gap: 24px 18px; }
    a, .ghost { display: block; color: inherit; text-decoration: none; border-radius: var(--radius); }
    .frame {
      display: grid; place-items: center; aspect-ratio: 3 / 2; margin-bottom: 10px; border-radius: var(--radius); overflow: hidden;
      background: var(--table); color: var(--ink-soft);
    }
    .frame svg { width: 32px; height: 32px; stroke-width: 1.25; }
    img { width: 100%; height: 100%; object-fit: cover; transition: transform 400ms ease-out; }
    img.broken { opacity: 0; }
    a:hover img { transform: scale(1.03); }
    a:hover strong { color: var(--accent); }
    strong { display: block; font-weight: 600; }
    .quiet { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
    .more { margin: 28px auto 0; width: fit-content; }
    .ghost .frame, .ghost .line { animation: wait 1.6s ease-in-out infinite; }
    .ghost .line { width: 55%; height: 12px; margin: 6px 0 32px; border-radius: 6px; background: var(--table); }
    @keyframes wait { 50% { opacity: 0.45; } }
  `];
  declare templates: Templates;
  /** These three are those of `templates`; it is drawn anew when they change. */
  declare items: readonly TemplateBody[];
  declare loading: boolean;
  declare trouble: string;
  declare wanted: string;

  constructor() {
    super();
    this.items = [];
    this.loading = false;
    this.trouble = this.wanted = '';
  }

  private readonly onMore = (): void => void this.templates.more();

  private readonly onBroken = (event: Event): void => (event.target as HTMLElement).classList.add('broken');

  private onWanted(event: Event): void {
    this.wanted = (event.target as HTMLInputElement).value;
    if (this.wanted) void this.templates.rest();
  }

  private get found(): readonly TemplateBody[] {
    const words = this.wanted.toLowerCase().split(/\s+/);
    return this.items.filter(({ name, description }) => words.every((word) => `${name} ${description}`.toLowerCase().includes(word)));
  }

  override render() {
    const { loading, trouble } = this;
    const { next } = this.templates;
    if (loading && !trouble) return this.ghosts();
    const found = this.found;
    return html`
      ${this.items.length > FILTERED_FROM || next !== null ? html`<div class="bar row spread">
        <input class="input" type="search" aria-label="Find a template" placeholder="Find a template"
          .value=${this.wanted} @input=${this.onWanted}>
        <span class="quiet number" role="status">${this.wanted ? `${found.length} found` : ''}</span></div>` : nothing}
      ${this.items.length === 0 && !trouble ? this.none()
        : html`<ul>${found.map((template, index) => this.tile(template, index))}</ul>`}
      ${this.wanted && found.length === 0 && next === null ? html`<div class="empty">${layersIcon}<p>No template is called that.</p>
        <button class="button small" @click=${() => (this.wanted = '')}>Show all</button></div>` : nothing}
      ${trouble ? html`<div class="empty"><p role="alert">${trouble}</p>
          <button class="button" @click=${this.onMore}>Try again</button></div>`
        : next !== null && !this.wanted ? html`<p class="more">
          <button class="button" @click=${this.onMore}>Show more</button></p>` : nothing}`;
  }

  private ghosts() {
    return html`<p class="unseen" role="status">Reading the templates…</p>
      <ul aria-hidden="true">${SKELETONS.map(() => html`<li class="ghost"><div class="frame"></div><div class="line"></div></li>`)}</ul>`;
  }

  private none() {
    return html`<div class="empty">${layersIcon}
      <p>There are no templates yet. A template is a scene with a few choices; your photo goes into it.</p>
      ${live.session?.admin ? html`<a class="link" href=${to('admin/templates/new')}>Make the first one</a>` : nothing}</div>`;
  }

  private tile(template: TemplateBody, index: number) {
    const { slug, name, description } = template;
    const picture = pictureOf(template);
    return html`<li><a href=${to(`create/${slug}`)}>
      <div class="frame">${picture ? html`<img src=${picture} alt="" width="480" height="320" decoding="async"
        loading=${index < 8 ? 'eager' : 'lazy'} @error=${this.onBroken}>` : layersIcon}</div>
      <strong>${name}</strong><span class="quiet">${description}</span>
    </a></li>`;
  }
}

customElements.define('dr-gallery', DrGallery);
