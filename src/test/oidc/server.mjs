// A real OpenID Connect provider with one client and every account that is an e-mail address.
// usage: node server.mjs <port, or 0> <file with the private JWKS> <redirect URI[,redirect URI…]> [<seconds an ID token lives>]
// Prints its port as one line, and ends when its standard input does.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import Provider, { errors } from 'oidc-provider';
import { logoutPage, loginPage, signedOutPage, wordsPage } from './pages.mjs';

const FORM_BYTES_MAX = 4096;
const EMAIL = /^[^\s@<>"&]+@[^\s@<>"&]+$/;
const SCOPES = ['openid', 'email', 'profile', 'offline_access'];

const [port, keys, redirects, lifetime = '300'] = process.argv.slice(2);
const redirectUris = redirects.split(',');

/** Not the address itself, so that nobody takes the one for the other. */
const subjectOf = (email) => `u-${Buffer.from(email).toString('base64url')}`;
const emailOf = (subject) => Buffer.from(subject.slice('u-'.length), 'base64url').toString();

function account(subject) {
  const email = emailOf(subject);
  return {
    accountId: subject,
    claims: () => ({
      sub: subject,
      email,
      email_verified: !email.startsWith('unverified'),
      groups: email.startsWith('admin') ? ['darkroom-admins'] : [],
    }),
  };
}

/** Whoever signs in consents to everything. */
async function grant(ctx) {
  const { client, session, provider } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  const found = known && (await provider.Grant.find(known));
  if (found) return found;
  const made = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  made.addOIDCScope(SCOPES.join(' '));
  await made.save();
  return made;
}

const configuration = {
  clients: [
    {
      client_id: 'darkroom',
      client_secret: 'a-secret-of-the-client-of-darkroom-tests',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: redirectUris,
      post_logout_redirect_uris: [...new Set(redirectUris.map((uri) => new URL('/', uri).href))],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'RS256',
    },
  ],
  jwks: JSON.parse(readFileSync(keys, 'utf8')),
  responseTypes: ['code'],
  scopes: SCOPES,
  claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, subject) => account(subject),
  loadExistingGrant: grant,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => true },
  ttl: { IdToken: Number(lifetime) },
  cookies: { keys: [randomUUID()] },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource: (ctx, form) => (ctx.body = logoutPage(form)),
      postLogoutSuccessSource: (ctx) => (ctx.body = signedOutPage()),
    },
  },
  renderError: (ctx, out) => (ctx.body = wordsPage(Object.values(out).join(': '))),
};

async function read(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > FORM_BYTES_MAX) throw new errors.InvalidRequest('The form is too large');
  }
  return new URLSearchParams(text);
}

function show(response, status, page) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

async function interact(provider, request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === 'consent') return provider.interactionFinished(request, response, { consent: {} });
  if (request.method !== 'POST') return show(response, 200, loginPage());
  const login = (await read(request)).get('login') ?? '';
  if (!EMAIL.test(login)) return show(response, 400, loginPage());
  return provider.interactionFinished(request, response, { login: { accountId: subjectOf(login) } });
}

const server = http.createServer();
server.listen(Number(port), '127.0.0.1', () => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    interact(provider, request, response).catch((e) => show(response, e.statusCode ?? 500, wordsPage(e.error_description ?? e.message)));
  });
  console.log(server.address().port);
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
