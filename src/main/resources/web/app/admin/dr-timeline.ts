import { css, html, LitElement } from 'lit';
import type { EventBody } from '../client/index.js';
import { look } from '../parts/look';
import { duration } from '../parts/words';

const MANY = 4;

/** What happened to a job, line by line, with the time that went by between the lines. */
class DrTimeline extends LitElement {
  static override properties = { events: { attribute: false } };
  static override styles = [look, css`
    :host { container-type: inline-size; }
    li { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 12px; padding: 0 0 16px 22px;
      font-size: 0.9375rem; }
    ol > li::before { content: ''; position: absolute; left: 5px; top: 14px; bottom: -6px; width: 2px; background: var(--line); }
    ol > li:last-child::before { display: none; }
    ol > li::after { content: ''; position: absolute; left: 1px; top: 6px; width: 10px; height: 10px; border-radius: 50%;
      background: var(--line-strong); }
    ol > li.running::after, ol > li.storing::after { background: var(--accent); }
    ol > li.completed::after { background: var(--good); }
    ol > li.failed::after { background: var(--bad); }
    ol > li.trouble-line::after { background: var(--bad); box-shadow: 0 0 0 3px var(--bad-wash); }
    time { color: var(--ink-soft); font-size: 0.8125rem; line-height: 1.7; }
    .gap { color: var(--ink-soft); font-size: 0.8125rem; line-height: 1.7; text-align: right; }
    .gap.long { color: var(--ink); font-weight: 600; }
    .kind { display: block; color: var(--ink-soft); font: 0.75rem ui-monospace, monospace; }
    summary { min-height: 24px; cursor: pointer; }
    ul li { padding: 2px 0; grid-template-columns: minmax(0, 1fr) auto; font-size: 0.8125rem; color: var(--ink-soft); }
    @container (max-width: 400px) {
      ol > li { grid-template-columns: minmax(0, 1fr) auto; }
      ol > li > div { grid-area: 2 / 1 / auto / span 2; }
    }
  `];
  declare events: readonly EventBody[];

  constructor() {
    super();
    this.events = [];
  }

  override render() {
    return html`<ol class="number">${grouped(this.events).map((group) => {
      const [event] = group;
      return event && this.line(event, group);
    })}</ol>`;
  }

  private line(event: EventBody, group: readonly EventBody[]) {
    const odd = /lost|resubmit|retry|broke/.test(event.kind);
    return html`<li class="${event.phase} ${odd ? 'trouble-line' : ''}">
      <time datetime=${event.at} title=${event.at}>${clock(event.at)}</time>
      <div>${group.length > 1 ? this.many(group) : html`${event.message}<span class="kind">${event.kind}</span>`}</div>
      ${this.gap(event)}
    </li>`;
  }

  private many(group: readonly EventBody[]) {
    const last = group[group.length - 1]!;
    return html`<details><summary>${group.length} steps, to ${Math.round(last.progress * 100)} %</summary>
      <ul>${group.map((each) => html`<li><span>${clock(each.at)} · ${each.message}</span>${this.gap(each)}</li>`)}</ul></details>`;
  }

  /** Since the line before. */
  private gap({ at, seq }: EventBody) {
    const before = this.events.find((each) => each.seq === seq - 1);
    if (!before) return html`<span class="gap"></span>`;
    const seconds = (Date.parse(at) - Date.parse(before.at)) / 1000;
    const words = seconds < 10 ? `${seconds.toFixed(2)} s` : duration(seconds);
    return html`<span class="gap ${seconds >= 10 ? 'long' : ''}"><span class="unseen">after </span>+${words}</span>`;
  }
}

/** Steps of progress in a row stand together, as they say little one by one. */
function grouped(events: readonly EventBody[]): EventBody[][] {
  const groups: EventBody[][] = [];
  for (const event of events) {
    const last = groups[groups.length - 1];
    if (event.kind === 'progress' && last?.[0]?.kind === 'progress') last.push(event);
    else groups.push([event]);
  }
  return groups.flatMap((group) => (group.length < MANY ? group.map((event) => [event]) : [group]));
}

const clock = (iso: string): string => {
  const at = new Date(iso);
  return `${at.toLocaleTimeString('en-GB')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
};

customElements.define('dr-timeline', DrTimeline);
