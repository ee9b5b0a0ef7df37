import type { GenerateBody, TemplateBody, VariableBody, Vehicle } from '../client/index.js';

/** What a person said about one template; what is not among the values is as the template has it. */
export interface Draft {
  values: Record<string, string>;
  isolate: boolean;
}

/** As much of it as its variables are about. */
export type Said = Pick<Draft, 'values'>;

const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;
const COLOR = /^#[0-9a-f]{6}$/i;

/** What it is before anybody has said anything. */
export function initial({ type, default: given }: VariableBody): string {
  if (given !== null && given !== undefined) return String(given);
  return type === 'color' ? '#ffffff' : type === 'boolean' ? 'false' : '';
}

export const valueOf = (variable: VariableBody, draft: Said): string => draft.values[variable.key ?? ''] ?? initial(variable);

/** Whether something must be brought: what has a default may be left empty. */
export const needed = (variable: VariableBody): boolean => !!variable.required && initial(variable) === '';

/** Why the server would refuse this value, in a few words; empty if it would not. What is blank is as if left out. */
export function fault(variable: VariableBody, value: string): string {
  const text = value.trim();
  if (text === '') return needed(variable) ? 'Required' : '';
  switch (variable.type) {
    case 'color': return COLOR.test(text) ? '' : 'Such as #1a2b3c';
    case 'select': return variable.options?.includes(value) ? '' : 'Choose one';
    case 'boolean': return '';
    case 'number': return outside(variable, text);
    default: return variable.maxChars && text.length > variable.maxChars ? `${variable.maxChars} characters at most` : '';
  }
}

function outside({ min, max }: VariableBody, text: string): string {
  if (!NUMBER.test(text)) return 'A plain number';
  if (typeof min === 'number' && Number(text) < min) return `${min} at least`;
  return typeof max === 'number' && Number(text) > max ? `${max} at most` : '';
}

/** The first variable that stands in the way. */
export const faulty = ({ variables }: Pick<TemplateBody, 'variables'>, draft: Said): VariableBody | undefined =>
  variables.find((variable) => fault(variable, valueOf(variable, draft)) !== '');

/** Prompts are one line; whoever breaks a text into several means the same. */
const line = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

export const ABOUT = [
  { fact: 'make', words: 'Make', tokens: ['BRAND', 'MAKE', 'BRAND_CAPS'], example: '' },
  { fact: 'model', words: 'Model', tokens: ['MODEL'], example: '' },
  { fact: 'colorFinish', words: 'Color and finish', tokens: ['COLOR_FINISH', 'COLOR_FINISH_ACCENTS'], example: 'midnight blue metallic' },
  { fact: 'accents', words: 'Accents', tokens: ['ACCENTS', 'COLOR_FINISH_ACCENTS'], example: 'red brake calipers' },
] as const;

/** What this template can say about the car; the rest would change nothing. */
export const sayable = ({ prompt }: TemplateBody): readonly (typeof ABOUT)[number][] =>
  ABOUT.filter(({ tokens }) => tokens.some((token) => prompt.includes(`[${token}]`)));

/** What was said, as it is sent; what is blank is left out. */
export function filled(variables: readonly VariableBody[], draft: Said): Record<string, string> {
  const values = variables.map((variable) => [variable.key ?? '', line(valueOf(variable, draft))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

/** The request for what was said, with photos from storage. */
export function asked(template: TemplateBody, draft: Draft, car: Vehicle, keys: readonly string[]): GenerateBody {
  const facts = sayable(template).map(({ fact }) => [fact, line(car[fact] ?? '')] as const);
  return {
    templateSlug: template.slug,
    userImageKeys: [...keys],
    variables: filled(template.variables, draft),
    vehicle: Object.fromEntries(facts.filter(([, value]) => value !== '')),
    isolateCar: draft.isolate,
  };
}
