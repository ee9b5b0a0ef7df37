import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DarkroomError, type TemplateBody } from '../client/index.js';
import { server } from '../live/server';
import { steady } from '../live/steady';

const PAGE = 48;

/** A template's own picture, small. */
export function pictureOf({ id, images }: TemplateBody): string {
  const image = images[0];
  return image?.previewUrl ? steady(`template ${id} ${image.key}`, image.previewUrl) : '';
}

/** The templates, oldest first, page by page. They are read once per host, which is drawn anew as they come. */
export class Templates implements ReactiveController {
  items: readonly TemplateBody[] = [];
  next: string | null = null;
  /** The first page has not come yet. */
  loading = true;
  trouble = '';
  private reading: Promise<void> | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    void this.more();
  }

  /** One page more; those who ask while it is on its way wait for the same. */
  more(): Promise<void> {
    return (this.reading ??= this.read().finally(() => (this.reading = null)));
  }

  /** All pages, because only what is here can be searched. */
  async rest(): Promise<void> {
    while (this.next !== null && !this.trouble) await this.more();
  }

  private async read(): Promise<void> {
    if (!this.loading && this.next === null) return;
    this.trouble = '';
    this.host.requestUpdate();
    try {
      const page = await server.templates({ limit: PAGE, ...(this.next !== null && { cursor: this.next }) });
      this.items = [...this.items, ...page.items];
      this.next = page.nextCursor;
      this.loading = false;
    } catch (error) {
      if (!(error instanceof DarkroomError)) throw error;
      this.trouble = error.message;
    }
    this.host.requestUpdate();
  }

  /** The one with this slug; null if there is none. */
  async find(slug: string): Promise<TemplateBody | null> {
    const known = this.items.find((template) => template.slug === slug);
    if (known) return known;
    try {
      return await server.template(slug);
    } catch (error) {
      if (error instanceof DarkroomError && error.status === 404) return null;
      throw error;
    }
  }
}
