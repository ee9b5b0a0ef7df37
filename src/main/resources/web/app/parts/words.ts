import { ended, type Job } from '../live/jobs';

const working: { [type: string]: string } = {
  upscale: 'Upscaling', video: 'Filming', video_upscale: 'Upscaling', video_interpolate: 'Smoothing', rembg: 'Cutting out',
  draw_to_edit: 'Editing',
};

const names: { [type: string]: string } = {
  image: 'Picture', video: 'Video', upscale: 'Upscale', draw_to_edit: 'Edit', studio: 'Studio', rembg: 'Cut-out',
  video_upscale: 'Video upscale', video_interpolate: 'Smoother video',
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

/** How much longer it takes by what others took, or empty while that is not known. */
export function left(job: Job): string {
  if (ended(job) || job.etaSeconds === null) return '';
  return job.etaSeconds < 1 ? 'any moment' : `about ${duration(job.etaSeconds)} left`;
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

/** How long it has taken, or took; the server's clock may run ahead of this one. */
export const took = (job: Job, nowMs: number): string =>
  duration(((job.endedAt ? Date.parse(job.endedAt) : nowMs) - Date.parse(job.createdAt)) / 1000);

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function ago(iso: string, nowMs: number): string {
  const minutes = Math.round((Date.parse(iso) - nowMs) / 60_000);
  if (minutes > -1) return 'just now';
  if (minutes > -60) return relative.format(minutes, 'minute');
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 60 / 24), 'day');
}

export const when = (iso: string): string =>
  new Date(iso).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A kind of job, as people call it. */
export const typeName = (type: string): string => names[type] ?? type.replaceAll('_', ' ');

/** What it is, and what sets it apart from others of its kind. */
export function title(job: Job): string {
  const { template, factor } = job.input;
  if (job.type === 'upscale') return `Upscale ${factor ?? 2}×`;
  return template ? `${typeName(job.type)} · ${template.replaceAll('-', ' ')}` : typeName(job.type);
}

export const pixels = (width: number, height: number): string => `${width} × ${height}`;

export const credits = (count: number): string => `${count.toLocaleString('en')} ${Math.abs(count) === 1 ? 'credit' : 'credits'}`;

export function bytes(size: number): string {
  if (size < 1_000_000) return `${Math.max(1, Math.round(size / 1000))} kB`;
  if (size < 1e9) return `${(size / 1e6).toFixed(1)} MB`;
  return size < 1e12 ? `${(size / 1e9).toFixed(1)} GB` : `${(size / 1e12).toFixed(1)} TB`;
}

/** How full the bar is, 0 to 1. The waits before and after the model's own work have small shares. */
export function filled(job: Job): number {
  if (ended(job)) return 1;
  switch (job.phase) {
    case 'waiting': return 0.02;
    case 'submitting': return 0.05;
    case 'queued': return 0.08;
    case 'running': return 0.1 + 0.8 * job.progress;
    default: return 0.95;
  }
}
