import type { ReactiveController, ReactiveControllerHost } from 'lit';
import * as api from './api';
import { refresh, steady } from './steady';
import { ended, type Credits, type Job, type Session } from './wire';

const BUSY_MS = 700;
const IDLE_MS = 5_000;
const HIDDEN_BUSY_MS = 5_000;
const HIDDEN_IDLE_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 8_000;

/** Keeps the page true: asks the server again and again, sooner while something moves, and tells its host. */
export class Watch implements ReactiveController {
  session: Session | null = null;
  /** Nobody is signed in, or nobody who may use this. */
  signedOut = false;
  credits: Credits | null = null;
  jobs: Job[] = [];
  nextCursor: string | null = null;
  loaded = false;
  /** When the server is gone: in how many milliseconds it is asked again. */
  retryMs: number | null = null;
  /** Why the server refuses to say how things stand, in words fit to show. */
  trouble: string | null = null;

  private pages = new Map<string, Job>();
  private stale = new Set<string>();
  private wanted: string | null = null;
  private missing: string | null = null;
  private timer = 0;
  private asking = false;
  private again = false;
  private lastEnds = '';

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.soon);
    window.addEventListener('online', this.soon);
    this.soon();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.soon);
    window.removeEventListener('online', this.soon);
    clearTimeout(this.timer);
  }

  /** Asks now rather than at the next turn; called twice while asking, it asks once more. */
  readonly soon = (): void => {
    clearTimeout(this.timer);
    if (this.asking) this.again = true;
    else void this.round();
  };

  /** From now on the job with this id is asked for too, however old it is. */
  want(id: string): void {
    this.wanted = id || null;
    if (id && !this.pages.has(id)) this.soon();
  }

  /** The job with this id, null while it is not known, or 'missing' if the server knows no such job. */
  find(id: string): Job | 'missing' | null {
    return this.pages.get(id) ?? (this.missing === id ? 'missing' : null);
  }

  /** Reads a job afresh, because a URL of it no longer works. */
  reload(job: Job): void {
    refresh(job);
    this.stale.add(job.id);
    this.soon();
  }

  async older(): Promise<void> {
    if (this.nextCursor === null) return;
    const page = await api.jobs(this.nextCursor);
    this.nextCursor = page.nextCursor;
    this.keep(page.items);
    this.host.requestUpdate();
  }

  private async round(): Promise<void> {
    this.asking = true;
    this.again = false;
    try {
      await this.ask();
      this.retryMs = this.trouble = null;
      this.signedOut = false;
    } catch (error) {
      if (error instanceof api.Refusal) {
        if (this.session && error.status === 401) location.replace('/');
        this.signedOut = error.status === 401 || error.code === 'EMAIL_NOT_VERIFIED';
        this.trouble = error.status === 401 ? null : error.message;
      } else {
        this.retryMs = Math.min(LAST_RETRY_MS, (this.retryMs ?? FIRST_RETRY_MS / 2) * 2);
      }
    } finally {
      this.asking = false;
      this.host.requestUpdate();
      this.timer = window.setTimeout(this.soon, this.again ? 0 : this.retryMs ?? this.pauseMs());
    }
  }

  private async ask(): Promise<void> {
    await this.askWho();
    const page = await api.jobs();
    if (!this.loaded) this.nextCursor = page.nextCursor;
    this.loaded = true;
    this.keep(page.items);
    await this.askForOthers(page.items);
    const ends = this.jobs.map((job) => job.id + ended(job)).join();
    if (this.credits && ends === this.lastEnds) return;
    this.credits = await api.credits();
    this.lastEnds = ends;
  }

  /** Somebody else may have signed in by another tab: nothing of the one before may stay. */
  private async askWho(): Promise<void> {
    if (this.session?.mode === 'local') return;
    const session = await api.session();
    if (this.session && this.session.user !== session.user) location.replace('/');
    this.session = session;
  }

  /** The wanted job, the stale and the unfinished ones that the newest page does not hold; one that is gone is dropped. */
  private async askForOthers(fresh: Job[]): Promise<void> {
    const ids = new Set(this.jobs.filter((job) => !ended(job)).map((job) => job.id));
    if (this.wanted && this.wanted !== this.missing && !this.pages.has(this.wanted)) ids.add(this.wanted);
    for (const id of this.stale) ids.add(id);
    for (const job of fresh) ids.delete(job.id);
    for (const id of ids) {
      try {
        this.keep([await api.job(id)]);
      } catch (error) {
        if (!(error instanceof api.Refusal && error.status === 404)) throw error;
        this.drop(id);
        if (id === this.wanted) this.missing = id;
      }
    }
  }

  private keep(items: Job[]): void {
    for (const job of items) {
      this.pages.set(job.id, steady(job));
      this.stale.delete(job.id);
    }
    this.jobs = [...this.pages.values()].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  }

  private drop(id: string): void {
    this.pages.delete(id);
    this.stale.delete(id);
    this.jobs = this.jobs.filter((job) => job.id !== id);
  }

  private pauseMs(): number {
    const busy = this.jobs.some((job) => !ended(job));
    if (document.hidden || this.signedOut) return busy ? HIDDEN_BUSY_MS : HIDDEN_IDLE_MS;
    return busy ? BUSY_MS : IDLE_MS;
  }
}
