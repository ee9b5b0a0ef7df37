import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Stored } from './wire';
import { upload } from './upload';
import { bytes } from './words';

/** The photo that the user has just chosen: its preview, and its way into storage. */
export class Photo implements ReactiveController {
  file: File | null = null;
  url = '';
  stored: Stored | null = null;
  error = '';
  private share = 0;
  private stop = new AbortController();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.clear();
  }

  /** Shows and sends a file, in place of the one before. */
  take(file: File): void {
    this.clear();
    this.file = file;
    this.url = URL.createObjectURL(file);
    void this.send();
  }

  clear(): void {
    this.stop.abort();
    if (this.url) URL.revokeObjectURL(this.url);
    this.file = this.stored = null;
    this.url = this.error = '';
    this.host.requestUpdate();
  }

  /** Sends the file, again if it failed before. */
  async send(): Promise<void> {
    const { file } = this;
    if (!file) return;
    const stop = (this.stop = new AbortController());
    this.error = '';
    this.share = 0;
    this.host.requestUpdate();
    try {
      const stored = await upload(file, (share) => this.sent(share), stop.signal);
      if (!stop.signal.aborted) this.stored = stored;
    } catch (error) {
      if (!stop.signal.aborted) this.error = (error as Error).message;
    }
    this.host.requestUpdate();
  }

  /** What is still to happen before the photo can be used, or empty. */
  get waiting(): string {
    if (!this.file) return 'Choose a photo to begin.';
    if (this.stored || this.error) return '';
    return this.share < 1
      ? `Uploading, ${Math.round(this.share * 100)}% of ${bytes(this.file.size)}`
      : 'Checking the photo…';
  }

  private sent(share: number): void {
    this.share = share;
    this.host.requestUpdate();
  }
}
