/** Which of a list are selected, by their keys. */
export class Selection {
  keys: ReadonlySet<string> = new Set();
  /** Where a range begins, and what was selected when it was put there. */
  private anchor = '';
  private before: ReadonlySet<string> = new Set();

  get size(): number {
    return this.keys.size;
  }

  toggle(key: string): void {
    const keys = new Set(this.keys);
    if (!keys.delete(key)) keys.add(key);
    this.set(keys, key);
  }

  /** Selects all from the last one that was toggled to this one. */
  range(list: readonly string[], key: string): void {
    const [from, to] = [list.indexOf(this.anchor), list.indexOf(key)];
    if (from < 0 || to < 0) return this.toggle(key);
    this.keys = new Set([...this.before, ...list.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  }

  all(list: readonly string[]): void {
    this.set(new Set(list), list[0] ?? '');
  }

  clear(): void {
    this.set(new Set(), '');
  }

  without(gone: readonly string[]): void {
    const keys = new Set(this.keys);
    for (const key of gone) keys.delete(key);
    this.set(keys, this.anchor);
  }

  private set(keys: ReadonlySet<string>, anchor: string): void {
    this.keys = this.before = keys;
    this.anchor = anchor;
  }
}
