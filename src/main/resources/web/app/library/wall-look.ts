import { css } from 'lit';

/**
 * A wall of results: tiles with a mark for their selection, and for films a play mark with their length. It stands without
 * the looks that others share, because tiles come and go while it scrolls, and each rule costs time for each of them.
 */
export const wallLook = css`
  :host {
    display: block; box-sizing: border-box; position: relative; min-height: 0; overflow-y: auto; overscroll-behavior: contain;
    scrollbar-gutter: stable; overflow-anchor: none;
  }
  .sheet { position: relative; }
  .tile {
    position: absolute; top: 0; left: 0; overflow: hidden; contain: strict; border-radius: 8px; background: var(--table);
    color: #fff; text-decoration: none; touch-action: manipulation; user-select: none; -webkit-touch-callout: none;
  }
  canvas, img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
  img { z-index: 1; opacity: 0; transition: opacity 160ms; }
  img.there { opacity: 1; }
  img.there + canvas { visibility: hidden; transition: visibility 0s 160ms; }
  /* Each one that fades is a layer of its own. */
  :host([moving]) img, :host([moving]) canvas { transition: none !important; }
  .clear img.there {
    background: conic-gradient(var(--check-a) 25%, var(--check-b) 0 50%, var(--check-a) 0 75%, var(--check-b) 0) 0 0 / 20px 20px;
  }
  .check {
    position: absolute; z-index: 2; top: 0; left: 0; display: grid; place-items: center; width: 44px; height: 44px; opacity: 0;
    cursor: pointer;
  }
  .check::before {
    content: ''; box-sizing: border-box; position: absolute; inset: 10px; border: 2px solid #fff; border-radius: 50%;
    background: rgb(0 0 0 / 42%); box-shadow: 0 0 0 1px rgb(0 0 0 / 28%);
  }
  .check svg { position: relative; width: 16px; height: 16px; stroke-width: 2.5; opacity: 0; }
  .selecting .check, .tile[aria-selected='true'] .check { opacity: 1; }
  .tile[aria-selected='true'] .check::before { background: var(--accent); border-color: var(--accent-ink); }
  .tile[aria-selected='true'] .check svg { color: var(--accent-ink); opacity: 1; }
  .tile::after {
    content: ''; box-sizing: border-box; position: absolute; inset: 0; z-index: 1; border-radius: inherit; pointer-events: none;
  }
  .tile[aria-selected='true']::after { border: 3px solid var(--accent); }
  .tile:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .length {
    position: absolute; z-index: 2; right: 8px; bottom: 8px; display: flex; align-items: center; gap: 4px; padding: 2px 8px 2px 6px;
    border-radius: 99px; background: rgb(0 0 0 / 66%); font: 500 0.75rem/1.5 var(--font);
  }
  .length svg { width: 12px; height: 12px; fill: currentColor; stroke: none; }
  @media (prefers-reduced-motion: reduce) {
    img, canvas { transition: none !important; }
  }
  @media (hover: hover) {
    .tile:hover .check { opacity: 1; }
    .tile:hover::after { box-shadow: inset 0 0 0 2px rgb(255 255 255 / 55%); }
  }
`;
