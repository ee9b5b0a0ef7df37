import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Does something at once, and again every so often, while its host is on the page and the page is looked at. */
export class Beat implements ReactiveController {
  private timer = 0;
  private turn = 0;

  /** @param everyMs the pause until the next time; 0 for no next time */
  constructor(host: ReactiveControllerHost, private readonly act: () => Promise<void>, private readonly everyMs: () => number) {
    host.addController(this);
  }

  readonly now = async (): Promise<void> => {
    clearTimeout(this.timer);
    if (document.hidden) return;
    const turn = ++this.turn;
    await this.act();
    const pauseMs = this.everyMs();
    if (turn === this.turn && pauseMs > 0) this.timer = window.setTimeout(this.now, pauseMs);
  };

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.now);
    void this.now();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.now);
    clearTimeout(this.timer);
    this.turn++;
  }
}
