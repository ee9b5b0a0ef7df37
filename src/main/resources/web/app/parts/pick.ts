import type { ItemBody } from '../client/index.js';
import { isVideoKey } from '../live/jobs';
import { server } from '../live/server';
import { upload } from './upload';

export type Kind = 'image' | 'video';

/** A file that the user has chosen: from disk, from the library, or a sample. */
export interface Pick {
  /** Tells picks apart. */
  id: string;
  kind: Kind;
  name: string;
  /** Shows it. */
  url: string;
  /** Names it in requests; null until it is in storage. */
  key: string | null;
  /** In pixels; 0 until known. */
  width: number;
  height: number;
  seconds: number | null;
  /** How much of it has been sent, 0 to 1. */
  sent: number;
  /** Why it cannot be used, in words; empty if it can. */
  error: string;
  /** Its bytes, where they came from disk. */
  file: File | null;
  /** Ends its way into storage. */
  stop: AbortController;
}

export const ACCEPTED: Record<Kind, readonly string[]> = {
  image: ['image/jpeg', 'image/png', 'image/webp'],
  video: ['video/mp4', 'video/quicktime', 'video/webm'],
};

let count = 0;

function pick(given: Partial<Pick> & { kind: Kind; name: string; url: string }): Pick {
  const none = { key: null, width: 0, height: 0, seconds: null, sent: 1, error: '', file: null };
  return { id: `pick-${++count}`, ...none, stop: new AbortController(), ...given };
}

export function fromLibrary(item: ItemBody): Pick {
  const { kind, key, width, height, seconds } = item;
  return pick({ kind, key, width, height, seconds, name: key.split('/').pop() ?? key, url: item.url ?? '' });
}

/**
 * A file in storage whose key is known.
 *
 * @throws DarkroomError if it is not there
 */
export async function fromKey(key: string): Promise<Pick> {
  const { url } = await server.view(key);
  const kind = isVideoKey(key) ? 'video' : 'image';
  return pick({ kind, key, url: url ?? '', name: key.split('/').pop() ?? key });
}

/** A file from disk; it is on its way into storage from now on, and `onChange` is told how it goes. */
export function fromDisk(file: File, onChange: () => void): Pick {
  const kind = file.type.startsWith('video/') ? 'video' : 'image';
  const chosen = pick({ kind, name: file.name, url: URL.createObjectURL(file), sent: 0, file });
  void send(chosen, onChange);
  return chosen;
}

/** Sends it, again if it failed before. */
export async function send(chosen: Pick, onChange: () => void): Promise<void> {
  if (!chosen.file) return;
  chosen.error = '';
  chosen.sent = 0;
  onChange();
  try {
    const sent = (share: number) => {
      chosen.sent = share;
      onChange();
    };
    const { key, width, height, seconds } = await upload(chosen.file, sent, chosen.stop.signal);
    Object.assign(chosen, { key, width, height, seconds: seconds ?? null, sent: 1 });
  } catch (error) {
    chosen.error = (error as Error).message;
  }
  // Whoever removed it meanwhile must not get it back.
  if (!chosen.stop.signal.aborted) onChange();
}

/** It is used no longer. */
export function drop(chosen: Pick): void {
  chosen.stop.abort();
  if (chosen.url.startsWith('blob:')) URL.revokeObjectURL(chosen.url);
}

/** What is still to happen before it can be used, or empty. */
export function waiting(chosen: Pick): string {
  if (chosen.key !== null || chosen.error) return '';
  return chosen.sent < 1 ? `Uploading, ${Math.round(chosen.sent * 100)}%` : 'Checking…';
}
