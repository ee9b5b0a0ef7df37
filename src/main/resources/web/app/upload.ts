import { NoAnswer, refusal } from './api';
import type { Stored } from './wire';

const TIMEOUT_MS = 10 * 60_000;

/**
 * Sends one file to storage. By XMLHttpRequest, because fetch cannot say how much has been sent.
 *
 * @param onSent told the share sent so far, 0 to 1
 * @throws Refusal if the server says no, NoAnswer if it says nothing, AbortError if `signal` fires
 */
export function upload(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<Stored> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/storage/upload');
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status !== 201) return reject(refusal(request.status, request.responseText));
      try {
        resolve(JSON.parse(request.responseText) as Stored);
      } catch {
        reject(new NoAnswer());
      }
    };
    request.onerror = request.ontimeout = () => reject(new NoAnswer());
    request.onabort = () => reject(new DOMException('Upload stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
