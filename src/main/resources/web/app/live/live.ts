import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DarkroomError, type CreditsBody, type EventBody, type JobBody, type SessionBody } from '../client/index.js';
import { ended, forgetAddresses, steadied, type Job } from './jobs';
import { link, server } from './server';

const LIST_MAX = 30;
/** Beyond so many the list begins anew with its newest page. */
const KNOWN_MAX = 1_000;
const TICK_MS = 4_000;
/** Where nothing tells of changes, and where nobody looks. */
const UNTOLD_MS = 8_000;
const IDLE_MS = 40_000;
/** A tab that nobody sees keeps none of the few connections that a browser opens to one server. */
const UNSEEN_MS = 10_000;
const FAILED_MS = 5_000;

/**
 * What is true on the server now: who is signed in, the credits, the jobs. Told by one stream for all jobs; what no stream
 * tells (positions, estimates), and all while there is none, is asked for now and then. Fires `change`, and `ended`
 * with a job.
 */
class Live extends EventTarget {
  session: SessionBody | null = null;
  /** Why nobody is signed in, in words; null if somebody is. */
  signedOut: string | null = null;
  credits: CreditsBody | null = null;
  /** Newest first. */
  jobs: readonly Job[] = [];
  loaded = false;
  nextCursor: string | null = null;

  private readonly known = new Map<string, Job>();
  private readonly missing = new Set<string>();
  private readonly failedAtMs = new Map<string, number>();
  private readonly asked = new Map<string, Promise<void>>();
  private stream: AbortController | null = null;
  private streaming = false;
  private refreshing: Promise<void> | null = null;
  private timer = 0;
  private unseen = 0;

  /** Begins; once is enough. */
  start(): void {
    if (this.stream) return;
    document.addEventListener('visibilitychange', () => this.seen());
    window.addEventListener('online', () => this.again());
    link.addEventListener('change', () => this.changed());
    this.again();
  }

  /** Asks at once, rather than after the pause between two tries. */
  again(): void {
    this.stream?.abort();
    void this.listen();
    void this.refresh();
  }

  private seen(): void {
    clearTimeout(this.unseen);
    if (document.hidden) this.unseen = window.setTimeout(() => this.stream?.abort(), UNSEEN_MS);
    else if (this.stream?.signal.aborted) this.again();
    else void this.refresh();
  }

  private async listen(): Promise<void> {
    const stream = (this.stream = new AbortController());
    try {
      await server.follow({
        signal: stream.signal,
        onEvent: (event) => this.told(event),
        onOpen: (resumed) => {
          this.streaming = true;
          // What was read before the stream was there may miss what came in between.
          if (!resumed) void Promise.resolve(this.refreshing).then(() => this.refresh());
        },
        onCut: () => (this.streaming = false),
      });
    } catch (error) {
      if (stream.signal.aborted) return;
      this.refused(error);
      await new Promise((wake) => setTimeout(wake, TICK_MS));
      if (this.stream === stream && !document.hidden) void this.listen();
    } finally {
      if (this.stream === stream) this.streaming = false;
    }
  }

  private refused(error: unknown): void {
    if (!(error instanceof DarkroomError)) throw error;
    if (error.status === 401 && this.session) location.replace('/');
    if (error.status === 401 || error.status === 403) this.signedOut = error.status === 401 ? '' : error.message;
    this.changed();
  }

  /** Reads all anew: what a stream that was cut did not tell. Whoever asks meanwhile is answered by what is under way. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readAll().finally(() => {
      this.refreshing = null;
      this.inAWhile(this.pauseMs());
    });
    return this.refreshing;
  }

  private inAWhile(ms: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), ms);
  }

  private pauseMs(): number {
    if (document.hidden) return IDLE_MS;
    if (this.jobs.some((job) => !ended(job))) return this.streaming ? TICK_MS : TICK_MS / 2;
    return this.streaming ? IDLE_MS : UNTOLD_MS;
  }

  private async readAll(): Promise<void> {
    try {
      await this.askWho();
      const page = await server.jobs({ limit: LIST_MAX });
      const meets = page.items.length === 0 || page.items.some(({ id }) => this.known.has(id));
      if (!this.loaded || !meets || this.jobs.length > KNOWN_MAX) {
        await this.beginAnew(page.nextCursor);
      }
      this.keep(page.items);
      const rest = this.jobs.filter((job) => !ended(job) && !page.items.some(({ id }) => id === job.id));
      await Promise.all(rest.map(({ id }) => this.read(id)));
      this.credits = await server.credits();
      this.loaded = true;
      this.signedOut = null;
    } catch (error) {
      if (error instanceof DarkroomError && error.status !== 0) this.refused(error);
    }
    this.changed();
  }

  /** What lies between what was known and the newest page may be much; what is under way is shown however old it is. */
  private async beginAnew(nextCursor: string | null): Promise<void> {
    const unfinished = await Promise.all(
      (['pending', 'processing'] as const).map((status) => server.jobs({ status, limit: LIST_MAX })));
    for (const [id, job] of this.known) if (ended(job)) this.known.delete(id);
    this.nextCursor = nextCursor;
    unfinished.forEach(({ items }) => this.keep(items));
  }

