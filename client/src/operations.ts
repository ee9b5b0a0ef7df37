import type {
  AnimateData, CutOutBody, DrawToEditBody, GenerateBody, MadeBody, RembgBody, StudioBody, UpscaleBody, VideoToolBody,
} from './wire.js';

/** A video's request, with the picture that it begins with. */
export interface AnimateRequest extends AnimateData {
  startImage: Blob;
}

/** What each operation is asked. */
export interface Requests {
  image: GenerateBody;
  video: AnimateRequest;
  upscale: UpscaleBody;
  draw_to_edit: DrawToEditBody;
  studio: StudioBody;
  rembg: RembgBody;
  video_upscale: VideoToolBody;
  video_interpolate: VideoToolBody;
}

/** What those answer that answer with their result. */
export interface Answers {
  rembg: CutOutBody;
  video_upscale: MadeBody;
  video_interpolate: MadeBody;
}

export type Operation = keyof Requests;
export type Tool = keyof Answers;

export const PATHS: { readonly [O in Operation]: string } = {
  image: '/api/templates/generate',
  video: '/api/templates/video',
  upscale: '/api/tools/upscale',
  draw_to_edit: '/api/tools/draw-to-edit',
  studio: '/api/studio',
  rembg: '/api/tools/rembg',
  video_upscale: '/api/tools/video-upscale',
  video_interpolate: '/api/tools/video-interpolate',
};

/** A request as it is sent: JSON, or a form with the picture and JSON beside it. */
export function sent<O extends Operation>(operation: O, request: Requests[O]): { json: unknown } | { form: FormData } {
  if (operation !== 'video') return { json: request };
  const { startImage, ...data } = request as AnimateRequest;
  const form = new FormData();
  form.append('startImage', startImage, 'start');
  form.append('data', JSON.stringify(data));
  return { form };
}
