import { DarkroomError } from '../client/index.js';

const NAME = 'darkroom.orders';
const WISHES_MAX = 50;

/** The keys of wishes of which nobody knows yet whether they were taken, oldest first. */
let open: Map<string, string> | null = null;

/**
 * Asks for what costs, under a key. The same wish has the same key, also after a reload, until it is clear what became of
 * it: no press is ever paid twice, whatever was lost on the way.
 *
 * @param wish all that tells it from others
 */
export async function once<A>(wish: string, ask: (key: string) => Promise<A>): Promise<A> {
  const name = digest(wish);
  const key = keyOf(name);
  try {
    const answer = await ask(key);
    forget(name);
    return answer;
  } catch (error) {
    if (!mayBeTaken(error)) forget(name);
    throw error;
  }
}

/** Only a clear refusal says that it was not; a gateway may give up on what the server has done. */
const mayBeTaken = (error: unknown): boolean =>
  !(error instanceof DarkroomError) || error.mayBeRepeated || error.status >= 500 || error.status === 0 || error.status === 409;

function keyOf(name: string): string {
  const keys = known();
  const key = keys.get(name) ?? random();
  keys.delete(name);
  keys.set(name, key);
  const oldest = keys.keys().next();
  if (keys.size > WISHES_MAX && !oldest.done) keys.delete(oldest.value);
  store(keys);
  return key;
}

function forget(name: string): void {
  known().delete(name);
  store(known());
}

function known(): Map<string, string> {
  if (open) return open;
  try {
    open = new Map(JSON.parse(sessionStorage.getItem(NAME) ?? '[]') as [string, string][]);
  } catch {
    open = new Map();
  }
  return open;
}

function store(keys: Map<string, string>): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify([...keys]));
  } catch {
    // A browser that keeps nothing still knows it until a reload.
  }
}

/** Wishes hold pictures and are too large to be kept; crypto.subtle is missing where a page is served by plain http. */
const digest = (wish: string): string => hash(wish, 1) + hash(wish, 2);

/** 53 bits, by two products that are mixed (cyrb53). */
function hash(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36).padStart(11, '0');
}

const random = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
