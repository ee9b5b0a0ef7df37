import { css, html, LitElement, nothing } from 'lit';
import { DarkroomError, type TemplateBody } from '../client/index.js';
import { Following, live } from '../live/live';
import '../parts/dr-picker';
import { backIcon, layersIcon } from '../parts/icons';
import { look } from '../parts/look';
import { fromKey, type Pick } from '../parts/pick';
import { here, Routed, to } from '../shell/route';
import { Chosen } from '../tools/chosen';
import { PHOTOS_MAX, told } from '../tools/dr-photos';
import { keep, kept } from '../tools/kept';
import './dr-gallery';
import './dr-template';
import { Templates } from './templates';

/** Puts photos into scenes: all templates, or the one that the address names. The photos stay when the template changes. */
class DrCreate extends LitElement {
  static override properties = { template: { state: true }, trouble: { state: true } };
  static override styles = [look, css`
    :host { height: 100%; }
    .one { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 12px; height: 100%; }
    .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: 16px 32px; margin-bottom: 24px; }
    .head dr-picker { width: 160px; height: auto; }
    .head .tiles-3 { width: 244px; }
    .head .tiles-4 { width: 328px; }
    .head dr-picker[inert] { position: absolute; width: 1px; height: 1px; overflow: hidden; }
    @media (hover: none) {
      .mouse { display: none; }
    }
    .one .empty { align-content: start; }
    .back { margin-left: -11px; }
    @media (max-width: 900px) {
      :host, .one { height: auto; }
    }
  `];
  /** Null if there is none of that name. */
  declare template: TemplateBody | null | undefined;
  declare trouble: string;
  private readonly routed = new Routed(this, () => void this.find());
  private readonly chosen = new Chosen(this, 'image');
  private readonly templates = new Templates(this);
  private remembers: 'not yet' | 'soon' | 'yes' = 'not yet';

  constructor() {
    super();
    this.trouble = '';
    new Following(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.find();
  }

  private get slug(): string {
    return this.routed.place.parts[0] === 'create' ? this.routed.place.parts[1] ?? '' : '';
  }

  private async find(): Promise<void> {
    const { slug } = this;
    this.trouble = '';
    if (this.template?.slug !== slug) this.template = undefined;
    if (!slug || this.template) return;
    try {
      const template = await this.templates.find(slug);
      if (slug === this.slug) this.template = template;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      if (slug === this.slug) this.trouble = error.message;
    }
  }

  override updated(): void {
    if (!this.isConnected || !live.session) return;
    if (this.remembers === 'not yet') void this.remember();
    const keys = this.chosen.picks.flatMap(({ key }) => key ?? []);
    if (this.remembers === 'yes') keep('photos', { keys });
  }

  /** The photos of before a reload, unless the address brings one. */
  private async remember(): Promise<void> {
    this.remembers = 'soon';
    const { keys } = kept('photos', { keys: [] as string[] });
    if (!here().query.get('key')) {
      const tries = await Promise.allSettled(keys.map(fromKey));
      const picks = tries.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      if (this.isConnected && this.chosen.picks.length === 0) this.chosen.set(picks);
    }
    this.remembers = 'yes';
  }

  override render() {
    if (!this.slug) return this.all();
    return html`<div class="one">
      <div>
        <a class="button small plain back" href=${to('create')}>${backIcon}All templates</a>
        <h1>${this.template?.name ?? 'Create'}</h1>
      </div>
      ${this.one()}</div>`;
  }

  private all() {
    const count = this.chosen.picks.length;
    return html`<div class="head">
        <div><h1>Create</h1>
          <p class="quiet">${count > 0 ? 'Choose a template for your photo, or add more of the same car.'
            : html`Choose a template for your photo.<span class="mouse"> Or drop or paste the photo here first.</span>`}</p></div>
        <dr-picker compact class=${`tiles-${Math.min(count + 1, PHOTOS_MAX)}`} ?inert=${count === 0}
          .picks=${this.chosen.picks} .most=${PHOTOS_MAX} @picks=${this.onPicks}></dr-picker>
      </div>
      ${this.chosen.trouble ? html`<p class="bad" role="alert">${this.chosen.trouble}</p>` : nothing}
      <dr-gallery .templates=${this.templates} .items=${this.templates.items} .loading=${this.templates.loading}
        .trouble=${this.templates.trouble}></dr-gallery>`;
  }

  private readonly onPicks = (event: CustomEvent<readonly Pick[]>): void => {
    this.chosen.set(told(event, this.chosen.picks));
  };

  private one() {
    if (this.trouble) {
      return html`<div class="empty"><p role="alert">${this.trouble}</p>
        <button class="button" @click=${() => void this.find()}>Try again</button></div>`;
    }
    if (this.template === null) {
      return html`<div class="empty">${layersIcon}<p>There is no such template any more.</p>
        <a class="button" href=${to('create')}>See all templates</a></div>`;
    }
    if (!this.template || !live.session) return html`<p class="quiet" role="status">Reading the template…</p>`;
    return html`<dr-template .template=${this.template} .picks=${this.chosen.picks} .trouble=${this.chosen.trouble}
      @picks=${this.onPicks}></dr-template>`;
  }
}

customElements.define('dr-create', DrCreate);
