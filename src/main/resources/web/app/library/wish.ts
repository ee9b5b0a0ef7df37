import type { Operation } from '../client/index.js';
import type { Kind } from '../parts/pick';
import type { Place } from '../shell/route';

/** Which results are wanted. */
export interface Wish {
  kind?: Kind;
  type?: Operation;
}

export const same = (a: Wish, b: Wish): boolean => a.kind === b.kind && a.type === b.type;

/** As the page's address says it. */
export function wishOf({ query }: Place): Wish {
  const [kind, type] = [query.get('kind'), query.get('type')];
  return { ...(kind && { kind: kind as Kind }), ...(type && { type: type as Operation }) };
}

export const queryOf = ({ kind, type }: Wish): Record<string, string> => ({ ...(kind && { kind }), ...(type && { type }) });
