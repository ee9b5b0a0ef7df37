import type { ReactiveControllerHost } from 'lit';
import { DarkroomError } from '../client/index.js';
import { ended, type Job } from '../live/jobs';
import { live } from '../live/live';
import { server } from '../live/server';
import { once } from '../parts/once';

const TOO_LATE = 'It was too late for that: the job has ended.';
const CANCELLING = 'Cancelling: it may still be done and charged.';

/** What its host does about jobs, one thing at a time for each, and what came of it. Draws its host anew. */
export class Acts {
  private readonly busy = new Set<string>();
  private readonly outcomes = new Map<string, string>();

  constructor(private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>) {}

  isBusy({ id }: Job): boolean {
    return this.busy.has(id);
  }

  /** What is to be said of the last act, or empty. */
  words(job: Job): string {
    const words = this.outcomes.get(job.id) ?? '';
    return words === CANCELLING && ended(job) ? '' : words;
  }

  /** Whether those words tell of trouble. */
  isTrouble(job: Job): boolean {
    return this.words(job) !== CANCELLING;
  }

  /** Says nothing more of what came before. */
  clear(): void {
    this.outcomes.clear();
  }

  async cancel(id: string): Promise<void> {
    await this.act(id, async () => {
      const { outcome } = await server.cancel(id);
      if (outcome === 'too_late') this.outcomes.set(id, TOO_LATE);
      if (outcome === 'cancelling') this.outcomes.set(id, CANCELLING);
      await live.read(id);
    });
  }

  /** The same once more, at its price; the new job's id, or null if there is none. */
  async retry(id: string): Promise<string | null> {
    return this.act(id, async () => {
      const { jobId } = await once(`retry ${id}`, (idempotencyKey) => server.retry(id, { idempotencyKey }));
      await live.read(jobId);
      return jobId;
    });
  }

  private async act<A>(id: string, ask: () => Promise<A>): Promise<A | null> {
    if (this.busy.has(id)) return null;
    this.busy.add(id);
    this.outcomes.delete(id);
    this.host.requestUpdate();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.outcomes.set(id, error.message);
      return null;
    } finally {
      this.busy.delete(id);
      this.host.requestUpdate();
    }
  }
}
