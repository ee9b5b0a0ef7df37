import type { Job } from './wire';

const KEEP_MS = 5 * 60_000;
const MAX_URLS = 500;

const seen = new Map<string, { url: string; atMs: number }>();

/** The server signs every URL anew; keeping the first for a while spares the browser the same picture twice. */
function steadyUrl(name: string, url: string): string {
  const known = seen.get(name);
  if (known && Date.now() - known.atMs < KEEP_MS) return known.url;
  seen.delete(name);
  seen.set(name, { url, atMs: Date.now() });
  const oldest = seen.keys().next();
  if (seen.size > MAX_URLS && !oldest.done) seen.delete(oldest.value);
  return url;
}

/** The job with picture URLs that do not change from one poll to the next. */
export function steady(job: Job): Job {
  const { input, result } = job;
  return {
    ...job,
    input: input.sourceUrl ? { ...input, sourceUrl: steadyUrl(`${job.id} source`, input.sourceUrl) } : input,
    result: result?.url ? { ...result, url: steadyUrl(`${job.id} result`, result.url) } : result,
  };
}

/** Forgets a job's URLs, so that the next poll brings fresh ones. */
export function refresh(job: Job): void {
  seen.delete(`${job.id} source`);
  seen.delete(`${job.id} result`);
}
