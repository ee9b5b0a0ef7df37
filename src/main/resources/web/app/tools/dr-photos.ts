import { css, html, LitElement, nothing } from 'lit';
import '../jobs/dr-result';
import '../parts/dr-picker';
import '../parts/dr-picture';
import { look } from '../parts/look';
import { waiting, type Pick } from '../parts/pick';

/** So many photos are looked at at once. */
export const PHOTOS_MAX = 4;

/**
 * The picks of a picker's event. A picker that has left the page still tells of uploads that it began, but knows
 * nothing of what was picked since.
 */
export const told = (event: CustomEvent<readonly Pick[]>, now: readonly Pick[]): readonly Pick[] =>
  (event.target as Element).isConnected ? event.detail : [...now];

/** Whether two choices hold the same photos, however far their uploads are. */
export const same = (picks: readonly Pick[], others: readonly Pick[]): boolean =>
  picks.length === others.length && picks.every(({ id }, index) => id === others[index]?.id);

/** The stage of a tool that takes several photos: an invitation, then the photos, then what became of them. Fires `picks`. */
class DrPhotos extends LitElement {
  static override properties = { picks: { attribute: false }, jobId: {} };
  static override styles = [look, css`
    :host { height: 100%; container-type: size; }
    ul { display: grid; grid-auto-rows: minmax(0, 1fr); gap: 12px; height: 100%; }
    ul.several { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    li { min-height: 0; }
    @container (max-aspect-ratio: 1) {
      ul.two { grid-template-columns: minmax(0, 1fr); }
    }
  `];
  declare picks: readonly Pick[];
  /** The job whose result is shown; empty before it is ordered. */
  declare jobId: string;

  constructor() {
    super();
    this.picks = [];
    this.jobId = '';
  }

  private readonly onPicks = (event: CustomEvent<readonly Pick[]>): void => {
    this.dispatchEvent(new CustomEvent('picks', { detail: told(event, this.picks) }));
  };

  override render() {
    // With photos there and nothing ordered, the form beside it has the picker; two of them would take each file twice.
    if (this.picks.length > 0 && !this.jobId) return this.table();
    return html`<dr-picker .picks=${this.picks} .most=${PHOTOS_MAX} @picks=${this.onPicks}>
      ${this.jobId ? html`<dr-result .jobId=${this.jobId}></dr-result>` : nothing}</dr-picker>`;
  }

  private table() {
    const several = this.picks.length > 1;
    return html`<ul class=${several ? `several ${this.picks.length === 2 ? 'two' : ''}` : ''}>${this.picks.map((pick, index) => html`<li>
      <dr-picture .src=${pick.url} alt=${several ? pick.name : 'Your photo'}
        .word=${waiting(pick) || (several ? `Photo ${index + 1}` : '')}></dr-picture>
    </li>`)}</ul>`;
  }
}

customElements.define('dr-photos', DrPhotos);
