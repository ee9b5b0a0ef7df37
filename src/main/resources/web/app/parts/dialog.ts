import { css } from 'lit';

/** The look of what opens over the page. */
export const dialogLook = css`
  dialog {
    padding: 20px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink);
    box-shadow: var(--shadow);
  }
  dialog::backdrop { background: rgb(0 0 0 / 45%); }
`;
