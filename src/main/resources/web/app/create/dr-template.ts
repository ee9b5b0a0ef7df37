import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Accepted, DarkroomError, TemplateBody, Vehicle } from '../client/index.js';
import '../jobs/dr-job';
import '../parts/dr-order';
import '../parts/dr-picker';
import { createIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import '../tools/dr-photos';
import { PHOTOS_MAX, same, told } from '../tools/dr-photos';
import { keep, kept } from '../tools/kept';
import { asked, faulty, sayable, valueOf, type Draft } from './asked';
import './dr-about-car';
import './dr-variable';
import { pictureOf } from './templates';

/** One template: the photos, what it asks for, and what became of them. Fires `picks`. */
class DrTemplate extends LitElement {
  static override properties = {
    template: { attribute: false }, picks: { attribute: false }, trouble: {}, draft: { state: true }, car: { state: true },
    jobId: { state: true }, refused: { state: true },
  };
  static override styles = [look, toolLook, css`
    .scene { width: 100%; height: 112px; border-radius: 9px; object-fit: cover; background: var(--table); }
    .scene.broken { display: none; }
    dr-order {
      position: sticky; bottom: -20px; z-index: 1; margin: 0 -20px -20px; padding: 14px 20px 10px;
      border-top: 1px solid var(--line); background: var(--surface);
    }
    .variables { display: grid; gap: 16px; }
    /* What has the focus must not be hidden by the order. */
    .panel { scroll-padding-bottom: 160px; }
    @media (max-width: 900px) {
      dr-order { position: static; }
    }
  `];
  declare template: TemplateBody;
  declare picks: readonly Pick[];
  /** Why the photo that came along could not be taken. */
  declare trouble: string;
  declare draft: Draft;
  declare car: Vehicle;
  declare jobId: string;
  declare refused: DarkroomError | null;

  constructor() {
    super();
    this.picks = [];
    this.trouble = this.jobId = '';
    this.draft = { values: {}, isolate: false };
    this.car = {};
    this.refused = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('template') || changed.get('template')?.slug === this.template.slug) return;
    this.draft = kept<Draft>(this.template.slug, { values: {}, isolate: false });
    this.car = kept<Vehicle>('car', {});
    this.jobId = '';
    this.refused = null;
  }

  private say(draft: Partial<Draft>): void {
    this.draft = { ...this.draft, ...draft };
    this.refused = null;
    keep(this.template.slug, this.draft);
  }

  private fill(key: string, value: string): void {
    this.say({ values: { ...this.draft.values, [key]: value } });
  }

  private about(car: Vehicle): void {
    this.car = car;
    this.refused = null;
    keep('car', car);
  }

  private pick(picks: readonly Pick[]): void {
    if (!same(picks, this.picks)) this.jobId = '';
    this.refused = null;
    this.dispatchEvent(new CustomEvent('picks', { detail: picks }));
  }

  override render() {
    return html`<div class="tool">
      <div class="stage">
        <dr-photos .picks=${this.picks} .jobId=${this.jobId} @picks=${(event: CustomEvent<Pick[]>) => this.pick(event.detail)}></dr-photos>
      </div>
      <div class="panel card">${this.jobId ? this.afterwards() : this.form()}</div>
    </div>`;
  }

  private afterwards() {
    return html`<dr-job .jobId=${this.jobId}></dr-job>
      <button class="button" @click=${() => (this.jobId = '')}>Make another</button>`;
  }

  private form() {
    const { template, picks, draft, car } = this;
    const why = this.why();
    const keys = picks.map(({ key }) => key ?? '');
    return html`
      ${this.scene()}
      ${picks.length > 0 ? this.photos() : nothing}
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
      ${template.variables.length > 0 ? html`<div class="variables">${template.variables.map((variable) => html`<dr-variable
        .variable=${variable} .value=${valueOf(variable, draft)} .refused=${this.refusedAt(`variables.${variable.key}`)}
        @value=${(event: CustomEvent<string>) => this.fill(variable.key ?? '', event.detail)}></dr-variable>`)}
      </div>` : nothing}
      ${sayable(template).length > 0 ? html`<dr-about-car .template=${template} .car=${car}
        @car=${(event: CustomEvent<Vehicle>) => this.about(event.detail)}></dr-about-car>` : nothing}
      <label class="switch">
        <span>Cut the car out first<br><span class="quiet">Nothing of the old background stays. Takes longer.</span></span>
        <input type="checkbox" role="switch" .checked=${draft.isolate}
          @change=${(event: Event) => this.say({ isolate: (event.target as HTMLInputElement).checked })}></label>
      <dr-order operation="image" .request=${why ? null : asked(template, draft, car, keys)} label="Make the picture" .why=${why}
        @ordered=${(event: CustomEvent<Accepted>) => (this.jobId = event.detail.jobId)}
        @refused=${(event: CustomEvent<DarkroomError>) => (this.refused = event.detail)}><span slot="icon">${createIcon}</span></dr-order>`;
  }

  private scene() {
    const picture = pictureOf(this.template);
    return html`<div class="stack">
      ${picture ? html`<img class="scene" src=${picture} alt="The scene" width="300" height="112"
        @error=${(event: Event) => (event.target as HTMLImageElement).classList.add('broken')}>` : nothing}
      <p class="quiet">${this.template.description}</p></div>`;
  }

  private photos() {
    const refused = /^userImageKeys\[(\d+)]/.exec(this.refused?.field ?? '');
    const crowded = this.picks.length + this.template.images.length > PHOTOS_MAX;
    return html`<div class="field">
      <span class="row spread"><span>Your photos</span><span class="number">${this.picks.length} of ${PHOTOS_MAX}</span></span>
      <dr-picker compact .picks=${this.picks} .most=${PHOTOS_MAX}
        @picks=${(event: CustomEvent<Pick[]>) => this.pick(told(event, this.picks))}></dr-picker>
      ${refused ? html`<p class="quiet bad">Photo ${Number(refused[1]) + 1}: ${this.refused?.message}</p>` : nothing}
      ${crowded ? html`<p class="quiet">With so many photos there may be no room left for the scene's own picture.</p>` : nothing}
    </div>`;
  }

  private refusedAt(field: string): string {
    return this.refused?.field === field ? this.refused.message : '';
  }

  /** What stands in the way of an order, in words. */
  private why(): string {
    const { picks, template, draft } = this;
    if (picks.length === 0) return 'Choose a photo to begin.';
    const unready = picks.find(({ key }) => key === null);
    if (unready) return unready.error || waiting(unready);
    const variable = faulty(template, draft);
    if (!variable) return '';
    return `${valueOf(variable, draft).trim() ? 'Look again at' : 'Still needed:'} ${variable.label || variable.key}.`;
  }
}

customElements.define('dr-template', DrTemplate);
