import { css, html, LitElement, nothing } from 'lit';
import { choiceField, fieldLook, textField, type Fault } from '../parts/field';
import { look } from '../parts/look';
import { NO_MOTION, type MotionDraft } from './draft';

const RATIOS = ['auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'];
const RESOLUTIONS = ['480p', '720p', '1080p'];

/** How a template's pictures are set in motion, if they are. Fires `edited` with it, or with null. */
class DrMotion extends LitElement {
  static override properties = { motion: { attribute: false }, fault: { attribute: false } };
  static override styles = [look, fieldLook, css`
    .input, input, button { scroll-margin-bottom: 150px; }
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; container-type: inline-size; }
    .grid { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; align-items: start; }
    @container (max-width: 520px) { .grid { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
  `];
  declare motion: MotionDraft | null;
  declare fault: Fault | null;
  /** What was there before it was switched off, in case that was a slip. */
  private last = NO_MOTION;

  constructor() {
    super();
    this.motion = this.fault = null;
  }

  private fire(motion: MotionDraft | null): void {
    this.dispatchEvent(new CustomEvent('edited', { detail: motion }));
  }

  private toggle(): void {
    if (this.motion) this.last = this.motion;
    this.fire(this.motion ? null : this.last);
  }

  override render() {
    return html`<label class="switch"><span>Its pictures can be set in motion</span>
        <input type="checkbox" .checked=${this.motion !== null} @change=${this.toggle}></label>
      ${this.motion ? this.form(this.motion) : nothing}`;
  }

  private form(motion: MotionDraft) {
    const { fault } = this;
    const write = (change: Partial<MotionDraft>): void => this.fire({ ...motion, ...change });
    return html`
      ${textField({ name: 'video.prompt', label: 'Prompt for the video', area: true, required: true, most: 4000, value: motion.prompt,
        fault, onInput: (prompt) => write({ prompt }) })}
      <div class="grid">
        ${textField({ name: 'video.duration', label: 'Seconds', type: 'number', value: motion.duration, fault, placeholder: 'The usual',
          onInput: (duration) => write({ duration }) })}
        ${textField({ name: 'video.resolution', label: 'Resolution', value: motion.resolution, fault, offers: RESOLUTIONS,
          placeholder: 'The usual', onInput: (resolution) => write({ resolution }) })}
        ${textField({ name: 'video.aspect_ratio', label: 'Shape', value: motion.aspectRatio, fault, offers: RATIOS,
          placeholder: 'As the picture', onInput: (aspectRatio) => write({ aspectRatio }) })}
        ${choiceField({ name: 'video.camera_fixed', label: 'Camera', value: motion.cameraFixed, fault,
          options: [['', 'The user says'], ['no', 'Moves'], ['yes', 'Stands still']], onInput: (cameraFixed) => write({ cameraFixed }) })}
        ${textField({ name: 'video.provider', label: 'Made by', value: motion.provider, fault, placeholder: 'The usual',
          onInput: (provider) => write({ provider }) })}
      </div>
      <p class="hint">What is left empty, the user decides, or is as usual.</p>`;
  }
}

customElements.define('dr-motion', DrMotion);
