import { DarkroomError, noAnswer, refusal } from './errors.js';

export interface Settings {
  /** Where the server is; nothing for the one that served this page. */
  baseUrl?: string;
  /** Sent as a bearer token; a function is asked for each request, so that it may be renewed. */
  token?: string | (() => string | Promise<string>);
  /** Another fetch than the global one. */
  fetch?: typeof globalThis.fetch;
  /** How long a request is repeated while the server is away or asks to wait; 60 s. */
  retryForMs?: number;
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  form?: FormData;
  signal?: AbortSignal | undefined;
  /** How long one try may take; 30 s. */
  timeoutMs?: number;
  /** It may have been done though no answer came, and must not be done twice. */
  once?: boolean;
}

const TRY_MS = 30_000;
const RETRY_FOR_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 8_000;

/** Requests to one server: with its token, within a time, and again where that is harmless. */
export class Http {
  private readonly fetch: typeof globalThis.fetch;
  private readonly retryForMs: number;

  constructor(private readonly settings: Settings) {
    this.fetch = settings.fetch ?? globalThis.fetch.bind(globalThis);
    this.retryForMs = settings.retryForMs ?? RETRY_FOR_MS;
  }

  /** The body of the answer. */
  async json<T>(path: string, ask: Ask = {}): Promise<T> {
    const text = await this.repeated(ask, async () => (await this.ok(path, ask)).text());
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** An answer that is no error, as soon as its head is there; 304 is one. */
  async ok(path: string, ask: Ask = {}): Promise<Response> {
    const response = await this.send(path, ask);
    if (response.ok || response.status === 304) return response;
    throw await refusal(response);
  }

  private async send(path: string, ask: Ask): Promise<Response> {
    const headers = new Headers(ask.headers);
    const token = typeof this.settings.token === 'function' ? await this.settings.token() : this.settings.token;
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (ask.json !== undefined) headers.set('Content-Type', 'application/json');
    const signals = [AbortSignal.timeout(ask.timeoutMs ?? TRY_MS), ...(ask.signal ? [ask.signal] : [])];
    return this.fetch(this.address(path, ask.query), {
      method: ask.method ?? 'GET',
      headers,
      body: ask.form ?? (ask.json === undefined ? null : JSON.stringify(ask.json)),
      signal: AbortSignal.any(signals),
    });
  }

  private address(path: string, query: Ask['query'] = {}): string {
    const said = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
    return (this.settings.baseUrl ?? '').replace(/\/+$/, '') + path + (search && `?${search}`);
  }

  private async repeated<T>(ask: Ask, send: () => Promise<T>): Promise<T> {
    const until = Date.now() + this.retryForMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2)) {
      try {
        return await send();
      } catch (cause) {
        ask.signal?.throwIfAborted();
        const error = known(cause);
        const lost = error.status !== 429 && error.status !== 503;
        const waitMs = Math.max(error.details.retryAfterMs ?? 0, jitter(pauseMs));
        if (!error.mayBeRepeated || (lost && ask.once) || Date.now() + waitMs > until) throw error;
        await pause(waitMs, ask.signal);
      }
    }
  }
}

/** What fetch, a body that was cut off and a time that ran out throw, as an error of ours. */
export function known(cause: unknown): DarkroomError {
  return cause instanceof DarkroomError ? cause : noAnswer();
}

/** Half of it or more, so that many clients do not come back at once. */
export const jitter = (ms: number): number => ms * (0.5 + Math.random() / 2);

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((wake, stop) => {
    if (signal?.aborted) return stop(signal.reason);
    const aborted = () => {
      clearTimeout(timer);
      stop(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      wake();
    }, ms);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}
