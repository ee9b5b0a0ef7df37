import type { Size } from '../sizes';

export interface Point { x: number; y: number }

/** A rectangle in pixels of the upright photo. */
export interface Area extends Point, Size {}

/** What takes hold of a box: a new one, the whole, or one of its corners. */
export type Grip = 'new' | 'move' | 'nw' | 'ne' | 'sw' | 'se';

/** Smaller regions tell the editor too little of what is around. */
const SIDE_MIN = 64;

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), Math.max(min, max));

/** The nearest area of whole pixels that is large enough and inside the photo. */
export function fitted({ x, y, width, height }: Area, photo: Size): Area {
  const [left, wide] = side(x, width, photo.width);
  const [top, high] = side(y, height, photo.height);
  return { x: left, y: top, width: wide, height: high };
}

function side(from: number, length: number, most: number): [number, number] {
  const long = clamp(Math.round(length), SIDE_MIN, most);
  const start = length < SIDE_MIN ? from + (length - SIDE_MIN) / 2 : from;
  return [clamp(Math.round(start), 0, most - long), Math.min(long, most)];
}

export function around(points: readonly Point[], by: number): Area {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  return { x: left - by, y: top - by, width: right - left + 2 * by, height: bottom - top + 2 * by };
}

export const corners = ({ x, y, width, height }: Area): [Point, Point] => [{ x, y }, { x: x + width, y: y + height }];

export const united = (areas: readonly Area[]): Area => around(areas.flatMap(corners), 0);

/** The part of it that is on the photo. */
export function within(area: Area, photo: Size): Area {
  const inside = corners(area).map(({ x, y }) => ({ x: clamp(x, 0, photo.width), y: clamp(y, 0, photo.height) }));
  return around(inside, 0);
}

export const centred = (photo: Size): Area => fitted(
  { x: photo.width / 4, y: photo.height / 4, width: photo.width / 2, height: photo.height / 2 }, photo);

/** What a press at a point takes hold of; `reach` is how far from a corner still counts. */
export function gripAt(at: Point, area: Area | null, reach: number): Grip {
  if (!area) return 'new';
  const [first, last] = corners(area);
  const near = (x: number, y: number) => Math.abs(at.x - x) <= reach && Math.abs(at.y - y) <= reach;
  if (near(last.x, last.y)) return 'se';
  if (near(first.x, first.y)) return 'nw';
  if (near(last.x, first.y)) return 'ne';
  if (near(first.x, last.y)) return 'sw';
  return at.x > first.x && at.x < last.x && at.y > first.y && at.y < last.y ? 'move' : 'new';
}

/** The box after a drag from one point to another. */
export function dragged(grip: Grip, area: Area | null, from: Point, to: Point, photo: Size): Area {
  if (!area || grip === 'new') return fitted(within(around([from, to], 0), photo), photo);
  if (grip === 'move') return fitted({ ...area, x: area.x + to.x - from.x, y: area.y + to.y - from.y }, photo);
  const [first, last] = corners(area);
  const still = { x: grip.endsWith('w') ? last.x : first.x, y: grip.startsWith('n') ? last.y : first.y };
  const moving = { x: grip.endsWith('w') ? first.x : last.x, y: grip.startsWith('n') ? first.y : last.y };
  return dragged('new', null, still, { x: moving.x + to.x - from.x, y: moving.y + to.y - from.y }, photo);
}

const ARROWS: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** The box after an arrow key moved or resized it; null if the key is none. */
export function nudged(area: Area, key: string, resize: boolean, step: number, photo: Size): Area | null {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const [right, down] = [arrow[0] * step, arrow[1] * step];
  if (!resize) return fitted({ ...area, x: area.x + right, y: area.y + down }, photo);
  return fitted(
    {
      ...area,
      width: clamp(area.width + right, SIDE_MIN, photo.width - area.x),
      height: clamp(area.height + down, SIDE_MIN, photo.height - area.y),
    },
    photo,
  );
}
