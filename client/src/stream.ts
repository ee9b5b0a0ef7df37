/** One event of a stream of server-sent events. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads a body of the kind `text/event-stream` to its end. Comments, which keep the line alive, are passed over.
 *
 * @param silenceMs so long without a byte, and the line counts as cut
 * @throws what the body throws when it is cut
 */
export async function* events(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let event: ServerEvent = { id: '', event: 'message', data: '' };
  let lines: string[] = [];
  try {
    for (;;) {
      const { done, value } = await within(silenceMs, reader.read());
      // A line that is not finished is no line.
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? '';
      for (const line of parts) {
        if (line === '') {
          if (lines.length > 0) yield { ...event, data: lines.join('\n') };
          event = { id: event.id, event: 'message', data: '' };
          lines = [];
          continue;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'data') lines.push(text);
        else if (field === 'event') event.event = text;
        else if (field === 'id') event.id = text;
      }
    }
  } finally {
    // Whoever stops reading early closes the line.
    await reader.cancel().catch(() => undefined);
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, stop) => {
    timer = setTimeout(() => stop(new Error('The stream is silent')), ms);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
