import { css } from 'lit';
import { corners, type Area, type Point } from './area';
import { ink, translucent } from './ink';
import type { Stroke } from './marks';
import type { View } from './view';

const VEIL = 'rgb(0 0 0 / 42%)';

/** The photo, what is marked on it, and the frame round the region. */
export const surfaceLook = css`
  .surface {
    position: relative; min-height: 0; border-radius: 8px; overflow: hidden; cursor: crosshair; touch-action: none;
    user-select: none; -webkit-user-select: none;
  }
  .surface:focus-visible { outline-offset: 0; }
  .surface.moving { cursor: grab; }
  .surface.moving:active { cursor: grabbing; }
  img { position: absolute; top: 0; left: 0; max-width: none; border-radius: 3px; pointer-events: none; transform-origin: 0 0; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
  .frame { position: absolute; top: 0; left: 0; border: 1.5px dashed #fff; outline: 1.5px solid rgb(0 0 0 / 55%); pointer-events: none; }
  .frame.held { border-style: solid; }
  .frame i {
    display: none; position: absolute; width: 12px; height: 12px; border: 1.5px solid rgb(0 0 0 / 55%); border-radius: 3px;
    background: #fff;
  }
  .frame.held i { display: block; }
  .frame i:nth-child(1) { top: -7px; left: -7px; }
  .frame i:nth-child(2) { top: -7px; right: -7px; }
  .frame i:nth-child(3) { bottom: -7px; left: -7px; }
  .frame i:nth-child(4) { bottom: -7px; right: -7px; }
  .ring {
    position: absolute; top: 0; left: 0; border: 1.5px solid #fff; border-radius: 50%; outline: 1px solid rgb(0 0 0 / 60%);
    pointer-events: none;
  }
  .tag {
    position: absolute; bottom: 10px; left: 50%; width: max-content; max-width: calc(100% - 20px); padding: 4px 12px; border-radius: 14px;
    background: rgb(0 0 0 / 72%); color: #fff; font-size: 0.8125rem; text-align: center; transform: translateX(-50%); pointer-events: none;
  }
  .keys { display: none; }
  .surface:focus-visible .keys { display: block; }
  .surface:focus-visible .hint { display: none; }
`;

interface Shown {
  photo: Area;
  region: Area | null;
  strokes: readonly Stroke[];
}

/** Darkens what is not in the region, and lays the strokes over it. */
export function drawMarks(canvas: HTMLCanvasElement, layer: HTMLCanvasElement, view: View, { photo, region, strokes }: Shown): void {
  const dense = Math.min(window.devicePixelRatio, 2);
  const [width, height] = [Math.round(canvas.clientWidth * dense), Math.round(canvas.clientHeight * dense)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.resetTransform();
  context.clearRect(0, 0, width, height);
  const scale = view.scale * dense;
  context.setTransform(scale, 0, 0, scale, view.x * dense, view.y * dense);
  if (region) {
    context.fillStyle = VEIL;
    context.beginPath();
    for (const { x, y, width: across, height: down } of [photo, region]) context.rect(x, y, across, down);
    context.fill('evenodd');
  }
  const color = getComputedStyle(canvas).getPropertyValue('--accent');
  if (strokes.length > 0) translucent(context, (onto) => ink(onto, strokes, color), layer);
}

/** Puts an element where an area of the photo is on the surface. */
export function lay(element: HTMLElement, area: Area, view: View): void {
  const [from, to] = corners(area).map(({ x, y }) => ({ x: view.x + x * view.scale, y: view.y + y * view.scale }));
  Object.assign(element.style, {
    width: `${to!.x - from!.x}px`, height: `${to!.y - from!.y}px`, transform: `translate(${from!.x}px, ${from!.y}px)`,
  });
}

/** Puts the ring that shows the brush round the pointer. */
export function layRing(ring: HTMLElement, { x, y }: Point, width: number): void {
  const side = `${width}px`;
  Object.assign(ring.style, { width: side, height: side, transform: `translate(${x - width / 2}px, ${y - width / 2}px)` });
}
