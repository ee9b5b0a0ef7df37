import { css, html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Following, live } from '../live/live';
import { adminIcon } from '../parts/icons';
import { look } from '../parts/look';
import { Routed, to } from '../shell/route';
import './dr-admin-job';
import './dr-admin-jobs';
import './dr-admin-provider';
import './dr-admin-templates';
import './dr-admin-user';
import './dr-admin-users';
import './dr-template-editor';

const SECTIONS = [
  { name: 'jobs', words: 'Jobs' }, { name: 'users', words: 'Users' }, { name: 'provider', words: 'Health' },
  { name: 'templates', words: 'Templates' },
];

/** The operators' places: everybody's jobs, users, how the server does, templates. */
class DrAdmin extends LitElement {
  static override styles = [look, css`
    :host { max-width: 1180px; margin: 0 auto; }
    nav { display: flex; gap: 4px; margin: 10px 0 20px; border-bottom: 1px solid var(--line); overflow-x: auto; }
    nav a { padding: 9px 12px; border-bottom: 2px solid transparent; color: var(--ink-soft); font-weight: 500; text-decoration: none; }
    nav a:hover { color: var(--ink); }
    nav a:focus-visible { outline-offset: -2px; }
    nav a[aria-current] { border-color: var(--accent); color: var(--ink); }
  `];
  private readonly routed = new Routed(this);

  constructor() {
    super();
    new Following(this);
  }

  override render() {
    if (!live.session) return html`<h1>Admin</h1>`;
    if (!live.session.admin) {
      return html`<h1>Admin</h1><div class="empty">${adminIcon}
        <p>This place is for those who run this server. If you should be one of them, ask whoever set it up.</p></div>`;
    }
    const [, section = 'jobs', name = ''] = this.routed.place.parts;
    return html`<h1>Admin</h1>
      <nav aria-label="Admin">${SECTIONS.map((each) => html`<a href=${to(`admin/${each.name}`)}
        aria-current=${each.name === section ? 'page' : nothing}>${each.words}</a>`)}</nav>
      ${keyed(`${section}/${name}`, this.shown(section, name))}`;
  }

  private shown(section: string, name: string) {
    switch (section) {
      case 'users': return name ? html`<dr-admin-user .email=${name}></dr-admin-user>` : html`<dr-admin-users></dr-admin-users>`;
      case 'provider': return html`<dr-admin-provider></dr-admin-provider>`;
      case 'templates': return name ? html`<dr-template-editor .slug=${name === 'new' ? '' : name}></dr-template-editor>`
        : html`<dr-admin-templates></dr-admin-templates>`;
      default: return name ? html`<dr-admin-job .jobId=${name}></dr-admin-job>` : html`<dr-admin-jobs></dr-admin-jobs>`;
    }
  }
}

customElements.define('dr-admin', DrAdmin);
