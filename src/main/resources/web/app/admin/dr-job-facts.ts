import { css, html, LitElement, nothing } from 'lit';
import type { Story } from '../client/index.js';
import { look } from '../parts/look';
import { credits, duration, when } from '../parts/words';
import { to } from '../shell/route';
import { hasEnded } from './states';

const STEPS: { [step: string]: string } = {
  submit: 'hand it over', resolve: 'find out whether it was taken', poll: 'ask how far it is', store: 'save the result', none: 'nothing',
};

/** All that stands beside a job: whose it is, its times, what was tried, what it costs. */
class DrJobFacts extends LitElement {
  static override properties = { story: { attribute: false } };
  static override styles = [look, css`
    :host { display: grid; gap: 14px; }
    .card { display: grid; gap: 12px; }
    a { color: inherit; }
    code { font: 0.8125rem ui-monospace, monospace; overflow-wrap: anywhere; }
    .line { display: block; }
    .money { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; font-weight: 600; }
    .money span + span::before { content: '→'; margin-right: 10px; color: var(--ink-soft); font-weight: 400; }
  `];
  declare story: Story;

  override render() {
    return html`${this.money()}${this.times()}${this.work()}`;
  }

  private fact(words: string, what: unknown) {
    return what === null || what === '' ? nothing : html`<dt>${words}</dt><dd>${what}</dd>`;
  }

  private at(words: string, iso: string | null) {
    return this.fact(words, iso && html`<time datetime=${iso} title=${iso}>${when(iso)}</time>`);
  }

  private money() {
    const { held, charged, hold, settledAt, entry } = this.story.credits;
    const end = hold === 'charged' ? `${(charged ?? 0).toLocaleString('en')} charged` : 'all given back';
    return html`<section class="card number" aria-label="Credits"><h2>Credits</h2>
      <p class="money"><span>${credits(held)} held</span>
        ${hold === 'charged' || hold === 'released' ? html`<span class=${hold === 'charged' ? 'good' : ''}>${end}</span>` : nothing}</p>
      ${hold === 'open' ? html`<p class="quiet">Charged if it works, given back if not.</p>` : nothing}
      <dl class="facts">
        ${this.at('Settled', settledAt)}
        ${entry ? this.fact('Balance after', entry.balance.toLocaleString('en')) : nothing}
        ${entry ? this.fact('Entry', html`<code>${entry.id}</code>`) : nothing}
      </dl></section>`;
  }

  private times() {
    const { user, createdAt, startedAt, endedAt, dueAt, startBy, endBy, cancelAskedAt, step, phase } = this.story;
    const open = !hasEnded(phase);
    return html`<section class="card number" aria-label="Times"><h2>Whose and when</h2>
      <dl class="facts">
        ${this.fact('User', html`<a href=${to(`admin/users/${encodeURIComponent(user)}`)}>${user}</a>`)}
        ${this.at('Asked', createdAt)}${this.at('Begun', startedAt)}${this.at('Ended', endedAt)}
        ${endedAt ? this.fact('Took', duration((Date.parse(endedAt) - Date.parse(createdAt)) / 1000)) : nothing}
        ${this.at('Wished to end', cancelAskedAt)}
        ${open ? html`${this.fact('Next', STEPS[step] ?? step)}${this.at('Next visit', dueAt)}
          ${this.at('Begins by, or fails', startedAt ? null : startBy)}${this.at('Ends by, or fails', endBy)}` : nothing}
      </dl></section>`;
  }

  private work() {
    const { id, attempts, lease, requestId, models, stagesDone, resultKey, version } = this.story;
    return html`<section class="card number" aria-label="Work"><h2>Work</h2>
      <dl class="facts">
        ${this.fact('Handed over', `${attempts.submits} ×`)}
        ${this.fact('Failed tries in a row', attempts.tries || '')}
        ${this.fact('Broken visits in a row', attempts.breaks || '')}
        ${this.fact('Lost answers', attempts.lostAnswers || '')}
        ${models.length > 1 && stagesDone > 0 ? this.fact('Stages done', `${stagesDone} of ${models.length}`) : nothing}
        ${models.length > 0 ? this.fact(models.length > 1 ? 'Models' : 'Model',
          models.map((model) => html`<code class="line">${model}</code>`)) : nothing}
        ${lease ? this.fact('Visited by', html`<code>${lease.owner}</code>${lease.until ? html`, until ${when(lease.until)}` : nothing}`)
          : nothing}
        ${this.fact('Id', html`<code>${id}</code>`)}
        ${requestId ? this.fact('Request', html`<code>${requestId}</code>`) : nothing}
        ${resultKey ? this.fact('Result', html`<code>${resultKey}</code>`) : nothing}
        ${this.fact('Version', version)}
      </dl></section>`;
  }
}

customElements.define('dr-job-facts', DrJobFacts);
