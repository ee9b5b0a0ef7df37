import { css } from 'lit';

/** One item over the whole library, with a line above for the ways out of it. */
export const itemLook = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); height: 100%; padding: 0 20px 20px; background: var(--ground); }
  .head { display: flex; justify-content: space-between; align-items: center; min-height: 40px; padding-bottom: 12px; }
  .head a { margin-left: -11px; }
  .tool { grid-template-columns: minmax(0, 1fr) 304px; }
  .older svg { transform: scaleX(-1); }
  @media (max-width: 900px) {
    .tool { grid-template-columns: minmax(0, 1fr); }
    :host { display: block; height: 100%; overflow-y: auto; padding: 0 16px 16px; }
  }
`;
