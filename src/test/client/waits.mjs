// Submits one upscale, says so, and waits for its end: node waits.mjs <client> <server> <key>.
const [client, baseUrl, key] = process.argv.slice(2);
const { Darkroom } = await import(client);
const darkroom = new Darkroom({ baseUrl });
const { jobId } = await darkroom.submit('upscale', { r2_key: key });
console.log(jobId);
const done = await darkroom.wait(jobId, { timeoutMs: 120_000 });
console.log(done.key);
