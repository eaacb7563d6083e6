/**
 * Serves the clients' pages and files the way a good production host does: brotli at the highest quality, computed
 * once, with long caching. Everything it sends is written down, so the sizes are those that crossed the wire.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

const TYPES = {
  '.html': ['text/html; charset=utf-8', 'html'],
  '.js': ['text/javascript; charset=utf-8', 'js'],
  '.css': ['text/css; charset=utf-8', 'css'],
  '.json': ['application/json', 'json'],
  '.wasm': ['application/wasm', 'wasm'],
  '.svg': ['image/svg+xml', 'image'],
  '.png': ['image/png', 'image'],
  '.webp': ['image/webp', 'image'],
  '.ico': ['image/x-icon', 'image'],
  '.ttf': ['font/ttf', 'font'],
  '.woff': ['font/woff', 'font'],
  '.woff2': ['font/woff2', 'font'],
};

/** Compressed already; brotli would only cost time. */
const PACKED = new Set(['.png', '.webp', '.woff', '.woff2']);

/** The kinds that count as code. */
export const CODE_KINDS = ['html', 'js', 'css', 'json', 'wasm'];

/**
 * @typedef {object} Transfer One answered request.
 * @property {string} path
 * @property {string} kind - A kind of `TYPES`, or `other`.
 * @property {number} bytes - Body as sent.
 */

/** A static server on loopback; `folders` maps URL prefixes (`/floor/`) to folders. */
export class PageServer {
  #folders;
  #pages = new Map();
  #bodies = new Map();
  #server;
  /** @type {Transfer[]} Everything sent so far. */
  transfers = [];

  constructor(folders) {
    this.#folders = Object.entries(folders);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
  }

  /** @returns {Promise<number>} The port. */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.#server.address().port;
  }

  /** Makes a generated page available. */
  addPage(path, html) {
    this.#pages.set(path, Buffer.from(html));
    this.#bodies.delete(path);
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request, response) {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const [type, kind] = TYPES[extname(path)] ?? ['application/octet-stream', 'other'];
    const accepted = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const packed = PACKED.has(extname(path)) || !accepted;
    const body = await this.#body(path, packed);
    this.transfers.push({ path, kind, bytes: body?.length ?? 0 });
    if (!body) {
      response.writeHead(404, { 'content-length': 0 }).end();
      return;
    }
    const headers = { 'content-type': type, 'content-length': body.length, 'cache-control': 'public, max-age=86400' };
    response.writeHead(200, packed ? headers : { ...headers, 'content-encoding': 'br', vary: 'accept-encoding' });
    response.end(body);
  }

  /** Undefined when there is no such file. */
  async #body(path, packed) {
    const key = packed ? `${path} as it is` : path;
    if (!this.#bodies.has(key)) this.#bodies.set(key, this.#load(path, packed));
    return this.#bodies.get(key);
  }

  async #load(path, packed) {
    const raw = this.#pages.get(path) ?? (await this.#readFile(path));
    if (!raw || packed) return raw;
    return compress(raw, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
    });
  }

  async #readFile(path) {
    const [prefix, folder] = this.#folders.find(([candidate]) => path.startsWith(candidate)) ?? [];
    if (!folder) return undefined;
    return readFile(join(folder, path.slice(prefix.length))).catch(() => undefined);
  }
}
