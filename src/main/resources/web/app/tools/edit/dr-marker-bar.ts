import { css, html, LitElement } from 'lit';
import { undoIcon } from '../../parts/icons';
import { look } from '../../parts/look';

export type Tool = 'brush' | 'box' | 'move';
export type Step = 'undo' | 'redo' | 'clear';

export const BRUSH_MIN = 8;
export const BRUSH_MAX = 160;

/** What the marker draws with, and the way back. Fires `tool`, `brush` and `step`. */
class DrMarkerBar extends LitElement {
  static override properties = {
    tool: {}, brush: { type: Number }, undoable: { type: Boolean }, redoable: { type: Boolean }, clearable: { type: Boolean },
  };
  static override styles = [look, css`
    :host { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 6px 12px; min-height: 42px; }
    .choices { min-width: 186px; margin: 0; border: 1px solid var(--line); }
    .row { min-width: 0; gap: 12px; }
    .steps { gap: 2px; }
    .off { visibility: hidden; }
    input[type='range'] { width: clamp(72px, 7vw, 130px); height: 24px; margin: 0; accent-color: var(--accent); }
    .redo { display: grid; transform: scaleX(-1); }
    .button.plain:hover:not(:disabled) { background: var(--line); }
  `];
  declare tool: Tool;
  /** Its width on the surface. */
  declare brush: number;
  declare undoable: boolean;
  declare redoable: boolean;
  declare clearable: boolean;

  private tell(name: 'tool' | 'brush' | 'step', detail: Tool | Step | number): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  override render() {
    return html`
      <div class="row">
        <fieldset class="choices" aria-label="What the pointer does">
          ${this.choice('brush', 'Brush')}${this.choice('box', 'Box')}${this.choice('move', 'Move')}
        </fieldset>
        <input type="range" class=${this.tool === 'brush' ? '' : 'off'} min=${BRUSH_MIN} max=${BRUSH_MAX}
          .value=${String(this.brush)} title="Brush size ([ and ])" aria-label="Brush size"
          @input=${(event: Event) => this.tell('brush', Number((event.target as HTMLInputElement).value))}>
      </div>
      <div class="row steps" role="group" aria-label="Marks">
        <button class="button round small plain" type="button" aria-label="Undo" title="Undo (Ctrl+Z)" ?disabled=${!this.undoable}
          @click=${() => this.tell('step', 'undo')}>${undoIcon}</button>
        <button class="button round small plain" type="button" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" ?disabled=${!this.redoable}
          @click=${() => this.tell('step', 'redo')}><span class="redo">${undoIcon}</span></button>
        <button class="button small plain" type="button" title="Clear (Delete)" ?disabled=${!this.clearable}
          @click=${() => this.tell('step', 'clear')}>Clear</button>
      </div>`;
  }

  private choice(tool: Tool, words: string) {
    return html`<label><input type="radio" name="tool" .checked=${tool === this.tool}
      @change=${() => this.tell('tool', tool)}>${words}</label>`;
  }
}

customElements.define('dr-marker-bar', DrMarkerBar);
