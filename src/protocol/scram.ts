/**
 * Salted Challenge Response: RFC 5802 (SCRAM-SHA-1), RFC 7677 (SCRAM-SHA-256).
 * On WebCrypto, which derives the key in one call; the library's own mechanism makes two calls per iteration and is not in
 * browser builds. Texts are "binary strings", one character per byte, since the library's base64 takes nothing else.
 */
import type { SaslCredentials, SaslMechanism } from '@xmpp/client';

/** More than any server asks for, fewer than would freeze a page. */
const MAX_ITERATIONS = 10_000_000;

/** The mechanism's class for one login; `hash` is WebCrypto's name, such as `SHA-256`. */
export function createScram(hash: 'SHA-256' | 'SHA-1', newNonce: () => string) {
  return class Scram implements SaslMechanism {
    readonly name = `SCRAM-${hash}`;
    readonly clientFirst = true;
    #clientFirstBare = '';
    #serverFirst = '';
    #serverSignature: string | undefined;

    async response(credentials: SaslCredentials): Promise<string> {
      if (!this.#serverFirst) return this.#first(credentials.username ?? '');
      if (this.#serverSignature !== undefined) return '';
      return this.#last(credentials.password ?? '');
    }

    challenge(text: string): void {
      if (this.#serverSignature !== undefined) this.final(text);
      else this.#serverFirst = text;
    }

    /** @throws {Error} when the server does not know the password's hash: then it is not the server. */
    final(text: string): void {
      if (this.#serverSignature === undefined || fields(text).get('v') !== this.#serverSignature) {
        throw new Error('The server could not prove that it knows this account');
      }
    }

    #first(username: string): string {
      const name = toBinary(username.normalize('NFKC')).replaceAll('=', '=3D').replaceAll(',', '=2C');
      this.#clientFirstBare = `n=${name},r=${newNonce()}`;
      return `n,,${this.#clientFirstBare}`;
    }

    async #last(password: string): Promise<string> {
      const { salt, iterations, nonce } = this.#readChallenge();
      const salted = await deriveBits(hash, password.normalize('NFKC'), salt, iterations);
      const clientKey = await hmac(hash, salted, 'Client Key');
      const storedKey = new Uint8Array(await crypto.subtle.digest(hash, clientKey));
      const withoutProof = `c=biws,r=${nonce}`;
      const authMessage = [this.#clientFirstBare, this.#serverFirst, withoutProof].join(',');
      const clientSignature = await hmac(hash, storedKey, authMessage);
      const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));
      const serverKey = await hmac(hash, salted, 'Server Key');
      this.#serverSignature = base64(await hmac(hash, serverKey, authMessage));
      return `${withoutProof},p=${base64(proof)}`;
    }

    #readChallenge() {
      const challenge = fields(this.#serverFirst);
      const nonce = challenge.get('r') ?? '';
      const iterations = Number(challenge.get('i'));
      const ownNonce = fields(this.#clientFirstBare).get('r') ?? '';
      const sane = Number.isInteger(iterations) && iterations >= 1 && iterations <= MAX_ITERATIONS;
      if (!sane || !nonce.startsWith(ownNonce) || nonce.length <= ownNonce.length || challenge.has('m')) {
        throw new Error('The server sent a SCRAM challenge that makes no sense');
      }
      return { nonce, iterations, salt: toBytes(atob(challenge.get('s') ?? '')) };
    }
  };
}

/** UTF-8, one character per byte. */
export function toBinary(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function toBytes(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fields(text: string): Map<string, string> {
  return new Map(text.split(',').map((field) => [field.slice(0, 1), field.slice(2)]));
}

async function deriveBits(hash: string, password: string, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits']);
  const length = hash === 'SHA-1' ? 160 : 256;
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, key, length));
}

async function hmac(hash: string, secret: Uint8Array<ArrayBuffer>, binary: string) {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, toBytes(binary)));
}
