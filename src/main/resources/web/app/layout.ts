import { css } from 'lit';

/** Where things stand on the page: beside each other where there is room, else one under the other. */
export const layout = css`
  :host { position: relative; display: grid; grid-template-rows: auto 1fr; height: 100dvh; }
  header {
    display: flex; justify-content: space-between; align-items: center; gap: 16px; min-height: 60px;
    padding: 10px 24px;
  }
  h1 {
    display: flex; align-items: center; gap: 9px; margin: 0; font-size: 1.0625rem; font-weight: 650;
    letter-spacing: -0.02em;
  }
  h1 svg { color: var(--accent); }
  .who { display: flex; align-items: center; gap: 24px; }
  .badge {
    position: absolute; top: 15px; left: 50%; transform: translateX(-50%); white-space: nowrap; padding: 4px 12px;
    border: 1px solid var(--line); border-radius: 99px; color: var(--ink-soft); font-size: 0.8125rem;
    text-align: center;
  }
  main {
    display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 20px; min-height: 0; padding: 4px 24px 24px;
  }
  .table {
    min-height: 0; padding: 16px; border: 1px solid var(--line); border-radius: var(--radius);
    background: var(--table);
  }
  .side { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 20px; min-height: 0; }
  dr-jobs { overflow-y: auto; }
  .side > .card:first-child { min-height: 404px; }
  .card:focus { outline: none; }
  .under { display: flex; justify-content: center; gap: 20px; min-height: 1.5em; margin-top: 4px; }
  .toast {
    position: fixed; inset: auto 16px 20px; width: fit-content; max-width: calc(100% - 32px); margin: 0 auto;
    padding: 11px 18px; border-radius: 10px; background: var(--ink); color: var(--ground); font-size: 0.9375rem;
    box-shadow: var(--shadow);
  }
  .toast .link { margin-left: 10px; font-weight: 600; }
  @media (max-width: 1180px) {
    .badge { left: 160px; transform: none; max-width: calc(100% - 460px); overflow: hidden; text-overflow: ellipsis; }
  }
  @media (max-width: 900px) {
    :host { display: block; height: auto; }
    header { padding: 10px 16px; }
    .badge { position: static; max-width: none; white-space: normal; margin: 0 16px 24px; border-radius: 9px; }
    main { grid-template-columns: minmax(0, 1fr); gap: 14px; padding: 4px 16px 14px; }
    .table { height: min(56vh, 88vw); padding: 10px; }
    .side { grid-template-rows: auto auto; gap: 14px; }
    .side > .card:first-child { min-height: 0; }
    dr-jobs { overflow: visible; }
  }
`;
