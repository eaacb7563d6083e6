/** Signed tokens: JWT with HS256 (RFC 7519, RFC 7515). */
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * @param {Record<string, unknown>} claims
 * @param {string} secret
 * @returns {string}
 */
export function signJwt(claims, secret) {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${signature(signed, secret)}`;
}

/**
 * The claims; undefined when it is no token, or not signed with this secret. Whether it has expired is the caller's to ask.
 * @param {unknown} token
 * @param {string} secret
 * @returns {Record<string, any> | undefined}
 */
export function verifyJwt(token, secret) {
  const [header = '', payload = '', signed = '', ...rest] = String(token).split('.');
  // Whoever could choose the algorithm could choose none.
  if (rest.length > 0 || decode(header)?.alg !== 'HS256') return undefined;
  const expected = Buffer.from(signature(`${header}.${payload}`, secret));
  const given = Buffer.from(signed);
  return expected.length === given.length && timingSafeEqual(expected, given) ? decode(payload) : undefined;
}

/** Whether the `exp` claim has passed. @param {{ exp?: number }} claims */
export function isExpired({ exp }) {
  return exp !== undefined && exp * 1000 <= Date.now();
}

function signature(text, secret) {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part) {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
