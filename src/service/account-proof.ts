/** Tells before the login whether a password that somebody gives is the one with which this account was last signed in here. */
import { deriveBits } from '../protocol/scram.js';

const ITERATIONS = 20_000;

/** What is kept of a password. */
export interface AccountProof {
  readonly salt: Uint8Array<ArrayBuffer>;
  /** 16 bits, so few that they do not give the password away: many others have the same. */
  readonly check: number;
}

/** Undefined where the browser has no WebCrypto: pages that came over `http:`. */
export async function makeProof(
  password: string,
  salt = crypto.getRandomValues(new Uint8Array(16)),
): Promise<AccountProof | undefined> {
  if (!('subtle' in crypto)) return undefined;
  const [high = 0, low = 0] = await deriveBits('SHA-256', password, salt, ITERATIONS);
  return { salt, check: high * 256 + low };
}

/** `proof` comes out of the browser's storage: it may be anything. */
export async function fitsProof(password: string, proof: unknown): Promise<boolean> {
  if (!isProof(proof)) return false;
  const made = await makeProof(password, proof.salt);
  return made?.check === proof.check;
}

function isProof(value: unknown): value is AccountProof {
  const { salt, check } = (value ?? {}) as Partial<Record<keyof AccountProof, unknown>>;
  return salt instanceof Uint8Array && typeof check === 'number';
}
