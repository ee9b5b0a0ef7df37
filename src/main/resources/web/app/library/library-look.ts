import { css } from 'lit';

/** The library reaches over the margins of its place, so that the wall scrolls at the edge. */
export const libraryLook = css`
  :host { position: relative; height: calc(100% + 20px); margin: 0 -20px -20px; }
  .place { position: relative; display: grid; grid-template-rows: auto minmax(0, 1fr); height: 100%; }
  .place.behind { visibility: hidden; }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 14px; padding: 0 20px 12px; }
  .head h1 { margin-right: auto; }
  dr-wall { padding: 6px max(0px, 20px - var(--bar, 0px)) 20px 20px; }
  .end { min-height: 56px; padding: 18px 0; text-align: center; }
  .end .button { margin-top: 10px; }
  .button.fresh {
    position: absolute; z-index: 3; top: 62px; left: 50%; transform: translateX(-50%); border-radius: 99px;
    box-shadow: var(--shadow);
  }
  .empty { align-content: center; }
  .empty .row { flex-wrap: wrap; justify-content: center; }
  dr-item { position: absolute; inset: 0; }
  @media (max-width: 760px) {
    :host { height: calc(100% + 16px); margin: 0 -16px -16px; }
    .head { padding: 0 16px 10px; }
    .head h1 { order: 0; }
    .head .select { order: 1; }
    .head dr-filter, .head dr-selection-bar { order: 2; flex: 1 0 100%; }
    dr-wall { padding: 6px max(0px, 16px - var(--bar, 0px)) 16px 16px; }
    .button.fresh { top: 116px; }
  }
`;
