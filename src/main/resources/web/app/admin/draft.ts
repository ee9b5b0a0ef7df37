import type { EditBody, TemplateBody, VariableBody, VideoBody } from '../client/index.js';
import { steady } from '../live/steady';
import type { Pick } from '../parts/pick';

export const TYPES = [['text', 'Text'], ['number', 'Number'], ['boolean', 'Yes or no'], ['color', 'Color'],
  ['select', 'One of several']] as const;

/** A variable as it is typed; numbers may be half written. */
export interface VariableDraft {
  /** Tells rows apart while keys are being typed. */
  id: number;
  key: string;
  label: string;
  type: string;
  required: boolean;
  initial: string;
  min: string;
  max: string;
  maxChars: string;
  /** One a line. */
  options: string;
}

export interface MotionDraft {
  prompt: string;
  provider: string;
  duration: string;
  resolution: string;
  aspectRatio: string;
  /** `yes`, `no`, or empty if the request decides. */
  cameraFixed: string;
}

/** A template as it is typed. */
export interface Draft {
  slug: string;
  name: string;
  description: string;
  prompt: string;
  model: string;
  aspectRatio: string;
  pictures: readonly Pick[];
  variables: readonly VariableDraft[];
  motion: MotionDraft | null;
  /** When the version was written that this began with; empty for a new template. */
  updatedAt: string;
}

export const NO_MOTION: MotionDraft = { prompt: '', provider: '', duration: '', resolution: '', aspectRatio: '', cameraFixed: '' };

const EMPTY: Draft = {
  slug: '', name: '', description: '', prompt: '', model: '', aspectRatio: '', pictures: [], variables: [], motion: null, updatedAt: '',
};

let count = 0;

export const newVariable = (key = ''): VariableDraft => ({
  id: ++count, key, label: '', type: 'text', required: false, initial: '', min: '', max: '', maxChars: '', options: '',
});

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** A template as it is edited; nothing for a new one. */
export function drafted(template: TemplateBody | null): Draft {
  if (!template) return { ...EMPTY };
  const { slug, name, description, prompt, model, aspectRatio, images, variables, video, updatedAt } = template;
  return {
    slug, name, description, prompt, updatedAt, model: text(model), aspectRatio: text(aspectRatio),
    pictures: images.map(({ key, url }) => picture(key, steady(key, url ?? ''))),
    variables: variables.map(variable),
    motion: video && {
      prompt: text(video.prompt), provider: text(video.provider), duration: text(video.duration), resolution: text(video.resolution),
      aspectRatio: text(video.aspect_ratio), cameraFixed: yesOrNo(video.camera_fixed),
    },
  };
}

const yesOrNo = (value: boolean | null | undefined): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : '');

const picture = (key: string, url: string): Pick => ({
  id: key, kind: 'image', name: 'a picture', key, url, width: 0, height: 0, seconds: null, sent: 1, error: '', file: null,
  stop: new AbortController(),
});

const variable = (body: VariableBody): VariableDraft => ({
  ...newVariable(text(body.key)),
  label: text(body.label), type: text(body.type) || 'text', required: body.required ?? false, initial: text(body.default),
  min: text(body.min), max: text(body.max), maxChars: body.type === 'text' ? text(body.maxChars) : '',
  options: (body.options ?? []).join('\n'),
});

const orNull = (typed: string): string | null => typed.trim() || null;
const number = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed));

/** What is sent; what was left empty is left to the server. */
export function edited(draft: Draft): EditBody {
  const { slug, name, description, prompt, model, aspectRatio, pictures, variables, motion } = draft;
  return {
    slug, name: name.trim(), description: description.trim(), prompt: prompt.trim(),
    ...(model.trim() && { model: model.trim() }),
    ...(aspectRatio.trim() && { aspectRatio: aspectRatio.trim() }),
    imageKeys: pictures.flatMap(({ key }) => (key === null ? [] : [key])),
    variables: variables.map(asked),
    ...(motion && { video: moving(motion) }),
  };
}

function asked({ key, label, type, required, initial, min, max, maxChars, options }: VariableDraft): VariableBody {
  const counted = type === 'number';
  return {
    key: key.trim(), label: orNull(label), type, required, default: orNull(initial),
    min: counted ? number(min) : null, max: counted ? number(max) : null, maxChars: type === 'text' ? number(maxChars) : null,
    options: type === 'select' ? optionsOf(options) : [],
  };
}

export const optionsOf = (typed: string): string[] => typed.split('\n').map((line) => line.trim()).filter(Boolean);

const moving = ({ prompt, provider, duration, resolution, aspectRatio, cameraFixed }: MotionDraft): VideoBody => ({
  prompt: prompt.trim(), provider: orNull(provider), duration: number(duration), resolution: orNull(resolution),
  aspect_ratio: orNull(aspectRatio),
  camera_fixed: cameraFixed ? cameraFixed === 'yes' : null,
});

/** A slug made of a name. */
export const slugOf = (name: string): string =>
  name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
