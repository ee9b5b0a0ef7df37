const KEEP_MS = 10 * 60_000;
const URLS_MAX = 2_000;

const seen = new Map<string, { url: string; atMs: number }>();

/**
 * The server signs every address anew; keeping the first for a while spares the browser the same picture twice.
 *
 * @param name of what it leads to
 */
export function steady(name: string, url: string): string {
  const known = seen.get(name);
  if (known && Date.now() - known.atMs < KEEP_MS) return known.url;
  seen.delete(name);
  seen.set(name, { url, atMs: Date.now() });
  const oldest = seen.keys().next();
  if (seen.size > URLS_MAX && !oldest.done) seen.delete(oldest.value);
  return url;
}

/** Forgets an address that no longer works, so that the next one is taken. */
export function refresh(name: string): void {
  seen.delete(name);
}
