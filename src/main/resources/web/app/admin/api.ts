import type {
  Accepted, CancelBody, EditBody, GrantBody, GrantRequest, IntakeBody, PageLine, PageUserBody, ProviderBody, ReleaseBody, Story,
  TemplateBody, WholeUserBody,
} from '../client/index.js';
import { http } from '../live/server';

type Query = Record<string, string | number>;

const JOBS = '/api/admin/jobs';
const named = (path: string, name: string): string => `${path}/${encodeURIComponent(name)}`;

/** What only operators ask of the server. */
export const admin = {
  jobs: (query: Query) => http.json<PageLine>(JOBS, { query }),
  job: (id: string) => http.json<Story>(named(JOBS, id)),
  cancel: (id: string) => http.json<CancelBody>(`${named(JOBS, id)}/cancel`, { method: 'POST' }),
  release: (id: string) => http.json<ReleaseBody>(`${named(JOBS, id)}/release`, { method: 'POST' }),
  retry: (id: string, key: string) =>
    http.json<Accepted>(`${named(JOBS, id)}/retry`, { method: 'POST', headers: { 'Idempotency-Key': key } }),
  users: (query: Query) => http.json<PageUserBody>('/api/admin/users', { query }),
  user: (email: string) => http.json<WholeUserBody>(named('/api/admin/users', email)),
  grant: (json: GrantRequest) => http.json<GrantBody>('/api/admin/credits', { method: 'POST', json }),
  provider: () => http.json<ProviderBody>('/api/admin/provider'),
  intake: () => http.json<IntakeBody>('/api/admin/intake'),
  setIntake: (open: boolean, words: string) =>
    http.json<IntakeBody>('/api/admin/intake', { method: 'POST', json: { open, ...(words && { words }) } }),
  makeTemplate: (json: EditBody) => http.json<TemplateBody>('/api/templates', { method: 'POST', json, once: true }),
  changeTemplate: (slug: string, json: EditBody) => http.json<TemplateBody>(named('/api/templates', slug), { method: 'PUT', json }),
  removeTemplate: (slug: string) => http.json<void>(named('/api/templates', slug), { method: 'DELETE', once: true }),
};

/** A name that nothing else has: what carries it twice is done once. */
export const fresh = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
