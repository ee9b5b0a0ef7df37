import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Step } from './dr-marker-bar';
import type { Zoom } from './dr-marker-zoom';

/** What keys can ask of the marker. */
export interface Asked {
  step(step: Step): void;
  zoom(zoom: Zoom): void;
  /** A wider or narrower brush. */
  widen(by: number): void;
  /** Moves, resizes or places the box; false if the key does none of it. */
  nudge(key: string, resize: boolean, fine: boolean): boolean;
  /** Whether the pointer moves the view, while Space is held. */
  hold(held: boolean): void;
  /** Whether a pointer is over the photo. */
  readonly over: boolean;
  /** Where arrow keys mean the box. */
  readonly surface: HTMLElement;
}

const BRUSH_STEP = 1.25;
const BUTTONS = 'button, a, input, label, summary, select';
const TEXTS = 'textarea, select, input:not([type=radio], [type=range], [type=checkbox])';

/** Undo and redo work anywhere but in texts, Space over the photo; single letters only where the focus is within the marker. */
export class Keys implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost & HTMLElement, private readonly asked: Asked) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.onDown);
    window.addEventListener('keyup', this.onUp);
    window.addEventListener('blur', this.onUp);
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.onDown);
    window.removeEventListener('keyup', this.onUp);
    window.removeEventListener('blur', this.onUp);
  }

  private readonly onDown = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    if (event.defaultPrevented || !(target instanceof HTMLElement) || target.matches(TEXTS)) return;
    const key = event.key.toLowerCase();
    const within = event.composedPath().includes(this.host);
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (key !== 'z' && key !== 'y') return;
      this.asked.step(event.shiftKey || key === 'y' ? 'redo' : 'undo');
    } else if (key === ' ' && this.asked.over && !target.closest(BUTTONS)) {
      this.asked.hold(true);
    } else if (!within || !this.pressed(event, target)) {
      return;
    }
    event.preventDefault();
  };

  private readonly onUp = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key === ' ') this.asked.hold(false);
  };

  private pressed({ key, shiftKey, altKey }: KeyboardEvent, target: HTMLElement): boolean {
    switch (key) {
      case '[': this.asked.widen(1 / BRUSH_STEP); return true;
      case ']': this.asked.widen(BRUSH_STEP); return true;
      case '+': case '=': this.asked.zoom('in'); return true;
      case '-': this.asked.zoom('out'); return true;
      case '0': this.asked.zoom('fit'); return true;
    }
    if (target !== this.asked.surface) return false;
    if (key !== 'Delete' && key !== 'Backspace') return this.asked.nudge(key, shiftKey, altKey);
    this.asked.step('clear');
    return true;
  }
}
