import { css } from 'lit';

/** The looks that components share: buttons, headings, quiet text, progress. */
export const look = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h2, h3, p, ol, dl, dd { margin: 0; padding: 0; }
  h2 { font-size: 1rem; font-weight: 600; letter-spacing: -0.01em; }
  .quiet { color: var(--ink-soft); font-size: 0.875rem; }
  .bad { color: var(--bad); }
  .number { font-variant-numeric: tabular-nums; }
  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 20px; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 40px; padding: 0 16px;
    border: 1px solid var(--line-strong); border-radius: 9px; background: var(--surface); color: var(--ink);
    font: 500 0.9375rem/1 var(--font); text-decoration: none; cursor: pointer;
    transition: background 120ms, border-color 120ms;
  }
  .button:hover { border-color: var(--ink-soft); }
  .button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
  .button.main:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
  .button:disabled { opacity: 0.5; cursor: not-allowed; }
  .button.wide { width: 100%; }
  .link {
    padding: 0; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline;
    text-underline-offset: 3px; cursor: pointer;
  }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  svg.icon { width: 1.25em; height: 1.25em; flex: none; }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation: none !important; transition: none !important; }
  }
`;
