// SurrealDB's real engine behind the part of its HTTP surface that Darkroom uses.
// usage: node server.mjs <engine address> <port, or 0> <user> <password>
// Prints its port as one line, and ends when its standard input does.

import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import { createRequire } from 'node:module';
import { CborCodec } from 'surrealdb';
import { envelope, inSession, isError, textOf } from './frames.mjs';

const RPC_BYTES_MAX = 4 << 20;
const IMPORT_BYTES_MAX = 64 << 20;
const CBOR = 'application/cbor';

const [address, port, user, password] = process.argv.slice(2);
const Engine = loadEngine();
const engine = await Engine.connect(address, {
  capabilities: { scripting: false, guest_access: false, live_query_notifications: true, functions: true, network_targets: false },
  defaults: false,
});
const codec = CborCodec.DEFAULT;
await rpc(undefined, 'query', [`DEFINE USER OVERWRITE ${user} ON ROOT PASSWORD "${password}" ROLES OWNER`]);

/** The package hides its native part behind its own front; the raw engine takes a server's bytes. */
function loadEngine() {
  const libc = process.report.getReport().header.glibcVersionRuntime ? '-gnu' : '-musl';
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? libc : ''}`;
  const require = createRequire(import.meta.url);
  return require(`./node_modules/@surrealdb/node/dist/surrealdb-node.${platform}.node`).SurrealNodeEngine;
}

async function rpc(session, method, params = []) {
  const request = { method, params, ...(session ? { session } : {}) };
  return codec.decode(await engine.execute(codec.encode(request)));
}

class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/** One session of the engine for each token in each database; the engine checks the token. */
const sessions = new Map();

function sessionOf(headers) {
  const names = ['authorization', 'surreal-ns', 'surreal-db'].map((name) => headers[name] ?? '');
  const key = createHash('sha256').update(names.join('\0')).digest('hex');
  const end = tokenEnd(names[0]);
  if (!sessions.has(key) || end < Date.now()) {
    const opening = open(...names);
    sessions.set(key, opening);
    opening.catch(() => sessions.delete(key));
  }
  return sessions.get(key);
}

function tokenEnd(authorization) {
  try {
    return JSON.parse(Buffer.from(authorization.split('.')[1], 'base64url')).exp * 1000;
  } catch {
    return Infinity;
  }
}

async function open(authorization, namespace, database) {
  if (!/^bearer /i.test(authorization)) throw new Refused(403, 'Forbidden');
  const session = randomUUID();
  await rpc(session, 'attach');
  const answer = await rpc(session, 'authenticate', [authorization.slice('bearer '.length)]);
  if (answer?.error) {
    await rpc(session, 'detach');
    throw new Refused(401, 'There was a problem with authentication');
  }
  if (namespace) await rpc(session, 'use', [namespace, database]);
  return session;
}

async function signIn(body) {
  const session = randomUUID();
  await rpc(session, 'attach');
  const token = await rpc(session, 'signin', [JSON.parse(body)]);
  await rpc(session, 'detach');
  if (token?.error) throw new Refused(401, 'Authentication failed');
  return JSON.stringify({ code: 200, details: 'Authentication succeeded', token });
}

async function read(request, bytesMax) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Refused(413, 'length limit exceeded');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const routes = {
  'GET /health': async () => ['text/plain', ''],
  'GET /version': async () => ['text/plain', `surrealdb-${Engine.version()}`],
  'POST /signin': async (request) => ['application/json', await signIn(await read(request, 1024))],
  'POST /rpc': async (request) => {
    if (request.headers['content-type'] !== CBOR) throw new Refused(415, 'Unsupported media type');
    const body = await read(request, RPC_BYTES_MAX);
    if (!textOf(body, 'method')) throw new Refused(400, 'Invalid request');
    const session = await sessionOf(request.headers);
    return [CBOR, envelope(Buffer.from(await engine.execute(inSession(body, session))))];
  },
  'POST /import': async (request) => {
    const body = await read(request, IMPORT_BYTES_MAX);
    const session = await sessionOf(request.headers);
    const query = codec.encode({ method: 'query', params: [body.toString()], session });
    const answer = Buffer.from(await engine.execute(query));
    if (isError(answer)) throw new Refused(400, codec.decode(answer).error.message);
    return [CBOR, answer];
  },
};

const server = http.createServer(async (request, response) => {
  try {
    const route = routes[`${request.method} ${request.url}`];
    if (!route) throw new Refused(404, 'Not found');
    const [type, body] = await route(request);
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
  } catch (e) {
    response.writeHead(e.status ?? 400, { 'content-type': 'text/plain' }).end(String(e.message));
  }
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1', () => console.log(server.address().port));

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
