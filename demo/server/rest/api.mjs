/**
 * A stand-in for Ethora's REST API: what a chat needs of it, for one app, with accounts and rooms on an ejabberd of ours.
 * Loopback only.
 */
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { freePort } from '../free-port.mjs';
import { chatRoutes } from './chats.mjs';
import { fileRoutes } from './files.mjs';
import { parseJson, readBody, reply, RestError } from './http.mjs';
import { signJwt } from './jwt.mjs';
import { createPeople } from './people.mjs';
import { signInRoutes } from './sign-in.mjs';
import { openStore } from './store.mjs';
import { createTokens } from './tokens.mjs';

/**
 * @typedef {object} RestOptions
 * @property {import('../ejabberd.mjs').Domain} server Has the accounts and the rooms.
 * @property {string} dir Folder for what it knows and for files; made when missing.
 * @property {number} [port] The port to try first; default: any free one.
 * @property {number} [tokenSeconds] How long an access token counts; default an hour.
 * @property {number} [refreshSeconds] How long a refresh token counts; default 30 days.
 * @property {number} [passwordSeconds] How long a password for the chat server counts; default an hour.
 * @property {number} [maxFileBytes] Largest upload; default 200 MB.
 * @property {boolean} [cors] Whether pages of other origins may use it; default true.
 */

/**
 * @typedef {object} Context What every endpoint has.
 * @property {import('./store.mjs').Store} store
 * @property {import('./store.mjs').Store['state']} state
 * @property {import('../ejabberd.mjs').Domain} server
 * @property {import('./tokens.mjs').Tokens} tokens
 * @property {import('./people.mjs').People} people
 * @property {string} dir
 * @property {() => string} url
 */

/**
 * @typedef {Context & {
 *   headers: import('node:http').IncomingHttpHeaders, authorization: string | undefined, query: URLSearchParams,
 *   params: Record<string, string>, body: Buffer, json: Record<string, any>, user: () => import('./store.mjs').User
 * }} Call One request. `json` and `user()` answer with an error when there is none.
 */

/** @typedef {[method: string, path: string, run: (call: Call) => unknown]} Route */

/**
 * @typedef {object} Rest
 * @property {string} url Without a slash at the end.
 * @property {string} appId
 * @property {string} appToken
 * @property {import('./people.mjs').People['add']} addUser
 * @property {(claims: Record<string, unknown>) => string} signToken As the site would that the chat is part of.
 * @property {() => Promise<void>} expireTokens Ends all access tokens before their time.
 * @property {() => Promise<void>} expirePasswords Ends all passwords for the chat server before their time.
 * @property {() => Record<string, number>} counts How often each endpoint was called.
 * @property {() => Promise<void>} close
 */

const ROUTES = [...signInRoutes, ...chatRoutes, ...fileRoutes].map(([method, path, run]) => {
  const pattern = path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return { method, path, run, pattern: new RegExp(`^/v[12]${pattern}/?$`) };
});

/** Largest body that holds no file, in bytes. */
const MAX_JSON = 1_000_000;

/** @param {RestOptions} options @returns {Promise<Rest>} */
export async function startRest({ server, port = 0, cors = true, ...options }) {
  const dir = resolve(options.dir);
  const { tokenSeconds = 3600, refreshSeconds = 30 * 86_400, passwordSeconds = 3600 } = options;
  const { maxFileBytes = 200_000_000 } = options;
  const store = await openStore(dir);
  await store.save();
  const tokens = createTokens(store, { tokenSeconds, refreshSeconds });
  const people = createPeople(store, server, { passwordSeconds });
  /** @type {Record<string, number>} */
  const counts = {};
  let url = '';
  const context = { store, state: store.state, server, tokens, people, dir, url: () => url };

  const http = createServer((request, response) => {
    answer(request, context, { counts, maxFileBytes }).then(
      (result) => reply(response, result, cors),
      (error) => reply(response, failure(error), cors),
    );
  });
  await new Promise((resolve, reject) => {
    http.once('error', reject);
    freePort(port).then((free) => http.listen({ port: free, host: '127.0.0.1' }, resolve), reject);
  });
  url = `http://127.0.0.1:${http.address().port}`;

  return {
    url,
    appId: store.state.appId,
    appToken: tokens.app(),
    addUser: people.add,
    signToken: (claims) => signJwt(claims, store.state.appSecret),
    expireTokens: () => tokens.expire(),
    expirePasswords: () => people.expirePasswords(),
    counts: () => ({ ...counts }),
    async close() {
      people.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await store.save();
    },
  };
}

async function answer(request, context, { counts, maxFileBytes }) {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'OPTIONS') return { status: 204 };
  const route = ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(pathname));
  const isUpload = route?.path === '/files';
  const body = await readBody(request, isUpload ? maxFileBytes : MAX_JSON);
  if (!route) throw new RestError(404, 'There is no such endpoint');
  const name = `${route.method} ${route.path}`;
  counts[name] = (counts[name] ?? 0) + 1;
  const { headers } = request;
  const { authorization } = headers;
  const params = Object.fromEntries(
    Object.entries(route.pattern.exec(pathname)?.groups ?? {}).map(([key, text]) => [key, decodeURIComponent(text)]),
  );
  const json = isUpload ? {} : parseJson(body);
  const user = () => context.tokens.userOf(authorization);
  const result = await route.run({ ...context, headers, authorization, query, params, body, json, user });
  return result?.download ? { status: 200, download: result.download } : { status: 200, body: result };
}

function failure(error) {
  if (error instanceof RestError) return { status: error.status, body: error.body };
  // A path that cannot be decoded.
  if (error instanceof URIError) return { status: 400, body: { error: 'The address is malformed' } };
  return { status: 500, body: { error: error.message } };
}
