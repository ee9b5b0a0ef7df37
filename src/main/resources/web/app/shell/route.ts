import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A place on the page, as the part of its address after # says: `#/tools/upscale?key=…`. */
export interface Place {
  /** `tools/upscale` */
  path: string;
  /** `['tools', 'upscale']` */
  parts: readonly string[];
  query: URLSearchParams;
}

/** Where the page is. */
export function here(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { path, parts: path.split('/').map(safely), query: new URLSearchParams(query) };
}

function safely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place, for links. */
export function to(path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search && `?${search}`}`;
}

export function go(path: string, query: Record<string, string> = {}): void {
  location.hash = to(path, query);
}

/** Draws its host anew when the page is elsewhere. */
export class Routed implements ReactiveController {
  place = here();

  constructor(private readonly host: ReactiveControllerHost, private readonly onMove: () => void = () => undefined) {
    host.addController(this);
  }

  private readonly moved = (): void => {
    this.place = here();
    this.onMove();
    this.host.requestUpdate();
  };

  hostConnected(): void {
    window.addEventListener('hashchange', this.moved);
    this.place = here();
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.moved);
  }
}
