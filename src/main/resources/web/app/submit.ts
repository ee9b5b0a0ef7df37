import * as api from './api';
import type { Ticket } from './wire';

const PAUSES_MS = [1_000, 2_000, 4_000];

let open: { wish: string; idempotencyKey: string } | null = null;

/**
 * Starts one upscale. A lost answer is asked for again under the same key, also when the same wish is
 * pressed again later, so that no press is ever paid twice.
 */
export async function submit(key: string, factor: number): Promise<Ticket> {
  const wish = `${key} ${factor}`;
  const { idempotencyKey } = (open = open?.wish === wish ? open : { wish, idempotencyKey: uuid() });
  for (const pauseMs of [...PAUSES_MS, null]) {
    try {
      const ticket = await api.upscale(key, factor, idempotencyKey);
      open = null;
      return ticket;
    } catch (error) {
      const unsure = error instanceof api.NoAnswer || (error instanceof api.Refusal && error.status === 409);
      if (!unsure) open = null;
      if (!unsure || pauseMs === null) throw error;
      await new Promise((wake) => setTimeout(wake, pauseMs));
    }
  }
  throw new api.NoAnswer();
}

/** A random UUID; crypto.randomUUID is missing where the page is served by plain http. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
