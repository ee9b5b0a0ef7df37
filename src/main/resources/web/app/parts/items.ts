import type { ItemBody, Operation, PageItemBody } from '../client/index.js';
import { server } from '../live/server';

const PAGE = 100;
const PAGES_MAX = 10;

/**
 * The newest thing in the library that fits, or null if there is none among the newest thousand.
 *
 * @throws DarkroomError
 */
export async function findItem(
  query: { kind?: ItemBody['kind']; type?: Operation },
  fits: (item: ItemBody) => boolean,
): Promise<ItemBody | null> {
  let cursor: string | null = '';
  for (let page = 0; page < PAGES_MAX && cursor !== null; page++) {
    const { items, nextCursor }: PageItemBody = await server.library({ ...query, limit: PAGE, ...(cursor && { cursor }) });
    const found = items.find(fits);
    if (found) return found;
    cursor = nextCursor;
  }
  return null;
}
