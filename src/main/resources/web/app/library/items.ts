import type { ItemBody } from '../client/index.js';
import { server } from '../live/server';
import { refresh, steady } from '../live/steady';
import { pixels, typeName, when } from '../parts/words';

const PAGE = 100;
const SOUGHT_PAGES_MAX = 30;

/** All that has been read since the page was opened, by key. */
const known = new Map<string, ItemBody>();

/** Remembers what was read, with addresses that stay the same from one answer to the next. */
export function remember(items: readonly ItemBody[]): ItemBody[] {
  return items.map((read) => {
    const { key, url, previewUrl } = read;
    const item = { ...read, url: url && steady(`item ${key}`, url), previewUrl: previewUrl && steady(`preview ${key}`, previewUrl) };
    known.set(item.key, item);
    return item;
  });
}

export const recall = (key: string): ItemBody | null => known.get(key) ?? null;

export const forget = (key: string): boolean => known.delete(key);

/** Its addresses work no longer; the next answer brings others. */
export function forgetAddresses(key: string): void {
  refresh(`item ${key}`);
  refresh(`preview ${key}`);
}

/** What was made from a file, as far as it has been read, newest first. */
export const madeFrom = (key: string): ItemBody[] =>
  [...known.values()].filter((item) => item.sourceKey === key).sort((a, b) => b.createdAt.localeCompare(a.createdAt));

/**
 * Reads the library from its newest result on until this one is there; null if it is not, or very old.
 *
 * @throws DarkroomError
 */
export async function seek(key: string, signal: AbortSignal): Promise<ItemBody | null> {
  let cursor: string | null | undefined;
  for (let page = 0; page < SOUGHT_PAGES_MAX && cursor !== null && !signal.aborted && !known.has(key); page++) {
    const { items, nextCursor } = await server.library({ limit: PAGE, ...(cursor !== undefined && { cursor }) });
    remember(items);
    cursor = nextCursor;
  }
  return recall(key);
}

/** A small picture of it; null for a film that has none. */

/** How long a film is, such as 0:05. */
export function length(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** What it is, for those who do not see it. */
export const spoken = (item: ItemBody): string =>
  [typeName(item.jobType), item.seconds === null ? pixels(item.width, item.height) : length(item.seconds), when(item.createdAt)].join(', ');
