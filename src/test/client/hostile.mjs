// The client against a server that cuts, repeats, stalls and is away: node hostile.mjs <client>.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';

const { Darkroom, DarkroomError } = await import(process.argv[2]);
const JOB = {
  id: 'j1', type: 'upscale', status: 'processing', phase: 'running', message: 'Being made.', queuePosition: null,
  progress: 0.5, createdAt: '2026-01-01T00:00:00Z', startedAt: null, endedAt: null, attempts: 1, lostAnswers: 0,
  credits: 1, input: {}, result: null, error: null,
};
const RESULT = {
  key: 'users/a/library/upscale-j1.png', url: '/file', width: 2, height: 2, seconds: null, contentType: 'image/png',
  size: 9, blurhash: 'L0',
};
const COMPLETED = { ...JOB, status: 'completed', phase: 'completed', message: 'Done.', progress: 1, result: RESULT };

/** A server on a free port, for one test. */
async function serving(context, answer) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    requests.push({ at: Date.now(), method: request.method, url: request.url, headers: request.headers, body });
    answer(request, response, requests);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${server.address().port}`, requests };
}

const json = (response, status, body, headers = {}) =>
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers })
    .end(JSON.stringify(body));
const problem = (response, status, code, more = {}, headers = {}) =>
  json(response, status, { type: 'about:blank', title: 'x', status, detail: 'No.', error: 'No.', code, ...more }, headers);
const sse = (seq, data, kind = 'progress') =>
  `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify({ seq, at: JOB.createdAt, kind, ...data })}\n\n`;

test('a stream that is cut again and again is told whole, none missing and none twice', async (context) => {
  const LOG = Array.from({ length: 60 }, (_, i) =>
    i < 59
      ? sse(i + 1, { phase: 'running', status: 'processing', message: `Größe ${i}`, progress: i / 60, queuePosition: null })
      : sse(60, { phase: 'completed', status: 'completed', message: 'Done.', progress: 1, queuePosition: null }, 'completed'));
  let cuts = 0;
  const { baseUrl, requests } = await serving(context, (request, response) => {
    if (!request.url.endsWith('/events')) return json(response, 200, COMPLETED);
    const last = Number(request.headers['last-event-id'] ?? 0);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    // Two that were told already, as a careful server might, then some more, then half of one.
    const rest = LOG.slice(Math.max(0, last - 2), last + 3);
    const bytes = Buffer.from(`: here\r\n\r\n${rest.join('').replaceAll('\n', cuts % 2 ? '\r\n' : '\n')}`);
    if (last + 3 >= LOG.length) return response.end(bytes);
    cuts++;
    const half = Buffer.concat([bytes, Buffer.from(LOG[last + 3].slice(0, 25))]);
    // In small parts, so that lines and letters are cut too.
    for (let at = 0; at < half.length; at += 7) response.write(half.subarray(at, at + 7));
    setTimeout(() => response.destroy(), 20);
  });
  const updates = [];
  const done = await new Darkroom({ baseUrl, token: async () => 'secret' }).wait('j1', { onUpdate: (u) => updates.push(u) });
  assert.equal(cuts, 19);
  assert.deepEqual(updates.map((u) => u.message), [...Array.from({ length: 59 }, (_, i) => `Größe ${i}`), 'Done.']);
  assert.equal(done.key, RESULT.key);
  assert.ok(requests.every((r) => r.headers.authorization === 'Bearer secret'));
});

test('where there are no streams it asks, with the ETag that it has', async (context) => {
  let asked = 0;
  const { baseUrl, requests } = await serving(context, (request, response) => {
    if (request.url.endsWith('/events')) return problem(response, 404, 'NOT_FOUND');
    asked++;
    if (asked === 2) return response.writeHead(304, { ETag: '"1"' }).end();
    if (asked === 3) return problem(response, 503, 'TRY_AGAIN', {}, { 'Retry-After': '1' });
    return json(response, 200, asked < 4 ? JOB : COMPLETED, { ETag: '"1"' });
  });
  const updates = [];
  await new Darkroom({ baseUrl }).wait('j1', { onUpdate: (u) => updates.push(u.phase) });
  assert.deepEqual(updates, ['running', 'completed']);
  const polls = requests.filter((r) => r.url === '/api/jobs/j1');
  assert.equal(polls[0].headers['if-none-match'], undefined);
  assert.equal(polls[1].headers['if-none-match'], '"1"');
  assert.ok(polls[3].at - polls[2].at >= 1000);
});

test('streams that bring nothing are asked beside', async (context) => {
  const { baseUrl, requests } = await serving(context, (request, response) => {
    if (request.url.endsWith('/events')) return request.socket.destroy();
    return json(response, 200, COMPLETED);
  });
  await new Darkroom({ baseUrl }).wait('j1');
  assert.equal(requests.filter((r) => r.url.endsWith('/events')).length, 3);
});

test('a job that fails is an error with its words', async (context) => {
  const { baseUrl } = await serving(context, (request, response) => {
    if (request.url.endsWith('/events')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      return response.write(sse(1, { phase: 'failed', status: 'failed', message: 'x' }, 'failed'));
    }
    return json(response, 200, { ...JOB, status: 'failed', phase: 'failed', error: { code: 'REFUSED', message: 'It was declined.' } });
  });
  await assert.rejects(new Darkroom({ baseUrl }).wait('j1'), (error) => {
    assert.ok(error instanceof DarkroomError);
    assert.deepEqual([error.message, error.code, error.details.jobId], ['It was declined.', 'REFUSED', 'j1']);
    return true;
  });
});

test('waiting ends when its time is over, or its caller has had enough', async (context) => {
  const { baseUrl } = await serving(context, (request, response) => {
    if (request.url.endsWith('/events')) return response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\n\n');
    return json(response, 200, JOB);
  });
  const darkroom = new Darkroom({ baseUrl });
  await assert.rejects(darkroom.wait('j1', { timeoutMs: 300 }), { code: 'WAIT_TIMEOUT' });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 200);
  await assert.rejects(darkroom.wait('j1', { signal: stop.signal }), { message: 'enough' });
});

test('a lost answer is asked for again, for the same wish', async (context) => {
  const { baseUrl, requests } = await serving(context, (request, response, all) => {
    if (all.length === 1) return request.socket.destroy();
    if (all.length === 2) return response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
    if (all.length === 3) return problem(response, 429, 'TOO_MANY_REQUESTS', {}, { 'Retry-After': '1' });
    return json(response, 202, { jobId: 'j1', status: 'pending', credits: 1, message: 'Started.' });
  });
  assert.equal((await new Darkroom({ baseUrl }).submit('upscale', { r2_key: 'a.png' })).jobId, 'j1');
  assert.equal(requests.length, 4);
  assert.equal(new Set(requests.map((r) => r.headers['idempotency-key'])).size, 1);
  assert.ok(requests[3].at - requests[2].at >= 1000);
});

test('what is refused is asked once, and says why', async (context) => {
  const { baseUrl, requests } = await serving(context, (request, response) =>
    problem(response, 402, 'INSUFFICIENT_CREDITS', { requiredCredits: 20, currentCredits: 5 }));
  await assert.rejects(new Darkroom({ baseUrl }).run('studio', { prompt: 'red', image_keys: ['a.png'] }), (error) => {
    assert.deepEqual([error.status, error.details.requiredCredits, error.details.currentCredits], [402, 20, 5]);
    return true;
  });
  assert.equal(requests.length, 1);
});

test('an upload whose answer was lost is not sent twice, and one that was turned away is', async (context) => {
  const lost = await serving(context, (request) => request.socket.destroy());
  await assert.rejects(new Darkroom({ baseUrl: lost.baseUrl }).upload(new Blob(['x'])), { code: 'NO_ANSWER' });
  assert.equal(lost.requests.length, 1);
  const busy = await serving(context, (request, response, all) =>
    all.length === 1 ? problem(response, 503, 'TRY_AGAIN', {}, { 'Retry-After': '1' }) : json(response, 201, { key: 'k' }));
  assert.equal((await new Darkroom({ baseUrl: busy.baseUrl }).upload(new Blob(['x']))).key, 'k');
});

test('a tool whose result takes longer than was waited for is asked again for the same wish', async (context) => {
  const { baseUrl, requests } = await serving(context, (request, response, all) => {
    if (request.url.endsWith('/events')) return problem(response, 404, 'NOT_FOUND');
    if (request.method === 'GET') return json(response, 200, COMPLETED);
    return all.length === 1
      ? json(response, 202, { jobId: 'j1', status: 'processing', credits: 1, message: 'Started.' })
      : json(response, 200, { key: 'k', url: '/k', credits_used: 1, jobId: 'j1' });
  });
  assert.equal((await new Darkroom({ baseUrl }).runTool('video_upscale', { r2_key: 'a.mp4' })).key, 'k');
  const posts = requests.filter((r) => r.method === 'POST');
  assert.equal(posts.length, 2);
  assert.equal(posts[0].headers['idempotency-key'], posts[1].headers['idempotency-key']);
});

test('a server that is away is given up in time', async () => {
  await assert.rejects(new Darkroom({ baseUrl: 'http://127.0.0.1:9', retryForMs: 800 }).credits(), { code: 'NO_ANSWER', status: 0 });
});

test('all jobs are followed through cuts, refusals and a log that begins anew', async (context) => {
  const named = (id, event, data) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const line = (n) => named(n, 'progress', { jobId: 'j1', seq: n, phase: 'running', status: 'processing' });
  const asked = [];
  const { baseUrl } = await serving(context, (request, response) => {
    asked.push(request.headers['last-event-id'] ?? '');
    if (asked.length === 2) return problem(response, 503, 'TOO_MANY_STREAMS', {}, { 'Retry-After': '0' });
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (asked.length === 1) return response.end(`${named(5, 'open', { after: 5 })}${line(6)}${line(7)}id: 8\nevent: pro`);
    if (asked.length === 3) return response.end(`${named(7, 'open', { after: 7 })}${named('', 'position', {})}${line(8)}`);
    response.write(`${named(2, 'reset', { after: 2 })}${line(3)}`);
  });
  const told = [];
  const stop = new AbortController();
  await new Darkroom({ baseUrl }).follow({
    signal: stop.signal,
    onOpen: (resumed) => told.push(resumed ? 'resumed' : 'anew'),
    onCut: () => told.push('cut'),
    onEvent: ({ seq }) => {
      told.push(seq);
      if (seq === 3) stop.abort();
    },
  });
  assert.deepEqual(asked, ['', '7', '7', '8']);
  assert.deepEqual(told, ['anew', 6, 7, 'cut', 'cut', 'resumed', 8, 'cut', 'anew', 3]);
});

test('what is thrown by whoever follows is theirs, and no cut', async (context) => {
  const { baseUrl, requests } = await serving(context, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('id: 1\nevent: progress\ndata: {"jobId":"j1"}\n\n');
  });
  const onEvent = () => {
    throw new Error('mine');
  };
  await assert.rejects(new Darkroom({ baseUrl }).follow({ signal: new AbortController().signal, onEvent }), /mine/);
  assert.equal(requests.length, 1);
});

test('whoever is not signed in follows nothing', async (context) => {
  const { baseUrl } = await serving(context, (_, response) => problem(response, 401, 'SIGN_IN_REQUIRED'));
  const following = new Darkroom({ baseUrl }).follow({ signal: new AbortController().signal, onEvent: () => undefined });
  await assert.rejects(following, { code: 'SIGN_IN_REQUIRED' });
});
