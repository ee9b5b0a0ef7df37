import { DarkroomError, seconds } from './errors.js';
import { jitter, known, pause, type Http } from './http.js';
import { events } from './stream.js';
import type { JobBody, ResultBody } from './wire.js';

/** How a job stands. `progress` runs from 0 to 1 and never goes back. */
export interface Update {
  status: JobBody['status'];
  phase: JobBody['phase'];
  message: string;
  progress: number | null;
  queuePosition: number | null;
}

export interface WaitOptions {
  /** Told at once and whenever the job stands differently. */
  onUpdate?: (update: Update) => void;
  signal?: AbortSignal | undefined;
  /** Longer than this is not waited; the job goes on. 3 hours. */
  timeoutMs?: number;
}

/** What a job made: a signed address, good for an hour, and what is known of the file. */
export interface Done extends Omit<ResultBody, 'url'> {
  jobId: string;
  url: string;
  credits: number;
  job: JobBody;
}

const WAIT_MS = 3 * 60 * 60_000;
const SILENCE_MS = 45_000;
const CUTS_MAX = 3;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 5_000;
const POLL_INSTEAD_MS = 30_000;
const ENDS = new Set(['completed', 'failed', 'cancelled']);

/**
 * Waits for the end of a job: by its stream, taken up again where it was cut, and by asking now and then where no
 * stream can be had. A server that restarts is waited for.
 *
 * @throws DarkroomError if the job failed or was cancelled, is not there, or takes longer than `timeoutMs`
 */
export async function wait(http: Http, jobId: string, options: WaitOptions = {}): Promise<Done> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? WAIT_MS);
  const signal = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
  try {
    return done(await new Watch(http, jobId, signal, options.onUpdate).end());
  } catch (error) {
    options.signal?.throwIfAborted();
    if (timeout.aborted) throw new DarkroomError('This takes longer than was waited for.', 'WAIT_TIMEOUT', 0, { jobId });
    throw error;
  }
}

function done(job: JobBody): Done {
  if (job.status === 'failed') {
    const { code, message } = job.error ?? { code: 'FAILED', message: job.message };
    throw new DarkroomError(message, code, 0, { jobId: job.id });
  }
  if (!job.result?.url) throw new DarkroomError('The result was deleted.', 'FILE_NOT_FOUND', 0, { jobId: job.id });
  return { ...job.result, url: job.result.url, jobId: job.id, credits: job.credits, job };
}

class Watch {
  private readonly path: string;
  private lastEvent = '';
  private lastSeq = 0;
  private told = '';
  private etag: string | null = null;
  private job: JobBody | null = null;
  private streams = true;

  constructor(
    private readonly http: Http,
    jobId: string,
    private readonly signal: AbortSignal,
    private readonly onUpdate: WaitOptions['onUpdate'],
  ) {
    this.path = `/api/jobs/${encodeURIComponent(jobId)}`;
  }

  async end(): Promise<JobBody> {
    for (;;) {
      if (this.streams && (await this.follow())) return this.ended();
      const job = await this.poll(this.streams ? POLL_INSTEAD_MS : Infinity);
      if (job) return job;
    }
  }

  /** By streams, until too many in a row bring nothing; whether the job has ended. */
  private async follow(): Promise<boolean> {
    for (let cuts = 0; cuts < CUTS_MAX && this.streams; cuts++) {
      const before = this.lastSeq;
      try {
        if (await this.listen()) return true;
      } catch (cause) {
        this.streams = !isMissing(this.tolerable(cause));
      }
      if (this.lastSeq > before) cuts = -1;
      await pause(jitter(FIRST_PAUSE_MS * 2 ** Math.max(0, cuts)), this.signal);
    }
    return false;
  }

  private async listen(): Promise<boolean> {
    const cut = new AbortController();
    const stop = () => cut.abort(this.signal.reason);
    this.signal.addEventListener('abort', stop, { once: true });
    try {
      const response = await this.http.ok(`${this.path}/events`, {
        headers: { Accept: 'text/event-stream', ...(this.lastEvent && { 'Last-Event-ID': this.lastEvent }) },
        signal: cut.signal,
        timeoutMs: WAIT_MS,
      });
      if (!response.body || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
        this.streams = false;
        return false;
      }
      for await (const event of events(response.body, SILENCE_MS)) {
        const data = JSON.parse(event.data) as Update & { seq?: number; kind?: string };
        // A stream may tell again what it told before; nothing is passed on twice.
        if (typeof data.seq === 'number' && data.seq <= this.lastSeq) continue;
        this.lastSeq = data.seq ?? this.lastSeq;
        this.lastEvent = event.id || this.lastEvent;
        this.tell(data);
        if (ENDS.has(data.kind ?? event.event)) return true;
      }
      return false;
    } finally {
      this.signal.removeEventListener('abort', stop);
      cut.abort();
    }
  }

  /** By asking; nothing if the job has not ended by then. */
  private async poll(forMs: number): Promise<JobBody | null> {
    const until = Date.now() + forMs;
    for (let pauseMs = FIRST_PAUSE_MS; Date.now() < until; pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 1.5)) {
      let waitMs = 0;
      try {
        const before = this.told;
        const response = await this.read();
        waitMs = seconds(response.headers.get('Retry-After')) ?? 0;
        if (this.job && ENDS.has(this.job.phase)) return this.job;
        if (this.told !== before) pauseMs = FIRST_PAUSE_MS;
      } catch (cause) {
        waitMs = this.tolerable(cause).details.retryAfterMs ?? 0;
      }
      await pause(Math.max(waitMs, jitter(pauseMs)), this.signal);
    }
    return null;
  }

  private async read(): Promise<Response> {
    const response = await this.http.ok(this.path, {
      headers: this.etag === null ? {} : { 'If-None-Match': this.etag },
      signal: this.signal,
    });
    if (response.status !== 304) {
      this.job = (await response.json()) as JobBody;
      this.etag = response.headers.get('ETag');
      this.tell(this.job);
    }
    return response;
  }

  /** The job whose end the stream told. */
  private async ended(): Promise<JobBody> {
    const job = await this.poll(Infinity);
    if (job) return job;
    throw new Error('A poll without an end ended');
  }

  private tell({ status, phase, message, progress, queuePosition }: Update): void {
    const update = { status, phase, message, progress: progress ?? null, queuePosition: queuePosition ?? null };
    const text = JSON.stringify(update);
    if (text === this.told) return;
    this.told = text;
    this.onUpdate?.(update);
  }

  /** The error, if waiting may go on; else it is thrown. */
  private tolerable(cause: unknown): DarkroomError {
    this.signal.throwIfAborted();
    const error = known(cause);
    if (!error.mayBeRepeated && !isMissing(error)) throw error;
    return error;
  }
}

/** A server, or something before it, that has no streams; an unknown job has another code. */
const isMissing = (error: DarkroomError): boolean =>
  (error.status === 404 && error.code !== 'JOB_NOT_FOUND') || [405, 406, 501].includes(error.status);
