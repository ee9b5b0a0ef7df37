import { html, type TemplateResult } from 'lit';
import '../admin/dr-admin';
import '../create/dr-create';
import '../credits/dr-credits';
import '../jobs/dr-job-page';
import '../library/dr-library';
import { adminIcon, brushIcon, createIcon, creditsIcon, cutIcon, filmIcon, growIcon, layersIcon, libraryIcon } from '../parts/icons';
import '../tools/dr-cut-out';
import '../tools/dr-edit';
import '../tools/dr-studio';
import '../tools/dr-upscale';
import '../tools/dr-video';
import type { Place } from './route';

/** A place that the navigation names. */
export interface Named {
  path: string;
  words: string;
  /** Where there is little room. */
  short?: string;
  icon: TemplateResult;
  /** For operators alone. */
  admin?: boolean;
  /** One of the tools, which a small screen puts behind one button. */
  tool?: boolean;
}

export const PLACES: readonly Named[] = [
  { path: 'create', words: 'Create', icon: createIcon },
  { path: 'tools/upscale', words: 'Upscale', icon: growIcon, tool: true },
  { path: 'tools/edit', words: 'Draw to edit', icon: brushIcon, tool: true },
  { path: 'tools/cut-out', words: 'Cut out', icon: cutIcon, tool: true },
  { path: 'tools/studio', words: 'Studio', icon: layersIcon, tool: true },
  { path: 'tools/video', words: 'Video', icon: filmIcon, tool: true },
  { path: 'library', words: 'Library', icon: libraryIcon },
  { path: 'credits', words: 'Credits', icon: creditsIcon },
  { path: 'admin', words: 'Admin', icon: adminIcon, admin: true },
];

/** What stands there. */
export function shown({ path, parts }: Place): TemplateResult {
  switch (parts[0]) {
    case 'library': return html`<dr-library></dr-library>`;
    case 'credits': return html`<dr-credits></dr-credits>`;
    case 'admin': return html`<dr-admin></dr-admin>`;
    case 'jobs': return html`<dr-job-page .jobId=${parts[1] ?? ''}></dr-job-page>`;
    case 'tools': return tool(path);
    default: return html`<dr-create></dr-create>`;
  }
}

function tool(path: string): TemplateResult {
  switch (path) {
    case 'tools/edit': return html`<dr-edit></dr-edit>`;
    case 'tools/cut-out': return html`<dr-cut-out></dr-cut-out>`;
    case 'tools/studio': return html`<dr-studio></dr-studio>`;
    case 'tools/video': return html`<dr-video></dr-video>`;
    default: return html`<dr-upscale></dr-upscale>`;
  }
}

/** The place by which the navigation marks where the page is. */
export const marked = ({ path, parts }: Place): string =>
  PLACES.find((place) => place.path === path || place.path === parts[0])?.path ?? (path === '' ? 'create' : '');
