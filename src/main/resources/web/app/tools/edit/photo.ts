import type { Pick } from '../../parts/pick';
import { download } from '../../parts/uses';
import type { Size } from '../sizes';
import type { Area } from './area';
import { ink, translucent } from './ink';
import type { Stroke } from './marks';

/** Canvases of phones hold no more. */
const PIXELS_MAX = 16_000_000;
const PNG_BYTES_MAX = 8_000_000;
/** Photos take at least about so much as PNG, so that nobody waits for one that is not used. */
const PNG_BYTES_A_PIXEL = 1.3;
const QUALITY = 0.95;
const PREVIEW_SIDE = 640;

/** The photo, upright, whose pixels may be read: only this server's own addresses and the browser's allow it. */
export async function opened(pick: Pick): Promise<HTMLImageElement> {
  const image = new Image();
  image.alt = 'Your photo';
  image.draggable = false;
  image.src = pick.url.startsWith('blob:') || pick.key === null ? pick.url : download(pick.key).href;
  await image.decode();
  return image;
}

export const size = ({ naturalWidth: width, naturalHeight: height }: HTMLImageElement): Size => ({ width, height });

/** The region at full resolution, with the strokes on it if any are given. */
export function cut(image: HTMLImageElement, { x, y, width, height }: Area, strokes: readonly Stroke[], color: string): HTMLCanvasElement {
  const scale = Math.min(1, Math.sqrt(PIXELS_MAX / (width * height)));
  const canvas = blank(width * scale, height * scale);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, x, y, width, height, 0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
  if (strokes.length > 0) translucent(context, (layer) => ink(layer, strokes, color), blank(1, 1));
  return canvas;
}

/** It again, as large as a preview needs it. */
export function small(from: HTMLCanvasElement): HTMLCanvasElement {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(from.width, from.height));
  const canvas = blank(from.width * scale, from.height * scale);
  canvas.getContext('2d')!.drawImage(from, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const blank = (width: number, height: number): HTMLCanvasElement => Object.assign(
  document.createElement('canvas'), { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) });

/** As a data URL: without loss, unless that would be too much to send. */
export async function encoded(canvas: HTMLCanvasElement): Promise<string> {
  const large = canvas.width * canvas.height * PNG_BYTES_A_PIXEL > PNG_BYTES_MAX;
  const png = large ? null : await blob(canvas, 'image/png');
  return dataUrl(png && png.size <= PNG_BYTES_MAX ? png : await blob(opaque(canvas), 'image/jpeg', QUALITY));
}

/** JPEG knows no holes, and shows them black. */
function opaque(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const context = canvas.getContext('2d')!;
  context.resetTransform();
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

const blob = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> => new Promise((resolve, reject) =>
  canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('The canvas gave no picture.'))), type, quality));

const dataUrl = (of: Blob): Promise<string> => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result as string);
  reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read.'));
  reader.readAsDataURL(of);
});
