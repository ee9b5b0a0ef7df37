import type { ReactiveControllerHost } from 'lit';
import { DarkroomError } from '../client/index.js';

const FIRST = 30;
const LIMIT_MAX = 100;

interface Page<T> {
  items: readonly T[];
  nextCursor: string | null;
}

type Ask<T> = (query: { limit: number; cursor?: string }) => Promise<Page<T>>;

/** A listing that comes by pages, newest first. Draws its host anew as it comes. */
export class Paged<T extends { id: string } | { email: string }> {
  items: readonly T[] = [];
  next: string | null = null;
  loaded = false;
  loading = false;
  trouble: DarkroomError | null = null;
  private turn = 0;

  constructor(private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>, private readonly ask: Ask<T>) {}

  /** From the beginning, as after another question; what was there stays until the answer is. */
  anew(): Promise<void> {
    this.turn++;
    this.loading = true;
    return this.read({ limit: FIRST }, (page) => this.replace(page.items, page.nextCursor));
  }

  /** The beginning once more; what was loaded further down stays. */
  refresh(): Promise<void> {
    const limit = Math.min(LIMIT_MAX, Math.max(FIRST, this.items.length));
    return this.read({ limit }, ({ items, nextCursor }) => {
      const newest = this.items[0];
      const met = nextCursor !== null && newest !== undefined && !older(idOf(newest), nextCursor);
      const further = met && this.loaded && (this.next === null || older(this.next, nextCursor));
      if (!further) return this.replace(items, nextCursor);
      this.replace([...items, ...this.items.filter((item) => older(idOf(item), nextCursor))], this.next);
    });
  }

  more(): Promise<void> {
    if (this.next === null || this.loading) return Promise.resolve();
    this.loading = true;
    return this.read({ limit: FIRST, cursor: this.next }, (page) => this.replace([...this.items, ...page.items], page.nextCursor));
  }

  private replace(items: readonly T[], next: string | null): void {
    this.items = items;
    this.next = next;
  }

  private async read(query: { limit: number; cursor?: string }, keep: (page: Page<T>) => void): Promise<void> {
    const turn = this.turn;
    this.host.requestUpdate();
    try {
      const page = await this.ask(query);
      if (turn !== this.turn) return;
      keep(page);
      this.loaded = true;
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      if (turn === this.turn) this.trouble = error;
    } finally {
      if (turn === this.turn) this.loading = false;
      this.host.requestUpdate();
    }
  }
}

const idOf = (item: { id: string } | { email: string }): string => ('id' in item ? item.id : item.email);

/** Ids are ordered by time: texts of one length, or numbers. */
const older = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);
