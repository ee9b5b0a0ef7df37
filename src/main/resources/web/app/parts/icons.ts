import { svg, html, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult<2>) => html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const photoIcon = icon(svg`<rect x="3" y="4" width="18" height="16" rx="3"/><circle cx="9" cy="10" r="1.75"/>
  <path d="m4 18 5-4.5 3 2.5 4.5-4.5L21 16"/>`);
export const growIcon = icon(svg`<path d="M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7"/>`);
export const saveIcon = icon(svg`<path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M4 20h16"/>`);
export const slideIcon = icon(svg`<path d="m9 7-5 5 5 5M15 7l5 5-5 5"/>`);
export const alertIcon = icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5M12 16.25v.01"/>`);
export const createIcon = icon(svg`<path d="M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.5 2.5m7 7L18 18m0-12-2.5 2.5m-7 7L6 18"/>`);
export const brushIcon = icon(svg`<path d="M19.5 4.5a2.1 2.1 0 0 0-3 0L9 12l3 3 7.5-7.5a2.1 2.1 0 0 0 0-3z"/>
  <path d="M9 12c-2.5 0-4 1.5-4 4 0 1.500-.7 2.500-2 3 1.500 1 3.500 1 5 1 2.500 0 4-1.800 4-4"/>`);
export const layersIcon = icon(svg`<path d="m12 3 9 5-9 5-9-5z"/><path d="m3 12.500 9 5 9-5M3 16.500l9 5 9-5"/>`);
export const cutIcon = icon(svg`<circle cx="12" cy="8" r="3.500"/><path d="M5 20c.5-4 3.200-6 7-6s6.500 2 7 6"/><path stroke-dasharray="2.500 3" d="M3 3h18v18H3z"/>`);
export const filmIcon = icon(svg`<rect x="3" y="5" width="18" height="14" rx="2.500"/><path d="m10 9 5 3-5 3z"/>`);
export const libraryIcon = icon(svg`<rect x="3" y="3" width="8" height="11" rx="2"/><rect x="13" y="3" width="8" height="6" rx="2"/>
  <rect x="13" y="12" width="8" height="9" rx="2"/><rect x="3" y="17" width="8" height="4" rx="1.500"/>`);
export const creditsIcon = icon(svg`<ellipse cx="12" cy="6.500" rx="8" ry="3.500"/><path d="M4 6.500v5.500c0 1.900 3.600 3.500 8 3.500s8-1.600 8-3.500V6.500"/>
  <path d="M4 12v5.500C4 19.400 7.600 21 12 21s8-1.600 8-3.500V12"/>`);
export const adminIcon = icon(svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`);
export const jobsIcon = icon(svg`<path d="M8 6h12M8 12h12M8 18h12"/><path d="M4 6h.01M4 12h.01M4 18h.01"/>`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const plusIcon = icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const trashIcon = icon(svg`<path d="M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3"/>`);
export const undoIcon = icon(svg`<path d="M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6"/>`);
export const checkIcon = icon(svg`<path d="m5 12.500 4.500 4.500L19 7.500"/>`);
export const moreIcon = icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01"/>`);
export const backIcon = icon(svg`<path d="M15 5l-7 7 7 7"/>`);
export const brandIcon = html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/>
  <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/></svg>`;
