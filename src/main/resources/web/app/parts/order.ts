import type {
  Accepted, AnimateRequest, Answers, Darkroom, DrawToEditBody, Operation, QuoteBody, Requests,
} from '../client/index.js';
import { once } from './once';

/** All that is asked, as text; files are told apart by what the browser says of them. */
export const wishOf = <O extends Operation>(operation: O, request: Requests[O] | null): string => `${operation} ${JSON.stringify(
  request, (_, value: unknown) => (value instanceof File ? [value.name, value.size, value.lastModified] : value))}`;

/** What a request would cost. */
export async function quote<O extends Operation>(server: Darkroom, operation: O, request: Requests[O]): Promise<QuoteBody> {
  return server.submit(operation, await light(operation, request), { quote: true });
}

/** The price of a film or an edit does not depend on its picture, which is therefore not sent for it. */
async function light<O extends Operation>(operation: O, request: Requests[O]): Promise<Requests[O]> {
  if (operation !== 'video' && operation !== 'draw_to_edit') return request;
  const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 144 });
  canvas.getContext('2d')?.fillRect(0, 0, 256, 144);
  if (operation === 'draw_to_edit') return { ...(request as DrawToEditBody), imageDataUrl: canvas.toDataURL('image/jpeg') } as Requests[O];
  const startImage = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
  return startImage ? { ...(request as AnimateRequest), startImage } as Requests[O] : request;
}

/**
 * Starts a job. A lost answer is asked for again under the same key, also when the same wish is pressed again later, so
 * that no press is ever paid twice.
 *
 * @throws DarkroomError
 */
export async function order<O extends Operation>(
  server: Darkroom,
  operation: O,
  request: Requests[O],
): Promise<Accepted | Answers[keyof Answers]> {
  return once(wishOf(operation, request), (idempotencyKey) => server.submit(operation, request, { idempotencyKey }));
}
