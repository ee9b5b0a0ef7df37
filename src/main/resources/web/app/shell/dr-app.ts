import { html, LitElement, nothing } from 'lit';
import { ended } from '../live/jobs';
import { Following, live } from '../live/live';
import { link } from '../live/server';
import '../jobs/dr-jobs';
import { brandIcon, jobsIcon, moreIcon, createIcon, growIcon, libraryIcon } from '../parts/icons';
import { look } from '../parts/look';
import { credits } from '../parts/words';
import './dr-account';
import './dr-sign-in';
import { layout } from './layout';
import { marked, PLACES, shown, type Named } from './places';
import { here, Routed, to } from './route';

const DRAWER = 'darkroom.drawer';
/** From here on the drawer has a place of its own; below it lies over all else. */
const ROOM = 1240;

/** The whole page: navigation, one place, and the jobs beside it. The address's hash says which place. */
class DrApp extends LitElement {
  static override properties = { drawer: { state: true }, more: { state: true } };
  static override styles = [look, layout];
  declare drawer: boolean;
  declare more: boolean;
  private readonly routed = new Routed(this, () => this.moved());
  /** Where the page was last. */
  private at = here().path;

  constructor() {
    super();
    this.drawer = window.innerWidth > ROOM && localStorage.getItem(DRAWER) !== 'closed';
    this.more = false;
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    live.start();
    window.addEventListener('resize', this.redraw);
    window.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.redraw);
    window.removeEventListener('keydown', this.onKey);
  }

  private readonly redraw = (): void => this.requestUpdate();

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.more) this.more = false;
    else if (this.overlaid) void this.toggle();
  };

  /** The drawer lies over the rest, which cannot be used meanwhile. */
  private get overlaid(): boolean {
    return this.drawer && window.innerWidth <= ROOM;
  }

  private moved(): void {
    const { path } = this.routed.place;
    if (path === this.at) return;
    this.at = path;
    this.more = false;
    if (this.overlaid) this.drawer = false;
    const main = this.renderRoot.querySelector('main');
    main?.scrollTo({ top: 0 });
    main?.focus({ preventScroll: true });
  }

  private async toggle(): Promise<void> {
    this.drawer = !this.drawer;
    this.more = false;
    localStorage.setItem(DRAWER, this.drawer ? 'open' : 'closed');
    if (window.innerWidth > ROOM) return;
    await this.updateComplete;
    const opener = [...this.renderRoot.querySelectorAll<HTMLElement>('.opener')].find((button) => button.offsetParent);
    const list = this.renderRoot.querySelector<LitElement>('dr-jobs');
    await list?.updateComplete;
    (list?.renderRoot.querySelector<HTMLElement>('button') ?? opener)?.focus();
  }

  override render() {
    if (live.signedOut !== null) return html`<main class="alone"><dr-sign-in .why=${live.signedOut}></dr-sign-in></main>`;
    const at = marked(this.routed.place);
    const places = PLACES.filter((place) => !place.admin || live.session?.admin);
    return html`
      <nav class="rail" aria-label="Places" ?inert=${this.overlaid}>
        <button class="button skip" @click=${this.skip}>Skip to the content</button>
        <a class="brand" href=${to('create')}>${brandIcon}Darkroom</a>
        ${places.map((place) => this.place(place, at))}
        <div class="foot">${this.practice()}<dr-account .session=${live.session}></dr-account></div>
      </nav>
      <div class="middle" ?inert=${this.overlaid}>
        <header class="bar">
          <a class="brand" href=${to('create')}>${brandIcon}Darkroom</a>
          <a class="button small plain number" href=${to('credits')}>${live.credits ? credits(live.credits.available) : '…'}</a>
          <button class="button small jobs opener" aria-expanded=${this.drawer} @click=${this.toggle}>${jobsIcon}Jobs${this.count()}</button>
        </header>
        <main tabindex="-1">${shown(this.routed.place)}</main>
      </div>
      ${this.drawer ? html`<section class="drawer" aria-label="Jobs" role=${this.overlaid ? 'dialog' : 'complementary'}
        aria-modal=${this.overlaid ? 'true' : nothing}><dr-jobs @close=${this.toggle}></dr-jobs></section>` : nothing}
      ${this.tabs(at, places)}
      <p class="toast" role="alert" ?hidden=${link.up}>Darkroom is not answering. Your jobs are safe; this page keeps asking.
        <button class="link" @click=${() => live.again()}>Ask now</button></p>`;
  }

  private skip(): void {
    this.renderRoot.querySelector('main')?.focus();
  }

  private place({ path, words, icon }: Named, at: string) {
    return html`<a class="place" href=${to(path)} aria-current=${path === at ? 'page' : nothing}>${icon}${words}</a>`;
  }

  private count() {
    const moving = live.jobs.filter((job) => !ended(job)).length;
    return moving > 0 ? html`<span class="count" aria-label=${`${moving} under way`}>${moving}</span>` : nothing;
  }

  private practice() {
    if (live.session?.provider !== 'emulator') return nothing;
    return html`<details class="practice"><summary>Practice mode</summary>
      <p>Pictures are made by classical filters, not by an AI model. Set <code>FAL_KEY</code> and restart to use the real ones.</p></details>`;
  }

  private tabs(at: string, places: readonly Named[]) {
    const tools = places.filter((place) => place.tool);
    const others = places.filter((place) => !place.tool && place.path !== 'create' && place.path !== 'library');
    const inTools = tools.some((place) => place.path === at);
    return html`
      ${this.more ? html`<nav class="more" aria-label="More places">${[...tools, ...others].map((place) => this.place(place, at))}${this.practice()}<dr-account .session=${live.session}></dr-account></nav>` : nothing}
      <nav class="tabs" aria-label="Main places" ?inert=${this.overlaid}>
        <a href=${to('create')} aria-current=${at === 'create' ? 'page' : nothing}>${createIcon}Create</a>
        <a href=${to('tools/upscale')} aria-current=${inTools ? 'page' : nothing}>${growIcon}Tools</a>
        <a href=${to('library')} aria-current=${at === 'library' ? 'page' : nothing}>${libraryIcon}Library</a>
        <button class="opener" aria-expanded=${this.drawer} @click=${this.toggle}>${jobsIcon}Jobs${this.count()}</button>
        <button aria-expanded=${this.more} @click=${() => (this.more = !this.more)}>${moreIcon}More</button>
      </nav>`;
  }
}

customElements.define('dr-app', DrApp);
