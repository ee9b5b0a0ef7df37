import { DarkroomError } from './errors.js';
import { jitter, known, pause, type Http } from './http.js';
import { events, type ServerEvent } from './stream.js';
import type { EventBody } from './wire.js';

export interface FollowOptions {
  /** Told each line of the logs of all your jobs from now on: none missing, none twice. */
  onEvent: (event: EventBody) => void;
  /**
   * The stream is there. Unless it was taken up where it was cut, what you have read before may be old by now, and
   * what you read from now on fits what you will be told.
   */
  onOpen?: (resumed: boolean) => void;
  /** The stream was cut, and is taken up again. */
  onCut?: () => void;
  signal: AbortSignal;
}

const SILENCE_MS = 45_000;
const STREAM_MS = 3 * 60 * 60_000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 8_000;

/**
 * Follows all jobs of a user until `signal` fires.
 *
 * @throws DarkroomError if the server refuses for good, such as when nobody is signed in; and what `onEvent` throws
 */
export async function follow(http: Http, options: FollowOptions): Promise<void> {
  const { signal } = options;
  let last = '';
  for (let cuts = 0; !signal.aborted; cuts++) {
    const before = last;
    let waitMs = 0;
    // What whoever is told throws is no cut of the line.
    let thrown: { cause: unknown } | null = null;
    try {
      for await (const event of await open(http, last, signal)) {
        last = event.id || last;
        cuts = -1;
        try {
          tell(options, event, before !== '');
        } catch (cause) {
          thrown = { cause };
          break;
        }
      }
    } catch (cause) {
      if (signal.aborted) return;
      const error = known(cause);
      if (!error.mayBeRepeated) throw error;
      waitMs = error.details.retryAfterMs ?? 0;
    }
    if (thrown) throw thrown.cause;
    if (signal.aborted) return;
    options.onCut?.();
    const pauseMs = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, cuts));
    await pause(Math.max(waitMs, jitter(pauseMs)), signal).catch(() => undefined);
  }
}

function tell(options: FollowOptions, { event, data }: ServerEvent, resumed: boolean): void {
  if (event === 'open' || event === 'reset') options.onOpen?.(event === 'open' && resumed);
  else if (event !== 'position') options.onEvent(JSON.parse(data) as EventBody);
}

async function open(http: Http, last: string, signal: AbortSignal) {
  const response = await http.ok('/api/events', {
    headers: { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) },
    signal,
    timeoutMs: STREAM_MS,
  });
  if (!response.body) throw new DarkroomError('This server has no streams.', 'UNKNOWN', response.status);
  return events(response.body, SILENCE_MS);
}
