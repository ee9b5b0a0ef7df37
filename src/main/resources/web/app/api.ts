import type { Credits, Job, JobPage, Problem, Session, Ticket } from './wire';

const TIMEOUT_MS = 15_000;

/** The server said no, in words fit to show. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

/** Nothing came back, or nothing that Darkroom would say: the server is gone, or something stands between. */
export class NoAnswer extends Error {
  constructor() {
    super('Darkroom is not answering.');
  }
}

/** Reads a body as a problem; anything but JSON from a server in trouble counts as no answer. */
export function refusal(status: number, body: string): Refusal | NoAnswer {
  let problem: Partial<Problem>;
  try {
    problem = JSON.parse(body) ?? {};
  } catch {
    if (status >= 500) return new NoAnswer();
    problem = {};
  }
  return new Refusal(status, problem.code ?? 'UNKNOWN', words(status, problem));
}

function words(status: number, problem: Partial<Problem>): string {
  if (problem.code === 'INSUFFICIENT_CREDITS' && problem.requiredCredits !== undefined) {
    return `This takes ${count(problem.requiredCredits)}, and you have ${problem.currentCredits ?? 0}.`;
  }
  if (problem.error) return problem.error;
  switch (status) {
    case 401: return 'You are not signed in.';
    case 404: return 'This is not here any more.';
    case 413: return 'This photo is too large.';
    case 415: return 'This is not a photo that can be read. JPEG, PNG and WebP work.';
    case 429: return 'That was a little fast. Wait a moment, then try again.';
    default: return 'That did not work. Try again in a moment.';
  }
}

export const count = (credits: number): string => `${credits.toLocaleString('en')} ${credits === 1 ? 'credit' : 'credits'}`;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    body = await response.text();
  } catch {
    throw new NoAnswer();
  }
  if (!response.ok) throw refusal(response.status, body);
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new NoAnswer();
  }
}

export const session = (): Promise<Session> => ask('/api/session');

export async function signOut(): Promise<void> {
  const response = await fetch('/api/session', { method: 'DELETE', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok && response.status !== 401) throw new NoAnswer();
}

export const credits = (): Promise<Credits> => ask('/api/credits');

export const job = (id: string): Promise<Job> => ask(`/api/jobs/${encodeURIComponent(id)}`);

export const jobs = (cursor?: string): Promise<JobPage> =>
  ask(`/api/jobs?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);

/** Asks for one upscale. The same key may be sent again after a lost answer: it never starts or costs a second job. */
export const upscale = (key: string, factor: number, idempotencyKey: string): Promise<Ticket> =>
  ask('/api/tools/upscale', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
    body: JSON.stringify({ r2_key: key, upscale_factor: factor }),
  });
