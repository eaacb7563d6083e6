/** ejabberd's administration commands over HTTP (mod_http_api). */
import { request } from 'node:http';

/**
 * @typedef {(command: string, args?: Record<string, unknown>) => Promise<unknown>} Api
 * Runs a command, such as `register`, and gives its answer. Rejects with an `ApiError` when the server refuses it.
 */

/** The server refused a command. */
export class ApiError extends Error {
  /**
   * @param {string} command
   * @param {number} status HTTP status.
   * @param {string} answer What the server said.
   */
  constructor(command, status, answer) {
    super(`ejabberd refused "${command}" (${status}): ${answer}`);
    this.name = 'ApiError';
    this.status = status;
    this.answer = answer;
  }
}

/**
 * @param {string} apiUrl Without a slash at the end.
 * @returns {Api}
 */
export function createApi(apiUrl) {
  return async (command, args = {}) => {
    const { status, text } = await post(`${apiUrl}/${command}`, JSON.stringify(args));
    if (status !== 200) throw new ApiError(command, status, text);
    return parse(text);
  };
}

/** Not by `fetch`, which cannot name the host: ejabberd would look for a virtual host `127.0.0.1`. */
function post(url, body) {
  return new Promise((resolve, reject) => {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const outgoing = request(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Some commands answer with bare text. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
