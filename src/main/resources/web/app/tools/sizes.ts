/** What an upscale may give at most; the server has the last word. */
const LONGER_SIDE_MAX = 3840;
const SHORTER_SIDE_MAX = 2160;
export const FACTORS = [1.5, 2, 3, 4] as const;

export interface Size { width: number; height: number }

/** The size after an upscale by `factor`, or by as much of it as the largest size leaves room for. */
export function grown({ width, height }: Size, factor: number): Size & { factor: number } {
  const room = Math.min(LONGER_SIDE_MAX / Math.max(width, height), SHORTER_SIDE_MAX / Math.min(width, height));
  const by = Math.min(factor, Math.floor(room * 100 + 1e-9) / 100);
  return { factor: by, width: Math.round(width * by), height: Math.round(height * by) };
}
