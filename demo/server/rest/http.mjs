/** Requests and answers of the API. */

/** An answer that is an error. */
export class RestError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {string} [code] For programs.
   */
  constructor(status, message, code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get body() {
    return { error: this.code ? { code: this.code, message: this.message } : this.message };
  }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, x-custom-token',
  'access-control-max-age': '600',
};

/** @typedef {{ status: number, type: string, data: Buffer }} Download */

/**
 * @param {import('node:http').ServerResponse} response
 * @param {{ status: number, body?: unknown, download?: { type: string, data: Buffer } }} answer
 * @param {boolean} cors Whether pages of other origins may read it.
 */
export function reply(response, { status, body, download }, cors) {
  const type = download?.type ?? 'application/json; charset=utf-8';
  const data = download?.data ?? (body === undefined ? '' : JSON.stringify(body));
  // Nobody may hand out a page from here.
  const safe = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" };
  response.writeHead(status, { 'content-type': type, ...safe, ...(cors && CORS) }).end(data);
}

/**
 * The whole body.
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limit In bytes.
 * @throws {RestError} 413 when it is larger; the rest is read and thrown away, so that the answer arrives.
 */
export async function readBody(request, limit) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > limit) throw new RestError(413, 'File too large', 'FILE_TOO_LARGE');
  return Buffer.concat(chunks);
}

/**
 * A JSON object; none counts as an empty one.
 * @param {Buffer} body
 * @throws {RestError} 400
 * @returns {Record<string, any>}
 */
export function parseJson(body) {
  if (body.length === 0) return {};
  try {
    const value = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new RestError(400, 'The body is no JSON object');
}

/** @throws {RestError} 422 when it is no text, or empty. @returns {string} */
export function textOf(value, name) {
  if (typeof value === 'string' && value.trim()) return value.trim();
  throw new RestError(422, `"${name}" is missing`, 'VALIDATION');
}
