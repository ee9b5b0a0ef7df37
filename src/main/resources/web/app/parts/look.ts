import { css } from 'lit';

/** The looks that components share: buttons, fields, headings, quiet text. */
export const look = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p, ol, ul, dl, dd, figure { margin: 0; padding: 0; }
  ol, ul { list-style: none; }
  h1 { font-size: 1.375rem; font-weight: 650; letter-spacing: -0.02em; }
  h2 { font-size: 1rem; font-weight: 600; letter-spacing: -0.01em; }
  h3 { font-size: 0.875rem; font-weight: 600; }
  .quiet { color: var(--ink-soft); font-size: 0.875rem; }
  .bad { color: var(--bad); }
  .good { color: var(--good); }
  .number { font-variant-numeric: tabular-nums; }
  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 20px; }
  .row { display: flex; align-items: center; gap: 8px; }
  .spread { justify-content: space-between; }
  .stack { display: grid; gap: 16px; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 40px; padding: 0 16px;
    border: 1px solid var(--line-strong); border-radius: 9px; background: var(--surface); color: var(--ink);
    font: 500 0.9375rem/1 var(--font); text-decoration: none; white-space: nowrap; cursor: pointer;
    transition: background 120ms, border-color 120ms;
  }
  .button:hover { border-color: var(--ink-soft); }
  .button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
  .button.main:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
  .button.danger { color: var(--bad); }
  .button:disabled { opacity: 0.5; cursor: not-allowed; }
  .button.wide { width: 100%; }
  .button.small { min-height: 32px; padding: 0 11px; font-size: 0.8125rem; border-radius: 8px; }
  .button.plain { border-color: transparent; background: none; }
  .button.plain:hover { background: var(--table); }
  .button.round { width: 40px; padding: 0; border-radius: 50%; }
  .button.round.small { width: 32px; }
  .link {
    padding: 0; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline;
    text-underline-offset: 3px; cursor: pointer;
  }
  .field { display: grid; gap: 6px; border: 0; margin: 0; padding: 0; min-width: 0; }
  .field > span, .field > legend { padding: 0; font-size: 0.875rem; color: var(--ink-soft); }
  .field > legend { margin-bottom: 6px; }
  .input {
    width: 100%; min-height: 40px; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: 9px;
    background: var(--ground); color: var(--ink); font: 0.9375rem/1.45 var(--font);
  }
  textarea.input { min-height: 92px; resize: vertical; }
  .input:hover { border-color: var(--ink-soft); }
  .input[aria-invalid='true'] { border-color: var(--bad); }
  .input::placeholder { color: var(--ink-soft); opacity: 1; }
  .choices { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 4px; padding: 4px; border-radius: 10px; background: var(--table); }
  .choices label {
    position: relative; display: grid; place-items: center; min-height: 34px; padding: 0 8px; border-radius: 7px; font-weight: 500;
    font-size: 0.875rem; text-align: center; cursor: pointer;
  }
  .choices label:has(:checked) { background: var(--raised); box-shadow: 0 1px 3px rgb(0 0 0 / 16%); }
  .choices label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 1px; }
  .choices input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
  .switch { display: flex; justify-content: space-between; align-items: center; gap: 12px; cursor: pointer; }
  .switch input {
    appearance: none; position: relative; flex: none; width: 38px; height: 22px; margin: 0; border-radius: 11px;
    background: var(--line-strong); cursor: pointer; transition: background 120ms;
  }
  .switch input::after {
    content: ''; position: absolute; top: 3px; left: 3px; width: 16px; height: 16px; border-radius: 50%;
    background: #fff; transition: transform 120ms;
  }
  .switch input:checked { background: var(--accent); }
  .switch input:checked::after { transform: translateX(16px); }
  .facts { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; font-size: 0.875rem; }
  .facts dt { color: var(--ink-soft); }
  .facts dd { text-align: right; overflow-wrap: anywhere; }
  .trouble { display: flex; gap: 10px; padding: 12px; border-radius: 9px; background: var(--bad-wash); font-size: 0.9375rem; }
  .trouble svg { color: var(--bad); margin-top: 2px; }
  .empty { display: grid; justify-items: center; gap: 14px; padding: 56px 24px; text-align: center; }
  .empty svg.icon { width: 44px; height: 44px; color: var(--ink-soft); stroke-width: 1.25; }
  .checkered {
    background: conic-gradient(var(--check-a) 25%, var(--check-b) 0 50%, var(--check-a) 0 75%, var(--check-b) 0) 0 0 / 20px 20px;
  }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  svg.icon { width: 1.25em; height: 1.25em; flex: none; }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  }
`;

/** A tool: what is worked on, and beside it what is asked; one under the other where there is little room. */
export const toolLook = css`
  :host { height: 100%; }
  .tool { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 20px; height: 100%; min-height: 0; }
  .stage {
    position: relative; min-height: 0; padding: 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--table);
  }
  .panel { display: flex; flex-direction: column; gap: 18px; min-height: 0; overflow-y: auto; align-self: start; max-height: 100%; }
  @media (max-width: 900px) {
    :host { height: auto; }
    .tool { grid-template-columns: minmax(0, 1fr); height: auto; gap: 14px; }
    .stage { height: min(56vh, 92vw); padding: 10px; }
    .panel { max-height: none; overflow: visible; }
  }
`;
