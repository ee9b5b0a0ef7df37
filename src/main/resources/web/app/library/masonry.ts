/** Where one thing of a wall lies, in pixels from its top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  column: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

const COLUMNS_MIN = 2;
const HEIGHT_MIN = 56;
/** In widths of a column: what is taller is cut. */
const TALLEST = 2.5;

/** A wall of pictures in columns. Each is put into the shortest column, so that their tops never go back up. */
export class Masonry {
  readonly boxes: readonly Box[];
  readonly columns: number;
  /** Of all of it. */
  readonly height: number;

  /** @param widthMin of a column, unless there is no room for two */
  constructor(sizes: readonly { width: number; height: number }[], readonly width: number, widthMin: number, readonly gap: number) {
    this.columns = Math.max(COLUMNS_MIN, Math.floor((width + gap) / (widthMin + gap)));
    const wide = (width - gap * (this.columns - 1)) / this.columns;
    const ends = new Array<number>(this.columns).fill(0);
    this.boxes = sizes.map((size) => {
      const y = Math.min(...ends);
      const column = ends.indexOf(y);
      const ratio = size.width > 0 && size.height > 0 ? size.height / size.width : 1;
      const height = Math.round(Math.min(Math.max(wide * ratio, HEIGHT_MIN), wide * TALLEST));
      ends[column] = y + height + gap;
      return { x: column * (wide + gap), y, width: wide, height, column };
    });
    this.height = Math.max(0, Math.max(...ends) - gap);
  }

  /** The numbers of those that are seen between two heights; the first and the one after the last may frame others. */
  between(top: number, bottom: number): [number, number] {
    const tallest = (this.boxes[0]?.width ?? 0) * TALLEST;
    return [this.firstFrom(top - tallest), this.firstFrom(bottom)];
  }

  private firstFrom(y: number): number {
    let [low, high] = [0, this.boxes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.boxes[middle]!.y < y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The one next to another, as the eye finds it; itself where there is none. */
  beside(at: number, direction: Direction): number {
    const from = this.boxes[at];
    if (!from) return 0;
    const column = from.column + (direction === 'left' ? -1 : direction === 'right' ? 1 : 0);
    if (direction === 'up' || direction === 'down') return this.along(at, column, direction === 'up' ? -1 : 1);
    const middle = from.y + from.height / 2;
    const [first, last] = this.between(from.y, from.y + from.height + this.gap);
    let [best, distance] = [at, Infinity];
    for (let n = first; n < last; n++) {
      const box = this.boxes[n]!;
      const away = Math.abs(box.y + box.height / 2 - middle);
      if (box.column === column && away < distance) [best, distance] = [n, away];
    }
    return best;
  }

  private along(at: number, column: number, step: 1 | -1): number {
    for (let n = at + step; n >= 0 && n < this.boxes.length; n += step) {
      if (this.boxes[n]!.column === column) return n;
    }
    return at;
  }
}
