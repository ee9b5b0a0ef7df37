import { html, LitElement } from 'lit';
import { look, toolLook } from '../parts/look';
import './dr-job';
import './dr-result';

/** The place of one job: what it made, and its state beside it. */
class DrJobPage extends LitElement {
  static override properties = { jobId: {} };
  static override styles = [look, toolLook];
  declare jobId: string;

  override render() {
    return html`<div class="tool">
      <div class="stage"><dr-result .jobId=${this.jobId}></dr-result></div>
      <div class="panel card"><dr-job .jobId=${this.jobId}></dr-job></div>
    </div>`;
  }
}

customElements.define('dr-job-page', DrJobPage);
