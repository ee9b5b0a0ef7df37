import type { JobBody, ResultBody } from '../client/index.js';
import { refresh, steady } from './steady';

/** What a job was asked, as far as the page shows it. */
export interface Input {
  source?: string;
  sourceUrl?: string;
  sourcePreviewUrl?: string;
  images?: string[];
  template?: string;
  prompt?: string;
  factor?: number;
  duration?: number;
  resolution?: string;
  aspectRatio?: string;
  isolate?: boolean;
}

export interface Job extends Omit<JobBody, 'input'> {
  input: Input;
}

/** A result whose file is there. */
export type Made = { [name in keyof ResultBody]: NonNullable<ResultBody[name]> };

/** The result, if its file has not been deleted. */
export const made = (job: Job): Made | null => (job.result?.url ? (job.result as Made) : null);

export const ended = (job: Job): boolean => job.status === 'completed' || job.status === 'failed';

/** A key names what it holds. */
export const isVideoKey = (key: string): boolean => /\.(mp4|mov|webm)$/i.test(key);

/** The job with picture addresses that stay the same from one answer to the next. */
export function steadied(job: JobBody): Job {
  const input = { ...(job.input as Input) };
  const result = job.result && { ...job.result };
  const kept = <A extends string | null | undefined>(what: string, url: A) => (url ? steady(`${job.id} ${what}`, url) : url) as A;
  if (input.sourceUrl) input.sourceUrl = kept('source', input.sourceUrl);
  if (input.sourcePreviewUrl) input.sourcePreviewUrl = kept('source preview', input.sourcePreviewUrl);
  if (result) Object.assign(result, { url: kept('result', result.url), previewUrl: kept('result preview', result.previewUrl) });
  return { ...job, input, result };
}

/** Its addresses work no longer; the next answer brings others. */
export function forgetAddresses(job: Job): void {
  for (const what of ['source', 'source preview', 'result', 'result preview']) refresh(`${job.id} ${what}`);
}
