import { DarkroomError, type UploadedBody } from '../client/index.js';
import { noAnswer, refusal } from '../client/errors.js';

const TIMEOUT_MS = 10 * 60_000;

/**
 * Sends one file to storage. By XMLHttpRequest, because fetch cannot say how much has been sent.
 *
 * @param onSent told the share sent so far, 0 to 1
 * @throws DarkroomError, or AbortError if `signal` fires
 */
export function upload(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<UploadedBody> {
  return new Promise((resolve, reject: (error: DarkroomError | DOMException) => void) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/storage/upload');
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status === 201) return resolve(JSON.parse(request.responseText) as UploadedBody);
      void refusal(new Response(request.responseText, { status: request.status })).then(reject);
    };
    request.onerror = request.ontimeout = () => reject(noAnswer());
    request.onabort = () => reject(new DOMException('Upload stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
