import type { ReactiveControllerHost } from 'lit';
import { DarkroomError } from '../client/index.js';

/** What its host asks of the server, one thing at a time, and why the last one did not work. */
export class Acting {
  busy = false;
  trouble: DarkroomError | null = null;

  constructor(private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>) {}

  /** Whether it worked; false as well if another is still under way. */
  async act(ask: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = null;
    this.host.requestUpdate();
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error;
    } finally {
      this.busy = false;
      this.host.requestUpdate();
    }
    return this.trouble === null;
  }
}
