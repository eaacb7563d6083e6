/** "Binary strings", one character per byte: the texts of authentication. */

/** WebCrypto's name of a hash. */
export type HashName = 'SHA-256' | 'SHA-1';

/** UTF-8. */
export function toBinary(text: string): string {
  return fromBytes(new TextEncoder().encode(text));
}

export function toBytes(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function fromBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Undefined when it is none. XML holds an empty one as `=` (RFC 6120 section 6.4.2). */
export function fromBase64(text: string): string | undefined {
  try {
    return atob(text === '=' ? '' : text);
  } catch {
    return undefined;
  }
}

export async function hmac(hash: HashName, secret: Uint8Array<ArrayBuffer>, binary: string) {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, toBytes(binary)));
}
