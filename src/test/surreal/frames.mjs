// Cuts CBOR at its seams. Requests and answers pass through as bytes: JavaScript would turn 1.0 into 1.

const HEAD_BYTES = { 24: 1, 25: 2, 26: 4, 27: 8 };
const INDEFINITE = -1;
const BREAK = 0xff;

/** Major type, argument (or INDEFINITE), and where the content begins. */
function head(bytes, at) {
  const major = bytes[at] >> 5;
  const short = bytes[at] & 31;
  if (short < 24) return { major, count: short, begin: at + 1 };
  const size = HEAD_BYTES[short];
  if (size === undefined) return { major, count: INDEFINITE, begin: at + 1 };
  let count = 0;
  for (let i = 1; i <= size; i++) count = count * 256 + bytes[at + i];
  return { major, count, begin: at + 1 + size };
}

/** Where the value that begins here ends. */
function end(bytes, at) {
  const { major, count, begin } = head(bytes, at);
  if (major <= 1 || major === 7) return begin;
  if (major === 6) return end(bytes, begin);
  if (major <= 3 && count !== INDEFINITE) return begin + count;
  let next = begin;
  if (count === INDEFINITE) {
    while (bytes[next] !== BREAK) next = end(bytes, next);
    return next + 1;
  }
  for (let i = 0; i < (major === 5 ? 2 * count : count); i++) next = end(bytes, next);
  return next;
}

function text(bytes, at) {
  const { count, begin } = head(bytes, at);
  return bytes.toString('utf8', begin, begin + count);
}

/** The text under a name of a request's map, or null. */
export function textOf(bytes, name) {
  const { major, count, begin } = head(bytes, 0);
  if (major !== 5) return null;
  for (let i = 0, at = begin; count === INDEFINITE ? bytes[at] !== BREAK : i < count; i++) {
    const value = end(bytes, at);
    if (text(bytes, at) === name) return text(bytes, value);
    at = end(bytes, value);
  }
  return null;
}

/** The request with the session that it runs in. */
export function inSession(bytes, session) {
  const { count, begin } = head(bytes, 0);
  const first = count === INDEFINITE ? 0xbf : 0xa0 | (count + 1);
  return Buffer.concat([
    Buffer.from([first, 0x67]), Buffer.from('session'),
    Buffer.from([0x78, session.length]), Buffer.from(session),
    bytes.subarray(begin),
  ]);
}

const ERROR = Buffer.concat([Buffer.from([0xa1, 0x65]), Buffer.from('error')]);
const RESULT = Buffer.concat([Buffer.from([0xa1, 0x66]), Buffer.from('result')]);

/** The engine names what went wrong, and gives everything else bare. */
export const isError = (answer) => answer.subarray(0, ERROR.length).equals(ERROR);

/** As a server answers. */
export const envelope = (answer) => (isError(answer) ? answer : Buffer.concat([RESULT, answer]));
