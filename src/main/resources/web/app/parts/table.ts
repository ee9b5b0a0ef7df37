import { css } from 'lit';

/** Rows of figures; those columns that are `wide` stand only where there is room, and so their host is a container. */
export const tableLook = css`
  :host { container-type: inline-size; }
  .rows { padding: 0; overflow: hidden; }
  table { width: 100%; border-collapse: collapse; font-size: 0.875rem; line-height: 1.4; }
  th { padding: 10px 14px; color: var(--ink-soft); font-weight: 500; text-align: left; white-space: nowrap; }
  td { padding: 11px 14px; border-top: 1px solid var(--line); vertical-align: top; }
  tr { position: relative; }
  tbody tr:has(a.whole):hover { background: color-mix(in srgb, var(--table) 60%, transparent); }
  .end { text-align: right; }
  .still { white-space: nowrap; }
  a { color: inherit; }
  a.whole { font-weight: 500; text-decoration: none; }
  a.whole::after { content: ''; position: absolute; inset: 0; }
  a.whole:focus-visible { outline: none; }
  a.whole:focus-visible::after { outline: 2px solid var(--accent); outline-offset: -2px; }
  td .quiet { display: block; font-size: 0.8125rem; overflow-wrap: anywhere; }
  .narrow.narrow { display: none; }
  @container (max-width: 640px) {
    .wide { display: none; }
    .narrow.narrow { display: block; }
    th, td { padding-left: 12px; padding-right: 12px; }
  }
`;
