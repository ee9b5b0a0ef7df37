import type { ItemBody, TemplateBody, VariableBody } from '../client/index.js';
import type { Size } from './sizes';

/** What can be done: a photo set in motion, or a film made larger or smoother. */
export type Way = 'video' | 'video_upscale' | 'video_interpolate';

export const WAYS: readonly (readonly [Way, string])[] = [
  ['video', 'Animate'], ['video_upscale', 'Upscale'], ['video_interpolate', '60 fps'],
];

/** What may be chosen of a film that begins with a photo; empty where nothing may. */
export interface Offer {
  durations: readonly number[];
  resolutions: readonly string[];
  ratios: readonly string[];
  still: boolean;
}

const usual: Offer = {
  durations: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  resolutions: ['480p', '720p', '1080p'],
  ratios: ['auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
  still: true,
};
const plain: Offer = { durations: [5, 10], resolutions: [], ratios: [], still: false };

/** What a template's kind of film offers. What an operator has set otherwise falls to the nearest on the server. */
export const offered = (kind: string | null | undefined): Offer => (kind === 'kling2_5' ? plain : usual);

/** What a template asks for its films: a film's prompt needs only the variables that it holds. */
export const needs = ({ variables, video }: TemplateBody): VariableBody[] =>
  variables.filter(({ key }) => key && video?.prompt?.includes(`[${key}]`));

const FACTOR_MAX = 2;
const LONGER_SIDE_MAX = 1920;
const SHORTER_SIDE_MAX = 1080;
export const PICTURES_FOR_ONE = 4;

/** The size after an upscale, or null if there is nothing to gain. */
export function larger({ width, height }: Size): Size | null {
  const room = Math.min(FACTOR_MAX, LONGER_SIDE_MAX / Math.max(width, height), SHORTER_SIDE_MAX / Math.min(width, height));
  const factor = Math.floor(room * 100 + 1e-9) / 100;
  return factor > 1 ? { width: Math.round(width * factor), height: Math.round(height * factor) } : null;
}

/**
 * Why the server would refuse, in words, and what can be done instead; null if nothing is known against it.
 *
 * @param madeBy the kind of job that made the film; null if none did
 */
export function against(way: Way, size: Size | null, madeBy: ItemBody['jobType'] | null): { words: string; instead?: Way } | null {
  if (madeBy === 'video_interpolate') return { words: 'This video has been made larger and smoother before. It is as good as it gets.' };
  const full = size !== null && larger(size) === null;
  if (way === 'video_upscale') {
    if (madeBy === 'video_upscale') {
      return { words: 'This video has been made larger before. It can still be made smoother.', instead: 'video_interpolate' };
    }
    return full ? { words: 'This video is already as large as a result can be.' } : null;
  }
  if (madeBy === 'video_upscale') return null;
  return full ? { words: 'Only videos that were made larger here can be made smoother, and this one is as large as can be.' }
    : { words: 'A video is made larger first, and smoother after that.', instead: 'video_upscale' };
}
