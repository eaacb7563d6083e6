/** Serves the demo pages and the bundle on loopback. */
import { createServer } from 'node:http';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const MIME_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};
/** The folders that are served, by the first part of the path. */
const FOLDERS = ['demo', 'dist'];

/**
 * @typedef {object} PageServer
 * @property {number} port
 * @property {string} url Of the index page.
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} options
 * @param {string} options.root The project's folder.
 * @param {number} options.port A free one.
 * @param {import('./pages.mjs').Pages} options.pages
 * @param {string} options.connect What pages may connect to besides this server, for their content security policy.
 * @param {string} options.files Where pages may put files and get them from.
 * @returns {Promise<PageServer>}
 */
export async function startPageServer({ root, port, pages, connect, files = '' }) {
  const policy = contentSecurityPolicy(connect, files);
  const server = createServer((request, response) => {
    respond({ root, pages, policy, request, response }).catch((error) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${error.message}\n`);
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  return {
    port: server.address().port,
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As strict as a careful page would have it: the widget has to live with that. */
function contentSecurityPolicy(connect, files) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' https: data: blob: ${files}`,
    `media-src https: blob: ${files}`,
    `connect-src 'self' https: ${connect} ${files}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

async function respond({ root, pages, policy, request, response }) {
  const [pathname = '/'] = (request.url ?? '/').split(/[?#]/);
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(response, 405, 'Only GET and HEAD.');
  if (pathname === '/' || pathname === '/demo') {
    response.writeHead(302, { location: '/demo/' }).end();
    return undefined;
  }
  const [, name = ''] = /^\/demo\/([^/]*)$/.exec(pathname) ?? [];
  const file = await fileFor(root, name ? `/demo/${pages.templateOf(name)}` : pathname);
  if (!file) return fail(response, 404, notFound(pathname));
  const { size, mtimeMs } = await stat(file);
  const type = MIME_TYPES[extname(file)] ?? 'application/octet-stream';
  const page = extname(file) === '.html';
  const headers = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  if (page) {
    const html = pages.fill(await readFile(file, 'utf8'), name);
    response.writeHead(200, { ...headers, 'content-security-policy': policy });
    response.end(request.method === 'HEAD' ? undefined : html);
    return undefined;
  }
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...headers, etag }).end();
    return undefined;
  }
  response.writeHead(200, { ...headers, etag });
  response.end(request.method === 'HEAD' ? undefined : await readFile(file));
  return undefined;
}

function notFound(pathname) {
  return pathname === '/dist/ethora-chat.js'
    ? 'The bundle is not built yet; the terminal says why.'
    : 'There is no such page.';
}

function fail(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** The file that a path names; undefined when there is none, or none that may be seen. */
async function fileFor(root, pathname) {
  const [, folder, ...rest] = decode(pathname).split('/');
  const hidden = rest.some((part) => part.startsWith('.') || part.includes('\\') || part.includes('\0'));
  if (!folder || !FOLDERS.includes(folder) || hidden || rest[0] === 'server') return undefined;
  const name = rest.at(-1) === '' ? [...rest.slice(0, -1), 'index.html'] : rest;
  try {
    const base = await realpath(join(root, folder));
    const file = await realpath(join(base, ...name));
    return file.startsWith(base + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Empty when it is no valid encoding. */
function decode(pathname) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}
