/**
 * Salted Challenge Response: RFC 5802 (SCRAM-SHA-1), RFC 7677 (SCRAM-SHA-256), on WebCrypto.
 * Texts are "binary strings", one character per byte.
 */
import { fromBytes, hmac, toBinary, toBytes, type HashName } from './binary.js';

/** More than any server asks for, fewer than would freeze a page. */
const MAX_ITERATIONS = 10_000_000;

/** The client's last word, and the proof that the server has to give in its own. */
export interface ScramProof {
  readonly response: string;
  /** Base64. */
  readonly serverSignature: string;
}

/** The client's first word, without the header `n,,` that goes before it. */
export function buildScramFirst(username: string, nonce: string): string {
  const name = toBinary(username.normalize('NFKC')).replaceAll('=', '=3D').replaceAll(',', '=2C');
  return `n=${name},r=${nonce}`;
}

/**
 * Answers the server's challenge.
 * @throws {Error} when the challenge makes no sense.
 */
export async function proveScram(
  hash: HashName,
  password: string,
  clientFirst: string,
  serverFirst: string,
): Promise<ScramProof> {
  const { salt, iterations, nonce } = parseChallenge(clientFirst, serverFirst);
  const salted = await deriveBits(hash, password.normalize('NFKC'), salt, iterations);
  const clientKey = await hmac(hash, salted, 'Client Key');
  const storedKey = new Uint8Array(await crypto.subtle.digest(hash, clientKey));
  const withoutProof = `c=biws,r=${nonce}`;
  const authMessage = [clientFirst, serverFirst, withoutProof].join(',');
  const clientSignature = await hmac(hash, storedKey, authMessage);
  const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));
  const serverKey = await hmac(hash, salted, 'Server Key');
  return {
    response: `${withoutProof},p=${btoa(fromBytes(proof))}`,
    serverSignature: btoa(fromBytes(await hmac(hash, serverKey, authMessage))),
  };
}

/** True when the server has shown that it knows the password's hash: only then it is the server. */
export function isScramProof(serverLast: string, serverSignature: string): boolean {
  return parseFields(serverLast).get('v') === serverSignature;
}

function parseChallenge(clientFirst: string, serverFirst: string) {
  const challenge = parseFields(serverFirst);
  const nonce = challenge.get('r') ?? '';
  const iterations = Number(challenge.get('i'));
  const ownNonce = parseFields(clientFirst).get('r') ?? '';
  const sane = Number.isInteger(iterations) && iterations >= 1 && iterations <= MAX_ITERATIONS;
  if (!sane || !nonce.startsWith(ownNonce) || nonce.length <= ownNonce.length || challenge.has('m')) {
    throw new Error('The server sent a SCRAM challenge that makes no sense');
  }
  return { nonce, iterations, salt: toBytes(atob(challenge.get('s') ?? '')) };
}

function parseFields(text: string): Map<string, string> {
  return new Map(text.split(',').map((field) => [field.slice(0, 1), field.slice(2)]));
}

/** PBKDF2 (RFC 8018 section 5.2): as many bits as the hash has. */
export async function deriveBits(
  hash: HashName,
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits']);
  const length = hash === 'SHA-1' ? 160 : 256;
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, key, length));
}
