import type { ErrorCode, Problem } from './wire.js';

/** What this client says itself, beside the server's codes. */
export type OwnCode = 'NO_ANSWER' | 'WAIT_TIMEOUT' | 'UNKNOWN';

/** Whatever went wrong. `message` is a sentence that may be shown to people. */
export class DarkroomError extends Error {
  override readonly name = 'DarkroomError';

  /**
   * @param code for machines; codes of failed jobs and of newer servers may be others than are listed here
   * @param status of the answer; 0 if there was none, or if a job failed that had been accepted
   * @param details the value that is wrong, what is missing, when to try again, whose job failed
   */
  constructor(
    message: string,
    readonly code: ErrorCode | OwnCode | (string & {}),
    readonly status: number,
    readonly details: {
      readonly field?: string;
      readonly requiredCredits?: number;
      readonly currentCredits?: number;
      readonly retryAfterMs?: number;
      readonly jobId?: string;
    } = {},
  ) {
    super(message);
  }

  get field(): string | undefined {
    return this.details.field;
  }

  /** Nothing happened, or nobody knows: the same request may be sent again, if it has an Idempotency-Key. */
  get mayBeRepeated(): boolean {
    if (this.code === 'TOO_MANY_UNFINISHED') return false;
    if (this.code === 'NO_ANSWER' || this.status === 429 || this.status === 503) return true;
    return this.status >= 500 && this.code === 'UNKNOWN';
  }
}

export const noAnswer = (): DarkroomError => new DarkroomError('The server is not answering.', 'NO_ANSWER', 0);

/** The error that an answer is; something between us and the server may have written it. */
export async function refusal(response: Response): Promise<DarkroomError> {
  const problem: Partial<Problem> = await response.json().then(
    (body) => (typeof body === 'object' && body !== null ? body : {}),
    () => ({}),
  );
  const retryAfterMs = seconds(response.headers.get('Retry-After'));
  return new DarkroomError(
    problem.error ?? problem.detail ?? `That did not work (${response.status}).`,
    problem.code ?? 'UNKNOWN',
    response.status,
    {
      ...(problem.field !== undefined && { field: problem.field }),
      ...(problem.requiredCredits !== undefined && { requiredCredits: problem.requiredCredits }),
      ...(problem.currentCredits !== undefined && { currentCredits: problem.currentCredits }),
      ...(retryAfterMs !== null && { retryAfterMs }),
    },
  );
}

/** A Retry-After of seconds, in milliseconds. */
export function seconds(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}
