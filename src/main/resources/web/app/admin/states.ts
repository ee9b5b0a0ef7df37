import { css, html } from 'lit';

/** Where a job may be in its life, in the order of that life. */
export const PHASES: readonly (readonly [phase: string, words: string])[] = [
  ['waiting', 'Waiting'], ['submitting', 'Handing over'], ['queued', 'In the queue'], ['running', 'Being made'], ['storing', 'Saving'],
  ['completed', 'Completed'], ['failed', 'Failed'], ['cancelled', 'Cancelled'],
];

export const TYPES = ['image', 'video', 'upscale', 'draw_to_edit', 'studio', 'rembg', 'video_upscale', 'video_interpolate'] as const;

/** What a job may wait for, or fail of; there are others. */
export const ERRORS: readonly string[] = [
  'ANSWER_LOST', 'CANCELLED', 'INTERNAL', 'POISONED', 'PROCESSING_FAILED', 'PROVIDER_UNAVAILABLE', 'REFUSED', 'RELEASED', 'RESULT_LOST',
  'RESULT_NOT_FETCHED', 'RESULT_NOT_STORED', 'RESULT_UNREADABLE', 'SOURCE_CHANGED', 'SOURCE_GONE', 'STORAGE_TROUBLE', 'SUBMIT_UNKNOWN',
  'TIMED_OUT',
];

export const hasEnded = (phase: string): boolean => ['completed', 'failed', 'cancelled'].includes(phase);

/** A phase in words, with its colour. */
export const state = (phase: string) => html`<span class="state ${phase} ${hasEnded(phase) ? '' : 'moving'}">
  ${PHASES.find(([name]) => name === phase)?.[1] ?? phase}</span>`;

export const stateLook = css`
  .state { display: inline-flex; align-items: center; gap: 8px; white-space: nowrap; }
  .state::before { content: ''; flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); }
  .state.completed::before { background: var(--good); }
  .state.failed::before { background: var(--bad); }
  .state.cancelled::before { background: var(--line-strong); }
`;
