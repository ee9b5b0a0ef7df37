import { noChange } from 'lit';
import { directive, Directive, type ElementPart } from 'lit/directive.js';
import { drawBlurhash } from './blurhash';
import type { Box } from './masonry';

/** Puts an element where its box is; by script, because a strict Content-Security-Policy refuses style attributes. */
class Placed extends Directive {
  private box: Box | null = null;

  override render(_box: Box) {
    return noChange;
  }

  override update(part: ElementPart, [box]: [Box]) {
    const { x, y, width, height } = box;
    const { style } = part.element as HTMLElement;
    if (this.box?.x !== x || this.box.y !== y) style.transform = `translate(${x}px, ${y}px)`;
    if (this.box?.width !== width) style.width = `${width}px`;
    if (this.box?.height !== height) style.height = `${height}px`;
    this.box = box;
    return noChange;
  }
}

/** Draws a blurhash on its canvas, once. */
class Blurred extends Directive {
  private hash = '';

  override render(_hash: string) {
    return noChange;
  }

  override update(part: ElementPart, [hash]: [string]) {
    if (hash !== this.hash) drawBlurhash(part.element as HTMLCanvasElement, hash);
    this.hash = hash;
    return noChange;
  }
}

export const placed = directive(Placed);
export const blurred = directive(Blurred);
