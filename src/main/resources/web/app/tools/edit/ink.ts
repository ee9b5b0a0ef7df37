import type { Stroke } from './marks';

export const INK_SHARE = 0.5;

/** Draws strokes, in pixels of the photo, evenly where they cross. */
export function ink(context: CanvasRenderingContext2D, strokes: readonly Stroke[], color: string): void {
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = color;
  for (const { points, width } of strokes) {
    const [first, ...rest] = points;
    if (!first) continue;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(first.x, first.y);
    let last = first;
    for (const point of rest) {
      context.quadraticCurveTo(last.x, last.y, (last.x + point.x) / 2, (last.y + point.y) / 2);
      last = point;
    }
    context.lineTo(last.x, last.y);
    context.stroke();
  }
}

/** The same through glass, so that what is below shows. */
export function translucent(
  onto: CanvasRenderingContext2D,
  draw: (context: CanvasRenderingContext2D) => void,
  layer: HTMLCanvasElement,
): void {
  Object.assign(layer, { width: onto.canvas.width, height: onto.canvas.height });
  const context = layer.getContext('2d')!;
  context.setTransform(onto.getTransform());
  draw(context);
  onto.save();
  onto.resetTransform();
  onto.globalAlpha = INK_SHARE;
  onto.drawImage(layer, 0, 0);
  onto.restore();
}
