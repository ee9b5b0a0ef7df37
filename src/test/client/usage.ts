// Compiled, never run: what the types let pass, and what they must not.
import { Darkroom, DarkroomError, type Done } from '../../../client/src/index.js';

export async function usage(darkroom: Darkroom, photo: Blob): Promise<void> {
  const { key } = await darkroom.upload(photo);
  const { jobId } = await darkroom.submit('upscale', { r2_key: key, upscale_factor: 2 });
  const done: Done = await darkroom.wait(jobId, { onUpdate: ({ progress }) => console.log(progress) });
  const url: string = done.url;
  const { affordable } = await darkroom.submit('studio', { prompt: 'brighter', image_keys: [key] }, { quote: true });
  const { mask_image } = await darkroom.runTool('rembg', { r2_key: key, output_mask: true });
  await darkroom.run('video', { startImage: photo, templateSlug: 'night-street', duration: 5 });
  console.log(url, affordable satisfies boolean, mask_image?.url);
  try {
    await darkroom.run('image', { templateSlug: 'night-street', userImageKeys: [key], variables: { NEON: '#ff2d95' } });
  } catch (error) {
    if (error instanceof DarkroomError && error.code === 'INSUFFICIENT_CREDITS') console.log(error.details.requiredCredits);
  }

  // @ts-expect-error a field that is not one
  await darkroom.submit('upscale', { key });
  // @ts-expect-error a prompt is missing
  await darkroom.submit('studio', { image_keys: [key] });
  // @ts-expect-error an operation that is not one
  await darkroom.submit('paint', {});
  // @ts-expect-error the start of a video is a file
  await darkroom.run('video', { startImage: key });
  // @ts-expect-error a tool that answers with its result is run by runTool
  await darkroom.run('rembg', { r2_key: key });
  // @ts-expect-error a quote has no job
  (await darkroom.submit('upscale', { r2_key: key }, { quote: true })).jobId;
}
