import { css, html, LitElement, nothing } from 'lit';
import type { Accepted, StudioBody } from '../client/index.js';
import '../jobs/dr-job';
import { Following, live } from '../live/live';
import '../parts/dr-order';
import '../parts/dr-picker';
import { layersIcon } from '../parts/icons';
import { look, toolLook } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';
import { Chosen } from './chosen';
import './dr-photos';
import { PHOTOS_MAX, same, told } from './dr-photos';
import { keep, kept } from './kept';

const PROMPT_CHARS_MAX = 4000;
const SUGGESTIONS = [
  { name: 'Sunset', words: 'At sunset, in warm low light.' },
  { name: 'Rainy night', words: 'At night in the rain, with reflections on wet asphalt.' },
  { name: 'First snow', words: 'In the first snow, in soft light.' },
  { name: 'White background', words: 'On a plain white background, with a soft shadow.' },
  { name: 'Photo 1 into photo 2', words: 'The car of photo 1 in the place of photo 2.', photos: 2 },
];

/** Makes one picture out of several, by words. */
class DrStudio extends LitElement {
  static override properties = { prompt: { state: true }, jobId: { state: true } };
  static override styles = [look, toolLook, css`
    .chips { display: flex; flex-wrap: wrap; gap: 6px; }
    textarea.input { min-height: 116px; }
  `];
  declare prompt: string;
  declare jobId: string;
  private readonly chosen = new Chosen(this, 'image');
  private remembered = false;

  constructor() {
    super();
    this.prompt = this.jobId = '';
    new Following(this);
  }

  override willUpdate(): void {
    if (this.remembered || !live.session) return;
    this.remembered = true;
    this.prompt ||= kept('tools/studio', { prompt: '' }).prompt;
  }

  private say(prompt: string): void {
    this.prompt = prompt.slice(0, PROMPT_CHARS_MAX);
    keep('tools/studio', { prompt: this.prompt });
  }

  /** A suggestion takes the place of another one, but is put behind one's own words. */
  private suggest(words: string): void {
    const own = this.prompt.trim();
    this.say(own === '' || SUGGESTIONS.some((each) => each.words === own) ? words : `${own} ${words}`);
    this.renderRoot.querySelector('textarea')?.focus();
  }

  private pick(event: CustomEvent<readonly Pick[]>): void {
    const picks = told(event, this.chosen.picks);
    if (!same(picks, this.chosen.picks)) this.jobId = '';
    this.chosen.set(picks);
  }

  override render() {
    const { picks } = this.chosen;
    return html`<div class="tool">
      <div class="stage"><dr-photos .picks=${picks} .jobId=${this.jobId} @picks=${this.pick}></dr-photos></div>
      <div class="panel card">${this.jobId ? this.afterwards() : this.form(picks)}</div>
    </div>`;
  }

  private afterwards() {
    return html`<h1 class="unseen">Studio</h1><dr-job .jobId=${this.jobId}></dr-job>
      <button class="button" @click=${() => (this.jobId = '')}>Make another</button>`;
  }

  private form(picks: readonly Pick[]) {
    const why = this.why(picks);
    const request: StudioBody | null = why ? null : { prompt: this.prompt.trim(), image_keys: picks.map(({ key }) => key ?? '') };
    return html`
      <h1>Studio</h1>
      <p class="quiet">One picture out of up to ${PHOTOS_MAX}, by your words.</p>
      ${picks.length > 0 ? html`<div class="field">
        <span class="row spread"><span>Your photos</span><span class="number">${picks.length} of ${PHOTOS_MAX}</span></span>
        <dr-picker compact .picks=${picks} .most=${PHOTOS_MAX} @picks=${this.pick}></dr-picker></div>` : nothing}
      ${this.chosen.trouble ? html`<p class="bad" role="alert">${this.chosen.trouble}</p>` : nothing}
      <label class="field"><span>What should it show?</span>
        <textarea class="input" maxlength=${PROMPT_CHARS_MAX} placeholder="The car of photo 1 on the road of photo 2, early morning"
          .value=${this.prompt}
          @input=${(event: Event) => this.say((event.target as HTMLTextAreaElement).value)}></textarea></label>
      <div class="chips" role="group" aria-label="Suggestions">
        ${SUGGESTIONS.filter(({ photos = 0 }) => picks.length >= photos).map(({ name, words }) => html`
        <button class="button small" type="button" @click=${() => this.suggest(words)}>${name}</button>`)}</div>
      <dr-order operation="studio" .request=${request} label="Make the picture" .why=${why}
        @ordered=${(event: CustomEvent<Accepted>) => (this.jobId = event.detail.jobId)}><span slot="icon">${layersIcon}</span></dr-order>`;
  }

  /** What stands in the way of an order, in words. */
  private why(picks: readonly Pick[]): string {
    if (picks.length === 0) return 'Choose a photo to begin.';
    const unready = picks.find(({ key }) => key === null);
    if (unready) return unready.error || waiting(unready);
    return this.prompt.trim() ? '' : 'Say what the picture should show.';
  }
}

customElements.define('dr-studio', DrStudio);
