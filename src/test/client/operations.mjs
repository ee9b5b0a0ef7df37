// Does everything that the client can do at a server: node operations.mjs <client> <server> <photo> <film>.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const [client, baseUrl, photoFile, filmFile] = process.argv.slice(2);
const { Darkroom, DarkroomError } = await import(client);
const darkroom = new Darkroom({ baseUrl });
const photo = new Blob([await readFile(photoFile)], { type: 'image/png' });
const film = new Blob([await readFile(filmFile)], { type: 'video/mp4' });

const before = await darkroom.credits();
const { key } = await darkroom.upload(photo, { name: 'car.png', path: 'trip' });
assert.match(key, /\/trip\/.*\.png$/);

assert.equal((await fetch((await darkroom.view(key)).url)).status, 200);

const quote = await darkroom.submit('upscale', { r2_key: key }, { quote: true });
assert.deepEqual(quote, { credits: 1, available: before.available, affordable: true });

const made = {};
const updates = [];
const idempotencyKey = crypto.randomUUID();
const ticket = await darkroom.submit('upscale', { r2_key: key, upscale_factor: 2 }, { idempotencyKey });
assert.equal((await darkroom.submit('upscale', { r2_key: key, upscale_factor: 2 }, { idempotencyKey })).jobId, ticket.jobId);
made.upscale = await darkroom.wait(ticket.jobId, { onUpdate: (update) => updates.push(update) });
assert.equal(made.upscale.jobId, ticket.jobId);
assert.equal(updates.at(-1).phase, 'completed');
assert.equal((await fetch(made.upscale.url)).status, 200);

made.image = await darkroom.run('image', { templateSlug: 'night-street', userImageKeys: [key], variables: { NEON: '#ff2d95' } });
made.studio = await darkroom.run('studio', { prompt: 'brighter', image_keys: [key] });
made.draw_to_edit = await darkroom.run('draw_to_edit', {
  prompt: 'a red door',
  originalKey: key,
  imageDataUrl: `data:image/png;base64,${Buffer.from(await photo.arrayBuffer()).toString('base64')}`,
  boundingBox: { x: 0, y: 0, width: 16, height: 16 },
});
made.video = await darkroom.run('video', { startImage: photo, prompt: 'slowly', provider: 'seedance', duration: 2, resolution: '480p' });

made.rembg = await darkroom.runTool('rembg', { r2_key: key, output_mask: true });
assert.ok(made.rembg.mask_image.url);
assert.equal((await darkroom.runTool('rembg', { r2_key: key, output_mask: true })).requestId, 'cache');
const { key: filmKey } = await darkroom.upload(film, { name: 'film.mp4' });
made.video_upscale = await darkroom.runTool('video_upscale', { r2_key: filmKey });
made.video_interpolate = await darkroom.runTool('video_interpolate', { r2_key: made.video_upscale.key });

const items = [];
for (let cursor; ; ) {
  const page = await darkroom.library({ limit: 3, ...(cursor && { cursor }) });
  items.push(...page.items);
  cursor = page.nextCursor;
  if (!cursor) break;
}
for (const [operation, { key: result }] of Object.entries(made)) {
  assert.ok(items.some((item) => item.key === result && item.jobType === operation), operation);
}
const after = await darkroom.credits();
assert.equal(after.held, 0);
assert.ok(after.balance < before.balance);
assert.equal((await darkroom.transactions({ limit: 1 })).items[0].balance, after.balance);
assert.equal((await darkroom.jobs({ status: 'completed', type: 'rembg', limit: 1 })).items.length, 1);
assert.equal((await darkroom.template('night-street')).slug, 'night-street');
assert.ok((await darkroom.templates()).items.length > 0);
assert.equal((await darkroom.cancel(ticket.jobId)).outcome, 'too_late');
await darkroom.deleteResult(made.studio.key);
await assert.rejects(darkroom.wait(made.studio.jobId), { code: 'FILE_NOT_FOUND' });

const refused = (promise, status, code, field) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof DarkroomError, String(error));
    assert.deepEqual([error.status, error.code, error.field], [status, code, field]);
    return true;
  });
await refused(darkroom.submit('upscale', { r2_key: key, upscale_factor: 9 }), 400, 'BAD_FACTOR', 'upscale_factor');
await refused(darkroom.job('none'), 404, 'JOB_NOT_FOUND', 'jobId');
await refused(darkroom.wait('none'), 404, 'JOB_NOT_FOUND', 'jobId');
await refused(darkroom.retry(ticket.jobId), 409, 'NOT_FAILED', 'id');
await refused(darkroom.upload(new Blob(['no picture'])), 415, 'UNSUPPORTED_FILE', 'file');
await refused(new Darkroom({ baseUrl, token: 'dr_wrong' }).credits(), 401, 'BAD_TOKEN', undefined);

console.log(JSON.stringify({ key, jobId: ticket.jobId, charged: before.balance - after.balance, updates: updates.length }));
