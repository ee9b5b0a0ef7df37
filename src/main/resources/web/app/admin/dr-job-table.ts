import { html, LitElement, nothing } from 'lit';
import type { Line } from '../client/index.js';
import { look } from '../parts/look';
import { tableLook } from '../parts/table';
import { ago, duration, typeName, when } from '../parts/words';
import { to } from '../shell/route';
import { state, stateLook } from './states';

/** Jobs as operators see them, one a row; each leads to its story. */
class DrJobTable extends LitElement {
  static override properties = { jobs: { attribute: false }, ofOne: { type: Boolean }, label: {} };
  static override styles = [look, tableLook, stateLook];
  declare jobs: readonly Line[];
  /** All are one user's, who need not be named. */
  declare ofOne: boolean;
  declare label: string;

  constructor() {
    super();
    this.jobs = [];
    this.ofOne = false;
    this.label = 'Jobs';
  }

  override render() {
    const now = Date.now();
    return html`<div class="card rows"><table aria-label=${this.label}>
      <thead><tr>
        <th scope="col">Job</th>${this.ofOne ? nothing : html`<th scope="col" class="wide">User</th>`}<th scope="col">State</th>
        <th scope="col" class="end">Asked</th><th scope="col" class="end wide">Took</th><th scope="col" class="end wide">Tries</th>
        <th scope="col" class="end wide">Credits</th>
      </tr></thead>
      <tbody class="number">${this.jobs.map((job) => this.row(job, now))}</tbody>
    </table></div>`;
  }

  private row({ id, user, type, phase, error, createdAt, endedAt, submits, tries, credits }: Line, now: number) {
    const took = duration(((endedAt ? Date.parse(endedAt) : now) - Date.parse(createdAt)) / 1000);
    return html`<tr>
      <td><a class="whole" href=${to(`admin/jobs/${id}`)}>${typeName(type)}</a>${this.ofOne ? nothing
        : html`<span class="quiet narrow">${user}</span>`}</td>
      ${this.ofOne ? nothing : html`<td class="wide"><span class="quiet">${user}</span></td>`}
      <td>${state(phase)}${error ? html`<span class="quiet">${error}</span>` : nothing}</td>
      <td class="end still"><time datetime=${createdAt} title=${when(createdAt)}>${ago(createdAt, now)}</time></td>
      <td class="end still wide">${took}</td>
      <td class="end wide" title="Handed over, and failed tries in a row">${submits}${tries > 0 ? html` <span class="bad">+${tries}</span>`
        : nothing}</td>
      <td class="end wide">${credits.toLocaleString('en')}</td>
    </tr>`;
  }
}

customElements.define('dr-job-table', DrJobTable);
