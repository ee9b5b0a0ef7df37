import { type ItemBody, DarkroomError } from '../client/index.js';
import { server } from '../live/server';
import { forget, forgetAddresses, remember } from './items';
import type { Wish } from './wish';

const PAGE = 100;
/** How long an address that has failed is not asked for again. */
const AGAIN_MS = 60_000;
const REREAD_PAGES_MAX = 3;

/** Results of the library, newest first, read page by page as they are needed. */
export class Shelf {
  items: readonly ItemBody[] = [];
  /** How many new ones there are that are not shown yet. */
  waiting = 0;
  loading = false;
  /** Whether the first page has come. */
  loaded = false;
  /** Why the last page did not come, in words. */
  trouble = '';
  /** Where the reader was. */
  scrolledTo = 0;
  onChange: () => void = () => undefined;
  private next: string | null | undefined;
  /** By which cursor each was read, so that it can be read anew. */
  private readonly cursors = new Map<string, string | undefined>();
  private readonly failedAtMs = new Map<string, number>();

  constructor(readonly wish: Wish) {}

  /** Whether there is more than what has been read. */
  get further(): boolean {
    return this.next !== null;
  }

  private async page(cursor: string | undefined): Promise<{ items: ItemBody[]; nextCursor: string | null }> {
    const page = await server.library({ ...this.wish, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    for (const { key } of page.items) this.cursors.set(key, cursor);
    return { items: remember(page.items), nextCursor: page.nextCursor };
  }

  /** Reads the next page, if there is one and it is not on its way. */
  async more(): Promise<void> {
    if (this.loading || this.next === null) return;
    const cursor = this.next;
    await this.try(async () => {
      const page = await this.page(cursor);
      // Meanwhile the beginning may have been read anew, and the end with it.
      if (cursor !== this.next) return;
      const there = new Set(this.items.map(({ key }) => key));
      this.items = [...this.items, ...page.items.filter(({ key }) => !there.has(key))];
      this.next = page.nextCursor;
      this.loaded = true;
    });
  }

  private async try(act: () => Promise<void>): Promise<void> {
    this.loading = true;
    this.trouble = '';
    this.onChange();
    try {
      await act();
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error.message;
    } finally {
      this.loading = false;
      this.onChange();
    }
  }

  /**
   * Reads the beginning anew.
   *
   * @param hold only counts what is new, so that nothing moves under the reader's eyes
   */
  async refresh(hold: boolean): Promise<void> {
    if (!this.loaded) return this.more();
    try {
      const { items, nextCursor } = await this.page(undefined);
      const there = new Set(this.items.map(({ key }) => key));
      const fresh = items.filter(({ key }) => !there.has(key)).length;
      this.waiting = hold ? fresh : 0;
      if (!hold || fresh === 0) this.merge(items, nextCursor);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
    }
    this.onChange();
  }

  /** What the answer spans is as the answer says; what lies behind it stays, unless there is a gap between. */
  private merge(items: readonly ItemBody[], nextCursor: string | null): void {
    const last = items.at(-1)?.key;
    const at = nextCursor === null ? -1 : this.items.findIndex(({ key }) => key === last);
    this.items = [...items, ...(at < 0 ? [] : this.items.slice(at + 1))];
    if (at < 0) this.next = nextCursor;
  }

  /** They are not there any more. */
  remove(keys: readonly string[]): void {
    const gone = new Set(keys);
    keys.forEach(forget);
    this.items = this.items.filter(({ key }) => !gone.has(key));
    this.onChange();
  }

  /** Reads the page of one whose picture did not load anew, for fresh addresses; not again at once if that did not help. */
  async reread(key: string): Promise<void> {
    const failed = this.failedAtMs.get(key) ?? 0;
    if (Date.now() - failed < AGAIN_MS || !this.cursors.has(key)) return;
    let cursor: string | null | undefined = this.cursors.get(key);
    for (const [other, by] of this.cursors) {
      if (by !== cursor) continue;
      this.failedAtMs.set(other, Date.now());
      forgetAddresses(other);
    }
    const read = new Map<string, ItemBody>();
    try {
      // New results push older ones from the first page on to the next.
      for (let page = 0; page < REREAD_PAGES_MAX && cursor !== null && !read.has(key); page++) {
        const { items, nextCursor } = await this.page(cursor);
        for (const item of items) read.set(item.key, item);
        cursor = nextCursor;
      }
      this.items = this.items.map((item) => read.get(item.key) ?? item);
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
    }
    this.onChange();
  }
}
