import { Darkroom, DarkroomError } from '../client/index.js';
import { Http, type Settings } from '../client/http.js';

/** Whether the server answers, as all requests of the page show it. Fires `change`. */
class Link extends EventTarget {
  up = true;

  /** The answer to a request, which says whether anybody is there. */
  async watched(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    try {
      const response = await fetch(input, init);
      // A proxy before a server that is gone answers too, in other words.
      this.set(response.status < 500 || isOurs(response));
      return response;
    } catch (error) {
      const { signal } = init ?? {};
      if (!signal?.aborted || (signal.reason as Error | undefined)?.name === 'TimeoutError') this.set(false);
      throw error;
    }
  }

  set(up: boolean): void {
    if (this.up === up) return;
    this.up = up;
    this.dispatchEvent(new Event('change'));
  }
}

const isOurs = (response: Response): boolean => !!response.headers.get('Content-Type')?.includes('json');

export const link = new Link();

const settings: Settings = { fetch: (input, init) => link.watched(input, init), retryForMs: 10_000 };

/** The server that served this page. What is lost on the way is asked again for a while. */
export const server = new Darkroom(settings);

/** The same for what is not for apps, but for this page and its operators. */
export const http = new Http(settings);

/** Whoever was signed out already is as well. */
export async function signOut(): Promise<void> {
  await http.json('/api/session', { method: 'DELETE' }).catch((error: unknown) => {
    if (!(error instanceof DarkroomError && error.status === 401)) throw error;
  });
}
