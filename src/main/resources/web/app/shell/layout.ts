import { css } from 'lit';

/** Where things stand: navigation on the left, the place in the middle, the jobs on the right; below on small screens. */
export const layout = css`
  :host { display: grid; grid-template: minmax(0, 1fr) / 212px minmax(0, 1fr) auto; height: 100dvh; }
  .rail { display: flex; flex-direction: column; gap: 2px; min-height: 0; padding: 16px 12px; border-right: 1px solid var(--line); overflow-y: auto; }
  .brand { display: flex; align-items: center; gap: 9px; padding: 4px 10px 16px; color: var(--ink); font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.02em; text-decoration: none; }
  .brand svg { color: var(--accent); }
  .rail a.place, .more a.place { display: flex; align-items: center; gap: 11px; min-height: 40px; padding: 0 10px; border-radius: 9px; color: var(--ink); font-weight: 500; text-decoration: none; }
  .rail a.place:hover, .more a.place:hover { background: var(--table); }
  a.place[aria-current] { background: var(--accent-wash); color: var(--accent); }
  .place svg { color: currentColor; opacity: 0.8; }
  .foot { display: grid; gap: 10px; margin-top: auto; padding: 12px 10px 0; }
  .practice { padding: 8px 11px; border: 1px solid var(--line); border-radius: 9px; color: var(--ink-soft); font-size: 0.75rem; line-height: 1.4; }
  .practice summary { cursor: pointer; }
  .practice p { margin-top: 6px; }
  code { font-size: 0.95em; }
  .middle { display: grid; grid-template-rows: auto minmax(0, 1fr); min-width: 0; min-height: 0; }
  .bar { display: flex; justify-content: flex-end; align-items: center; gap: 10px; min-height: 56px; padding: 8px 20px; }
  .bar .brand { display: none; padding: 0; margin-right: auto; }
  main { min-height: 0; padding: 0 20px 20px; overflow-y: auto; }
  main:focus { outline: none; }
  main.alone { grid-column: 1 / -1; }
  .count { display: inline-grid; place-items: center; min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; background: var(--accent); color: var(--accent-ink); font-size: 0.75rem; }
  .drawer { width: 340px; min-height: 0; border-left: 1px solid var(--line); background: var(--surface); }
  .drawer dr-jobs { height: 100%; }
  .tabs, .more { display: none; }
  .toast {
    position: fixed; inset: auto 16px 20px; z-index: 40; width: fit-content; max-width: calc(100% - 32px); margin: 0 auto; padding: 11px 18px;
    border-radius: 10px; background: var(--ink); color: var(--ground); font-size: 0.9375rem; box-shadow: var(--shadow);
  }
  .toast .link { margin-left: 10px; font-weight: 600; }
  .skip { position: absolute; left: 12px; top: -60px; z-index: 50; }
  .skip:focus { top: 12px; }
  @media (max-width: 1240px) {
    .drawer { position: fixed; inset: 0 0 0 auto; z-index: 20; box-shadow: var(--shadow); }
  }
  @media (max-width: 760px) {
    :host { grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); }
    .rail { display: none; }
    .bar { padding: 8px 16px; }
    .bar .brand { display: flex; }
    .bar .jobs { display: none; }
    main { padding: 0 16px 16px; }
    .drawer { inset: 0; width: auto; }
    .tabs { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border-top: 1px solid var(--line); background: var(--surface); padding-bottom: env(safe-area-inset-bottom); }
    .tabs a, .tabs button { position: relative; display: grid; justify-items: center; align-content: center; gap: 3px; min-height: 56px; padding: 0; border: 0; background: none; color: var(--ink-soft); font: 500 0.6875rem var(--font); text-decoration: none; cursor: pointer; }
    .tabs [aria-current], .tabs [aria-expanded='true'] { color: var(--accent); }
    .tabs .count { position: absolute; top: 4px; left: calc(50% + 4px); height: 16px; min-width: 16px; padding: 0 4px; font-size: 0.6875rem; }
    .more { position: fixed; inset: auto 12px calc(68px + env(safe-area-inset-bottom)); z-index: 25; display: grid; padding: 8px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); box-shadow: var(--shadow); }
    .toast { bottom: 72px; }
  }
`;
