import { to } from '../shell/route';
import type { Kind } from './pick';

interface Use {
  words: string;
  path: string;
  /** Kinds of work whose results it is not for. */
  not?: readonly string[];
}

const USES: Record<Kind, readonly Use[]> = {
  image: [
    { words: 'Upscale', path: 'tools/upscale', not: ['upscale'] },
    { words: 'Edit a part', path: 'tools/edit' },
    { words: 'Cut out', path: 'tools/cut-out', not: ['rembg'] },
    { words: 'Put into a scene', path: 'create' },
    { words: 'Studio', path: 'tools/studio' },
    { words: 'Animate', path: 'tools/video' },
  ],
  video: [{ words: 'Upscale or smooth', path: 'tools/video', not: ['video_interpolate'] }],
};

/**
 * What can be made next of a picture or a video.
 *
 * @param type of the job that made it
 */
export const uses = (kind: Kind, key: string, type: string): readonly { words: string; href: string }[] =>
  USES[kind].filter(({ not }) => !not?.includes(type)).map(({ words, path }) => ({ words, href: to(path, { key }) }));

/** The file itself, to be kept; the name is its own. */
export const download = (key: string): { href: string; name: string } => ({
  href: `/api/storage/file?key=${encodeURIComponent(key)}`,
  name: key.split('/').pop() ?? key,
});
