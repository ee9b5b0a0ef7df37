import { html, LitElement, nothing } from 'lit';
import type { TransactionBody } from '../client/index.js';
import { look } from '../parts/look';
import { tableLook } from '../parts/table';
import { typeName, when } from '../parts/words';
import { to } from '../shell/route';
import { signed } from './words';

/** Lines of a statement, each with what it was for; charges lead to their jobs. */
class DrEntries extends LitElement {
  static override properties = { entries: { attribute: false }, jobs: {}, label: {} };
  static override styles = [look, tableLook];
  declare entries: readonly TransactionBody[];
  /** Where jobs are looked at. */
  declare jobs: string;
  declare label: string;

  constructor() {
    super();
    this.entries = [];
    this.jobs = 'jobs';
    this.label = 'History';
  }

  override render() {
    return html`<div class="card rows"><table aria-label=${this.label}>
      <thead><tr>
        <th scope="col">What for</th><th scope="col" class="wide">When</th><th scope="col" class="end">Credits</th>
        <th scope="col" class="end">Balance</th>
      </tr></thead>
      <tbody class="number">${this.entries.map((entry) => this.row(entry))}</tbody>
    </table></div>`;
  }

  private row({ delta, reason, ref, jobId, balance, createdAt }: TransactionBody) {
    return html`<tr>
      <td>${jobId ? html`<a class="whole" href=${to(`${this.jobs}/${jobId}`)}>${typeName(reason)}</a>` : reason}
        ${this.jobs === 'jobs' || !ref ? nothing : html`<span class="quiet">${ref}</span>`}
        <span class="quiet narrow">${when(createdAt)}</span></td>
      <td class="wide still"><time datetime=${createdAt}>${when(createdAt)}</time></td>
      <td class="end still ${delta < 0 ? '' : 'good'}">${signed(delta)}</td>
      <td class="end still">${balance.toLocaleString('en')}</td>
    </tr>`;
  }
}

customElements.define('dr-entries', DrEntries);
