import { ended, type Job } from './wire';

const working: { [type: string]: string } = {
  upscale: 'Upscaling', video: 'Filming', video_upscale: 'Upscaling', video_interpolate: 'Smoothing',
};

const names: { [type: string]: string } = {
  video: 'Video', video_upscale: 'Video upscale', video_interpolate: 'Smoother video', rembg: 'Background removal',
};

/** What the job is doing, or waiting for, in a few words. */
export function doing(job: Job): string {
  switch (job.phase) {
    case 'waiting': return ahead(job.queuePosition, 'Waiting for its turn');
    case 'submitting': return 'Handing it over';
    case 'queued': return ahead(job.queuePosition, 'In the queue');
    case 'running': return working[job.type] ?? 'Being made';
    case 'storing': return 'Saving the result';
    case 'completed': return 'Done';
    case 'failed': return 'Failed';
    case 'cancelled': return 'Cancelled';
  }
}

function ahead(position: number | null, otherwise: string): string {
  if (position === null) return otherwise;
  return position === 0 ? 'Next in line' : `In line, ${position} ahead`;
}

/** How much of the model's work is done, such as 46%, or empty while that is not known. */
export const done = (job: Job): string =>
  job.phase === 'running' && job.progress ? `${Math.round(job.progress * 100)}%` : '';

/** How long it has taken, or took; the server's clock may run ahead of this one. */
export function took(job: Job, nowMs: number): string {
  const untilMs = job.endedAt ? Date.parse(job.endedAt) : nowMs;
  const seconds = Math.max(0, Math.round((untilMs - Date.parse(job.createdAt)) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function ago(iso: string, nowMs: number): string {
  const minutes = Math.round((Date.parse(iso) - nowMs) / 60_000);
  if (minutes > -1) return 'just now';
  if (minutes > -60) return relative.format(minutes, 'minute');
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 60 / 24), 'day');
}

export const title = (job: Job): string =>
  job.type === 'upscale' ? `Upscale ${job.input.factor ?? 2}×` : names[job.type] ?? job.type.replaceAll('_', ' ');

export const pixels = (width: number, height: number): string => `${width} × ${height}`;

export function bytes(size: number): string {
  if (size < 1_000_000) return `${Math.max(1, Math.round(size / 1000))} kB`;
  return `${(size / 1_000_000).toFixed(1)} MB`;
}

/** How full the bar is, 0 to 1. The waits before and after the model's own work have small shares. */
export function filled(job: Job): number {
  if (ended(job)) return 1;
  switch (job.phase) {
    case 'waiting': return 0.02;
    case 'submitting': return 0.05;
    case 'queued': return 0.08;
    case 'running': return 0.1 + 0.8 * (job.progress ?? 0);
    default: return 0.95;
  }
}
