import { css, html, LitElement, nothing } from 'lit';
import type { GrantBody } from '../client/index.js';
import { signed } from '../credits/words';
import { Acting } from '../live/acting';
import { fieldLook, textField } from '../parts/field';
import { look } from '../parts/look';
import { credits } from '../parts/words';
import { admin, fresh } from './api';

const TEXT_MAX = 200;

/** Gives credits to a user, or takes them; under one reference only once. Fires `granted`. */
class DrGrant extends LitElement {
  static override properties = {
    email: {}, delta: { state: true }, reason: { state: true }, ref: { state: true }, granted: { state: true },
  };
  static override styles = [look, fieldLook, css`
    form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .pair { display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 10px; align-items: start; }
    .row { flex-wrap: wrap; }
  `];
  declare email: string;
  declare delta: string;
  declare reason: string;
  declare ref: string;
  declare granted: GrantBody | null;
  private readonly acting = new Acting(this);

  constructor() {
    super();
    this.email = this.delta = this.reason = '';
    this.ref = fresh();
    this.granted = null;
  }

  private write(change: Partial<Pick<DrGrant, 'delta' | 'reason' | 'ref'>>): void {
    // Another gift needs another reference, or it would be taken for the one that was just given.
    if (this.granted && !('ref' in change)) this.ref = fresh();
    this.granted = null;
    Object.assign(this, change);
  }

  private give(event: Event): void {
    event.preventDefault();
    void this.acting.act(async () => {
      const { email, delta, reason, ref } = this;
      this.granted = await admin.grant({ email, delta: Number(delta), reason: reason.trim(), ref: ref.trim() });
      this.dispatchEvent(new CustomEvent('granted', { detail: this.granted }));
    });
  }

  override render() {
    const { busy, trouble } = this.acting;
    const whole = /^-?[1-9]\d*$/.test(this.delta) && this.reason.trim() !== '' && this.ref.trim() !== '';
    const known = ['delta', 'reason', 'ref'].includes(trouble?.field ?? '');
    return html`<form class="card" aria-labelledby="grant" @submit=${this.give}>
      <h2 id="grant">Give credits</h2>
      <div class="pair">
        ${textField({ name: 'delta', label: 'Credits', type: 'number', value: this.delta, required: true, placeholder: '500',
          fault: trouble, onInput: (delta) => this.write({ delta }) })}
        ${textField({ name: 'reason', label: 'What for', value: this.reason, required: true, most: TEXT_MAX, placeholder: 'Thanks',
          fault: trouble, hint: 'The user reads this. Less than zero takes credits.', onInput: (reason) => this.write({ reason }) })}
      </div>
      ${textField({ name: 'ref', label: 'Reference', value: this.ref, required: true, most: TEXT_MAX, fault: trouble,
        hint: 'Counts once for each user, such as an invoice’s number: pressing twice gives once.',
        onInput: (ref) => this.write({ ref }) })}
      <div class="row"><button class="button main" ?disabled=${busy || !whole}>
        ${Number(this.delta) < 0 ? 'Take' : 'Give'} ${whole ? credits(Math.abs(Number(this.delta))) : 'credits'}</button></div>
      ${trouble && !known ? html`<p class="bad" role="alert">${trouble.message}</p>` : nothing}
      <p role="status" class=${this.granted && !this.granted.repeated ? 'good' : ''}>${this.granted ? this.outcome(this.granted) : ''}</p>
    </form>`;
  }

  private outcome({ delta, reason, balance, repeated }: GrantBody): string {
    return repeated
      ? `This reference was counted before, as ${signed(delta)} for “${reason}”. Nothing changed.`
      : `Done: ${signed(delta)}. The balance is ${balance.toLocaleString('en')} now.`;
  }
}

customElements.define('dr-grant', DrGrant);
