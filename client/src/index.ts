import { DarkroomError } from './errors.js';
import { follow, type FollowOptions } from './follow.js';
import { Http, type Settings } from './http.js';
import { PATHS, sent, type Answers, type Operation, type Requests, type Tool } from './operations.js';
import { wait, type Done, type WaitOptions } from './wait.js';
import type {
  Accepted, CancelBody, CreditsBody, JobBody, PageItemBody, PageJobBody, PageTemplateBody, PageTransactionBody,
  QuoteBody, SessionBody, TemplateBody, UploadedBody, ViewBody,
} from './wire.js';

export * from './wire.js';
export { DarkroomError, type OwnCode } from './errors.js';
export type { FollowOptions } from './follow.js';
export type { Settings } from './http.js';
export type { AnimateRequest, Answers, Operation, Requests, Tool } from './operations.js';
export type { Done, Update, WaitOptions } from './wait.js';

export interface SubmitOptions {
  /** Names this wish: the same key again, also after a crash of yours, is the same job. Without one, one is made. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

const JOINED_MS = 20_000;
const UPLOAD_MS = 10 * 60_000;
/** What is larger, in characters, brings pictures along, and may take as long as an upload. */
const LIGHT = 64 << 10;

/** One Darkroom server. */
export class Darkroom {
  private readonly http: Http;

  constructor(settings: Settings = {}) {
    this.http = new Http(settings);
  }

  /** What a request would cost; nothing is stored or done. */
  submit<O extends Operation>(operation: O, request: Requests[O], options: SubmitOptions & { quote: true }): Promise<QuoteBody>;
  /** Starts a job, and answers at once. The job ends though nobody waits for it. */
  submit<O extends Exclude<Operation, Tool>>(operation: O, request: Requests[O], options?: SubmitOptions): Promise<Accepted>;
  /** The same; what was done before is answered with its result. */
  submit<T extends Tool>(tool: T, request: Requests[T], options?: SubmitOptions): Promise<Accepted | Answers[T]>;
  submit<O extends Operation>(operation: O, request: Requests[O], options?: SubmitOptions): Promise<Accepted | Answers[Tool]>;
  submit<O extends Operation>(
    operation: O,
    request: Requests[O],
    options: SubmitOptions & { quote?: boolean } = {},
  ): Promise<unknown> {
    return this.post(operation, request, options, { Prefer: 'respond-async' });
  }

  /** Waits for a job's end, also one that was started elsewhere or yesterday. */
  wait(jobId: string, options?: WaitOptions): Promise<Done> {
    return wait(this.http, jobId, options);
  }

  /** Follows all jobs, also those that are started elsewhere, until `signal` fires. */
  follow(options: FollowOptions): Promise<void> {
    return follow(this.http, options);
  }

  /** Starts a job and waits for its end. */
  async run<O extends Exclude<Operation, Tool>>(
    operation: O,
    request: Requests[O],
    options: SubmitOptions & WaitOptions = {},
  ): Promise<Done> {
    const { jobId } = await this.submit(operation, request, options);
    return this.wait(jobId, options);
  }

  /** The same for the three tools that answer with their result. */
  async runTool<T extends Tool>(
    tool: T,
    request: Requests[T],
    options: SubmitOptions & WaitOptions = {},
  ): Promise<Answers[T]> {
    const keyed = { ...options, idempotencyKey: options.idempotencyKey ?? uuid() };
    const prefer = { Prefer: `wait=${JOINED_MS / 1000}` };
    const first = await this.post<T, Answers[T] | Accepted>(tool, request, keyed, prefer);
    if (!isTicket(first)) return first;
    await this.wait(first.jobId, options);
    const answer = await this.post<T, Answers[T] | Accepted>(tool, request, keyed, prefer);
    if (isTicket(answer)) throw new DarkroomError('The job has ended, but not here.', 'UNKNOWN', 0, { jobId: first.jobId });
    return answer;
  }

  private post<O extends Operation, A>(
    operation: O,
    request: Requests[O],
    options: SubmitOptions & { quote?: boolean },
    headers: Record<string, string>,
  ): Promise<A> {
    const body = sent(operation, request);
    const heavy = 'form' in body || JSON.stringify(request).length > LIGHT;
    return this.http.json<A>(PATHS[operation], {
      ...body,
      method: 'POST',
      query: options.quote ? { quote: true } : {},
      headers: { ...headers, 'Idempotency-Key': options.idempotencyKey ?? uuid() },
      signal: options.signal,
      ...(heavy && { timeoutMs: UPLOAD_MS }),
    });
  }

  job(jobId: string): Promise<JobBody> {
    return this.http.json(`/api/jobs/${encodeURIComponent(jobId)}`);
  }

  jobs(query: { status?: JobBody['status']; type?: Operation } & Paging = {}): Promise<PageJobBody> {
    return this.http.json('/api/jobs', { query: { ...query } });
  }

  cancel(jobId: string): Promise<CancelBody> {
    return this.http.json(`/api/jobs/${encodeURIComponent(jobId)}/cancel`, { method: 'POST' });
  }

  /** The input of a job that failed or was cancelled, as a new job. */
  retry(jobId: string, options: SubmitOptions = {}): Promise<Accepted> {
    return this.http.json(`/api/jobs/${encodeURIComponent(jobId)}/retry`, {
      method: 'POST',
      headers: { 'Idempotency-Key': options.idempotencyKey ?? uuid() },
      signal: options.signal,
    });
  }

  /** Brings a picture or a video; its `key` names it in requests. */
  upload(file: Blob, options: { name?: string; path?: string; signal?: AbortSignal } = {}): Promise<UploadedBody> {
    const form = new FormData();
    form.append('file', file, options.name ?? ('name' in file ? String(file.name) : 'file'));
    if (options.path !== undefined) form.append('path', options.path);
    const { signal } = options;
    return this.http.json('/api/storage/upload', { method: 'POST', form, signal, timeoutMs: UPLOAD_MS, once: true });
  }

  /** A file in storage; `url` shows it, for an hour. */
  view(key: string): Promise<ViewBody> {
    return this.http.json('/api/storage/view', { query: { key } });
  }

  library(query: { kind?: 'image' | 'video'; type?: Operation } & Paging = {}): Promise<PageItemBody> {
    return this.http.json('/api/library', { query: { ...query } });
  }

  /** Away with a result and its file. */
  deleteResult(key: string): Promise<void> {
    return this.http.json('/api/library', { method: 'DELETE', query: { key }, once: true });
  }

  credits(): Promise<CreditsBody> {
    return this.http.json('/api/credits');
  }

  transactions(query: Paging = {}): Promise<PageTransactionBody> {
    return this.http.json('/api/credits/transactions', { query: { ...query } });
  }

  templates(query: Paging = {}): Promise<PageTemplateBody> {
    return this.http.json('/api/templates', { query: { ...query } });
  }

  template(slug: string): Promise<TemplateBody> {
    return this.http.json(`/api/templates/${encodeURIComponent(slug)}`);
  }

  session(): Promise<SessionBody> {
    return this.http.json('/api/session');
  }
}

/** `nextCursor` of one page is the `cursor` of the next. */
export interface Paging {
  limit?: number;
  cursor?: string;
}

const isTicket = (answer: Answers[Tool] | Accepted): answer is Accepted => 'status' in answer;

/** A random UUID; crypto.randomUUID is missing where a page is served by plain http. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
