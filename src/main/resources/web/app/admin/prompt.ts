import type { VariableDraft } from './draft';

/** The tokens that every template may use, with what stands for them in the preview. */
export const SAMPLES: Readonly<Record<string, string>> = {
  BRAND: 'Aurora', MODEL: 'One', COLOR_FINISH: 'midnight blue metallic', ACCENTS: 'red brake calipers', DOMINANT_COLOR_TONE: 'warm amber',
};

export const BUILT_IN: readonly string[] = [
  'BRAND', 'MAKE', 'MODEL', 'COLOR_FINISH', 'ACCENTS', 'COLOR_FINISH_ACCENTS', 'BRAND_CAPS', 'DOMINANT_COLOR_TONE',
];

/** A stretch of a prompt: as it was written, put in for a token, or a token that nothing stands for. */
export interface Stretch {
  kind: 'text' | 'value' | 'unknown';
  text: string;
}

/** A token, and what was meant as one: capitals in brackets. */
const ANY = /\[([A-Za-z][A-Za-z0-9_]*)\]|\[(?=[^\]]*[A-Z])[A-Z0-9 _-]+\]/g;

/** What the tokens stand for, by the server's rules; `given` are sample values. */
export function values(variables: readonly VariableDraft[], given: Readonly<Record<string, string>>): Map<string, string> {
  const of = (token: string): string => given[token] ?? SAMPLES[token] ?? '';
  const brand = of('BRAND');
  const accents = of('ACCENTS');
  const both = (accents ? `${of('COLOR_FINISH')} with ${accents}` : of('COLOR_FINISH')).trim();
  return new Map([
    ['BRAND', brand], ['MAKE', brand], ['BRAND_CAPS', brand.toUpperCase()], ['MODEL', of('MODEL')], ['COLOR_FINISH', of('COLOR_FINISH')],
    ['ACCENTS', accents], ['COLOR_FINISH_ACCENTS', both], ['DOMINANT_COLOR_TONE', of('DOMINANT_COLOR_TONE')],
    ...variables.map((variable) => [variable.key, said(variable, given[variable.key])] as const),
  ]);
}

function said({ type, initial }: VariableDraft, given: string | undefined): string {
  const value = given?.trim() || initial || (type === 'color' ? '#ffffff' : '');
  return type === 'boolean' && value ? (value === 'true' ? 'yes' : 'no') : value;
}

/** The prompt with values for its tokens; a value that is empty leaves no gap. */
export function expanded(prompt: string, known: ReadonlyMap<string, string>): Stretch[] {
  const raw: Stretch[] = [];
  let end = 0;
  for (const { 0: whole, 1: token, index } of prompt.matchAll(ANY)) {
    const value = token === undefined ? undefined : known.get(token);
    raw.push({ kind: 'text', text: prompt.slice(end, index) });
    raw.push(value === undefined ? { kind: 'unknown', text: whole } : { kind: 'value', text: value });
    end = index + whole.length;
  }
  return tidied([...raw, { kind: 'text', text: prompt.slice(end) }]);
}

function tidied(raw: readonly Stretch[]): Stretch[] {
  const all = raw.flatMap(({ kind, text }) => [...text].map((text) => ({ kind, text })));
  const single = all.filter(({ text }, i) => text !== ' ' || all[i - 1]?.text !== ' ');
  const close = single.filter(({ text }, i) => text !== ' ' || !/^[,.;:]$/.test(single[i + 1]?.text ?? 'x'));
  while (close[0]?.text.trim() === '') close.shift();
  while (close[close.length - 1]?.text.trim() === '') close.pop();
  const joined: Stretch[] = [];
  for (const each of close) {
    const last = joined[joined.length - 1];
    if (last?.kind === each.kind) last.text += each.text;
    else joined.push({ ...each });
  }
  return joined;
}

/** The tokens of a text for which nothing stands, without their brackets. */
export const unknown = (prompt: string, known: ReadonlyMap<string, string>): string[] =>
  [...new Set([...prompt.matchAll(ANY)].map(([whole]) => whole.slice(1, -1)).filter((token) => !known.has(token)))];

/** Whether a variable may have this key. */
export const isKey = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(text) && !BUILT_IN.includes(text);
