import { html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { layout } from './layout';
import './dr-account';
import './dr-compare';
import './dr-credits';
import './dr-drop';
import './dr-film';
import './dr-job';
import './dr-jobs';
import './dr-photo';
import './dr-sign-in';
import './dr-tool-upscale';
import { brandIcon } from './icons';
import { look } from './look';
import { Photo } from './photo';
import { submit } from './submit';
import { Watch } from './watch';
import { ended, file, isVideo, isVideoKey, type Job } from './wire';
import { doing } from './words';

/** The whole page: a light table, one tool or job beside it, and the user's jobs. The hash names the job shown. */
class DrApp extends LitElement {
  static override properties = { selected: { state: true }, sending: { state: true }, error: { state: true } };
  static override styles = [look, layout];
  declare selected: string;
  declare sending: boolean;
  declare error: string;
  private readonly watch = new Watch(this);
  private readonly photo = new Photo(this);

  constructor() {
    super();
    this.selected = this.error = '';
    this.sending = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.onHash);
    this.onHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.onHash);
  }

  private readonly onHash = (): void => {
    this.selected = /^#job=([\w-]+)$/.exec(location.hash)?.[1] ?? '';
    this.error = '';
    this.watch.want(this.selected);
    window.scrollTo({ top: 0 });
  };

  private onPhoto(event: CustomEvent<File>): void {
    this.photo.take(event.detail);
    this.show('');
  }

  private show(jobId: string): void {
    location.hash = jobId ? `job=${jobId}` : '';
    this.onHash();
  }

  private another(): void {
    this.photo.clear();
    this.show('');
    void this.focusPanel();
  }

  /** The pressed button is gone from the page, so the keyboard goes on from what took its place. */
  private async focusPanel(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.panel')?.focus({ preventScroll: true });
  }

  private async start(key: string, factor: number): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.error = '';
    try {
      const ticket = await submit(key, factor);
      this.show(ticket.jobId);
      this.watch.soon();
      void this.focusPanel();
    } catch (error) {
      this.error = (error as Error).message;
    } finally {
      this.sending = false;
    }
  }

  override render() {
    const job = this.selected ? this.watch.find(this.selected) : null;
    const { watch } = this;
    if (watch.signedOut) return html`<header><h1>${brandIcon}Darkroom</h1></header><dr-sign-in .why=${watch.trouble ?? ''}></dr-sign-in>`;
    return html`
      <header>
        <h1>${brandIcon}Darkroom</h1>
        <div class="who">
          <dr-account .session=${watch.session}></dr-account>
          <dr-credits .credits=${watch.credits}></dr-credits>
        </div>
      </header>
      <main>
        <div class="table">
          <dr-drop ?empty=${!this.selected && !this.photo.file} @photo=${this.onPhoto}>${this.picture(job)}</dr-drop>
        </div>
        <div class="side">
          <div class="card panel" tabindex="-1">${this.selected ? this.progress(job) : this.tool()}</div>
          <dr-jobs class="card" .jobs=${watch.jobs} selected=${this.selected} ?loaded=${watch.loaded}
            ?more=${watch.nextCursor !== null} @older=${this.older}></dr-jobs>
        </div>
      </main>
      ${watch.session?.provider === 'emulator'
        ? html`<p class="badge">Practice mode: classical filters, no AI model. Set a key to use the real ones.</p>`
        : nothing}
      <p class="toast" role="alert" ?hidden=${watch.retryMs === null && watch.trouble === null}>
        ${watch.trouble ?? 'Darkroom is not answering. Your jobs are safe; this page keeps asking.'}
        <button class="link" @click=${watch.soon}>Ask now</button>
      </p>`;
  }

  private picture(job: Job | 'missing' | null) {
    if (!this.selected) {
      return html`<dr-photo .src=${this.photo.url} .word=${this.photo.waiting}></dr-photo>`;
    }
    if (job === null) return html`<dr-photo .word=${'Looking for this job…'}></dr-photo>`;
    if (job === 'missing') return nothing;
    const made = file(job);
    if (!made) {
      const source = isVideoKey(job.input.source ?? '') ? undefined : job.input.sourceUrl;
      return keyed(job.id, html`<dr-photo .src=${source} .word=${ended(job) ? '' : doing(job)}
        @lost=${() => this.watch.reload(job)}></dr-photo>`);
    }
    if (isVideo(made)) {
      return keyed(job.id, html`<dr-film .src=${made.url} @lost=${() => this.watch.reload(job)}></dr-film>`);
    }
    return keyed(job.id, html`<dr-compare .original=${job.input.sourceUrl} .result=${made.url} .width=${made.width}
      .height=${made.height} @lost=${() => this.watch.reload(job)}></dr-compare>`);
  }

  private tool() {
    const { photo } = this;
    return html`<dr-tool-upscale .size=${photo.stored} .waiting=${photo.waiting} .error=${photo.error || this.error}
        ?sending=${this.sending}
        @upscale=${(event: CustomEvent<number>) => void this.start(photo.stored!.key, event.detail)}></dr-tool-upscale>
      <p class="under quiet">
        ${photo.error ? html`<button class="link" @click=${() => void photo.send()}>Send it again</button>` : nothing}
        ${photo.file ? html`<button class="link" @click=${this.another}>Use another photo</button>` : nothing}
      </p>`;
  }

  private progress(job: Job | 'missing' | null) {
    if (job === null) return html`<p class="quiet" role="status">Looking for this job…</p>`;
    if (job === 'missing') {
      return html`<p>This job is not here any more.</p><button class="button" @click=${this.another}>Begin with a photo</button>`;
    }
    const { source: key, factor } = job.input;
    return html`<dr-job .job=${job} ?sending=${this.sending} .error=${this.error} @another=${this.another}
      @again=${() => key && void this.start(key, factor ?? 2)}></dr-job>`;
  }

  private async older(): Promise<void> {
    await this.watch.older().catch(this.watch.soon);
  }
}

customElements.define('dr-app', DrApp);
