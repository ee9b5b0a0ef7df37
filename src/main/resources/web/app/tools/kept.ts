import { live } from '../live/live';

/** What is typed outlives the place and a reload, in this tab alone; another user's is never read. */
const named = (name: string): string => `darkroom.typed ${live.session?.user ?? ''} ${name}`;

/** What was kept under a name, or `otherwise`. */
export function kept<T extends object>(name: string, otherwise: T): T {
  try {
    return { ...otherwise, ...JSON.parse(sessionStorage.getItem(named(name)) ?? '{}') as Partial<T> };
  } catch {
    return otherwise;
  }
}

export function keep(name: string, value: object): void {
  try {
    sessionStorage.setItem(named(name), JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still shows what is typed.
  }
}
