import { download } from '../parts/uses';

/** Browsers drop downloads that are asked for too soon after each other. */
const PAUSE_MS = 400;

/** Downloads several files one after the other; `onSaved` is told how many have begun. */
export async function save(keys: readonly string[], onSaved: (count: number) => void): Promise<void> {
  for (const [at, key] of keys.entries()) {
    if (at > 0) await new Promise((go) => setTimeout(go, PAUSE_MS));
    const { href, name } = download(key);
    Object.assign(document.createElement('a'), { href, download: name }).click();
    onSaved(at + 1);
  }
}
