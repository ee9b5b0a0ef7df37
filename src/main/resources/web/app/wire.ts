/** The records of the HTTP API that this page reads, as the server writes them. */

export type Status = 'pending' | 'processing' | 'completed' | 'failed';
export type Phase = 'waiting' | 'submitting' | 'queued' | 'running' | 'storing' | 'completed' | 'failed' | 'cancelled';

export interface Session { user: string; admin: boolean; mode: 'local' | 'oidc'; provider: string }

export interface Credits { balance: number; held: number; available: number }

/** A file in storage; width and height are pixels, size is bytes. */
export interface Stored {
  key: string; url: string; contentType: string; size: number; width: number; height: number; seconds?: number | null;
}

/** What a job made. All but its key is null once the file has been deleted from the library. */
export type Result = { key: string } & ({ [name in keyof Omit<Stored, 'key'>]: null } | Omit<Stored, 'key'>);

export interface Ticket { jobId: string; status: Status; credits: number; message: string }

/** progress runs from 0 to 1; times are ISO 8601 in UTC. */
export interface Job {
  id: string;
  type: string;
  status: Status;
  phase: Phase;
  queuePosition: number | null;
  progress: number | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  attempts: number;
  credits: number;
  input: { source?: string; factor?: number; sourceUrl?: string };
  result: Result | null;
  error: { code: string; message: string } | null;
}

export interface JobPage { items: Job[]; nextCursor: string | null }

/** An RFC 9457 problem with the members this API adds. */
export interface Problem {
  status: number;
  error?: string;
  detail?: string;
  code?: string;
  requiredCredits?: number;
  currentCredits?: number;
}

/** The result, if its file is still there. */
export const file = (job: Job): Stored | null => (job.result?.url ? (job.result as Stored) : null);

export const isVideo = (stored: Stored): boolean => stored.contentType.startsWith('video/');

/** A key names what it holds. */
export const isVideoKey = (key: string): boolean => /\.(mp4|mov|webm)$/.test(key);

export const ended = (job: Job): boolean => job.status === 'completed' || job.status === 'failed';