  /** Somebody else may have signed in by another tab: nothing of the one before may stay. */
  private async askWho(): Promise<void> {
    if (this.session?.mode === 'local') return;
    const session = await server.session();
    if (this.session && this.session.user !== session.user) location.replace('/');
    this.session = session;
  }

  private told(event: EventBody): void {
    const job = this.known.get(event.jobId);
    if (!job || event.status === 'completed' || event.status === 'failed') {
      // What is on its way may have been written before.
      void (this.asked.get(event.jobId) ?? Promise.resolve()).then(() => this.read(event.jobId));
    } else if (!ended(job)) {
      const { phase, status, message, queuePosition } = event;
      this.keep([{ ...job, phase, status, message, queuePosition, progress: Math.max(job.progress, event.progress) }]);
    }
    this.changed();
  }

  /** The job with this id, null while it is not known, or 'missing' if there is none. It is asked for if need be. */
  find(id: string): Job | 'missing' | null {
    if (id === '') return 'missing';
    const job = this.known.get(id);
    if (!job && !this.missing.has(id) && Date.now() - (this.failedAtMs.get(id) ?? 0) > FAILED_MS) void this.read(id);
    return job ?? (this.missing.has(id) ? 'missing' : null);
  }

  /** Reads one job; several who ask at once are answered by one request. */
  read(id: string): Promise<void> {
    const reading = this.asked.get(id) ?? this.readNow(id).finally(() => this.asked.delete(id));
    this.asked.set(id, reading);
    return reading;
  }

  private async readNow(id: string): Promise<void> {
    try {
      this.keep([await server.job(id)]);
      this.failedAtMs.delete(id);
    } catch (error) {
      this.failedAtMs.set(id, Date.now());
      if (error instanceof DarkroomError && error.status === 404) this.missing.add(id);
      else if (error instanceof DarkroomError && error.status !== 0) this.refused(error);
    }
    this.changed();
  }

  /** Reads a job whose picture could not be loaded, for a fresh address. */
  reload(job: Job): void {
    forgetAddresses(job);
    void this.read(job.id);
  }

  async older(): Promise<void> {
    if (this.nextCursor === null) return;
    try {
      const page = await server.jobs({ limit: LIST_MAX, cursor: this.nextCursor });
      this.nextCursor = page.nextCursor;
      this.keep(page.items);
    } catch (error) {
      this.refused(error);
    }
    this.changed();
  }

  private keep(items: readonly (JobBody | Job)[]): void {
    for (const item of items) {
      const job = steadied(item as JobBody);
      const before = this.known.get(job.id);
      // An answer that was on its way when the stream told of the end must not undo it.
      if (before && ended(before) && !ended(job)) continue;
      this.known.set(job.id, job);
      const isNews = before ? !ended(before) : this.loaded && isFresh(job);
      if (isNews && ended(job)) void this.hasEnded(job);
      // One that has just begun holds credits, and has a place in the queue.
      else if (isNews && !before) this.inAWhile(TICK_MS / 8);
    }
    this.jobs = [...this.known.values()].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  }

  private async hasEnded(job: Job): Promise<void> {
    this.dispatchEvent(new CustomEvent('ended', { detail: job }));
    this.credits = await server.credits().catch(() => this.credits);
    this.changed();
  }

  private changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** Not one of long ago that was only now listed. */
const isFresh = (job: Job): boolean => !job.endedAt || Date.now() - Date.parse(job.endedAt) < 60_000;

export const live = new Live();

/** Draws its host anew whenever something changed. */
export class Following implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  private readonly changed = (): void => this.host.requestUpdate();

  hostConnected(): void {
    live.addEventListener('change', this.changed);
  }

  hostDisconnected(): void {
    live.removeEventListener('change', this.changed);
  }
}
