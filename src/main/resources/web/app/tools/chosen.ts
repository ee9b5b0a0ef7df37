import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DarkroomError } from '../client/index.js';
import { drop, fromKey, type Kind, type Pick } from '../parts/pick';
import { here } from '../shell/route';

/**
 * What a tool works on: what was picked, or the file that the page's address names by `key`. One choice is kept per
 * host; a new place with another key takes its place.
 */
export class Chosen implements ReactiveController {
  picks: readonly Pick[] = [];
  /** Why the file of the address could not be taken, in words. */
  trouble = '';
  private taken = '';

  constructor(private readonly host: ReactiveControllerHost, private readonly kind: Kind) {
    host.addController(this);
  }

  get first(): Pick | null {
    return this.picks[0] ?? null;
  }

  set(picks: readonly Pick[]): void {
    this.picks = picks;
    this.host.requestUpdate();
  }

  clear(): void {
    this.picks.forEach(drop);
    this.set([]);
  }

  private readonly arrive = (): void => {
    const key = here().query.get('key') ?? '';
    if (key && key !== this.taken) void this.take(key);
    this.taken = key;
  };

  private async take(key: string): Promise<void> {
    this.trouble = '';
    try {
      const pick = await fromKey(key);
      if (pick.kind === this.kind) this.set([pick]);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error.message;
      this.host.requestUpdate();
    }
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.arrive);
    this.arrive();
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.arrive);
    this.picks.forEach(drop);
    this.picks = [];
    this.taken = '';
  }
}
