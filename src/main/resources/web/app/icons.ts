import { svg, html, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult<2>) => html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const photoIcon = icon(svg`<rect x="3" y="4" width="18" height="16" rx="3"/><circle cx="9" cy="10" r="1.75"/>
  <path d="m4 18 5-4.5 3 2.5 4.5-4.5L21 16"/>`);
export const growIcon = icon(svg`<path d="M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7"/>`);
export const saveIcon = icon(svg`<path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M4 20h16"/>`);
export const slideIcon = icon(svg`<path d="m9 7-5 5 5 5M15 7l5 5-5 5"/>`);
export const alertIcon = icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5M12 16.25v.01"/>`);
export const brandIcon = html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/>
  <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/></svg>`;
