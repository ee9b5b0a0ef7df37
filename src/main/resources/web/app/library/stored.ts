import { DarkroomError, type ViewBody } from '../client/index.js';
import { isVideoKey } from '../live/jobs';
import { server } from '../live/server';
import { steady } from '../live/steady';
import type { Kind } from '../parts/pick';

/** A file in storage that need not be a result, such as an upload. */
export interface Stored extends ViewBody {
  kind: Kind;
  /** As its user called it. */
  name: string;
}

/** Stands before the name of an upload. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/;

/** Finds it; 'gone' if it is not there. */
export async function fileOf(key: string): Promise<Stored | 'gone'> {
  try {
    const view = await server.view(key);
    const name = (key.split('/').pop() ?? key).replace(UUID, '');
    return { ...view, url: view.url && steady(`item ${key}`, view.url), kind: isVideoKey(key) ? 'video' : 'image', name };
  } catch (error) {
    if (error instanceof DarkroomError && error.status === 404) return 'gone';
    throw error;
  }
}
