import { css, html, LitElement, nothing } from 'lit';
import type { TemplateBody } from '../client/index.js';
import { Paged } from '../live/paged';
import { server } from '../live/server';
import { steady } from '../live/steady';
import { layersIcon, photoIcon, plusIcon } from '../parts/icons';
import { look } from '../parts/look';
import { to } from '../shell/route';

/** All templates, oldest first. */
class DrAdminTemplates extends LitElement {
  static override styles = [look, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 16px; }
    li.card { position: relative; padding: 0; overflow: hidden; }
    li.card:hover { border-color: var(--line-strong); }
    .thumb { display: grid; place-items: center; aspect-ratio: 3 / 2; background: var(--table); color: var(--ink-soft); }
    img { width: 100%; height: 100%; object-fit: cover; }
    .words { display: grid; gap: 4px; padding: 12px 14px 14px; }
    a.name { color: inherit; font-weight: 600; text-decoration: none; }
    a.name::after { content: ''; position: absolute; inset: 0; border-radius: var(--radius); }
    a.name:focus-visible { outline: none; }
    a.name:focus-visible::after { outline: 2px solid var(--accent); outline-offset: -2px; }
  `];
  private readonly found = new Paged<TemplateBody>(this, (query) => server.templates(query));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.found.anew();
  }

  override render() {
    const { items, next, loaded, loading, trouble } = this.found;
    return html`<div class="row spread"><p class="quiet">A template is a prompt with gaps, and the pictures that go with it.
        Users fill the gaps.</p>
        <a class="button main" href=${to('admin/templates/new')}>${plusIcon}New template</a></div>
      ${trouble ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
      ${items.length > 0 ? html`<ul>${items.map((template) => this.card(template))}</ul>`
        : html`<div class="card empty">${layersIcon}<p class="quiet" role="status">
          ${loaded ? 'No templates yet. Make the first, and users find it under Create.' : 'Reading the templates…'}</p></div>`}
      ${next !== null ? html`<button class="button wide" ?disabled=${loading} @click=${() => void this.found.more()}>Show more</button>`
        : nothing}`;
  }

  private card({ slug, name, description, images, variables, video }: TemplateBody) {
    const image = images[0];
    const asks = variables.length === 1 ? 'Asks for 1 thing' : `Asks for ${variables.length} things`;
    return html`<li class="card">
      <div class="thumb">${image?.url
        ? html`<img src=${steady(image.key, image.url)} alt="" loading="lazy" decoding="async" width="300" height="200">` : photoIcon}</div>
      <div class="words"><a class="name" href=${to(`admin/templates/${slug}`)}>${name}</a><span class="quiet">${description}</span>
        <span class="quiet">${asks}${video ? ' · can move' : ''}</span></div>
    </li>`;
  }
}

customElements.define('dr-admin-templates', DrAdminTemplates);
