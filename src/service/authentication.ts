/** Proving who we are (SASL), whichever way the server is asked. */
import type { LoginCredentials } from '../domain/credentials.js';
import { randomId } from '../domain/ids.js';
import type { HashName } from '../protocol/binary.js';
import { buildPlain, type SaslAnswer } from '../protocol/sasl.js';
import { buildScramFirst, isScramProof, proveScram } from '../protocol/scram.js';
import type { Element } from '../protocol/xml.js';
import { ConnectionFailure, saslFailure } from './failure.js';

/** How SASL is said: RFC 6120, or XEP-0388. */
export interface SaslDialect {
  buildAuth(mechanism: string, response?: string): Element;
  buildResponse(response: string): Element;
  parseAnswer(element: Element): SaslAnswer | undefined;
}

/** The stream as authentication needs it. */
export interface SaslStream {
  /** True when nobody on the way can listen: `wss:`, or this very machine. */
  readonly secure: boolean;
  /** The next element from the server. */
  next(): Promise<Element>;
  write(element: Element): void;
}

/** The stronger first. */
const HASHES: readonly HashName[] = ['SHA-256', 'SHA-1'];

/**
 * Gives the server's success.
 * @throws {ConnectionFailure} when the server refuses, or offers no safe way.
 */
export async function authenticate(
  stream: SaslStream,
  dialect: SaslDialect,
  mechanisms: readonly string[],
  credentials: LoginCredentials,
): Promise<Element> {
  if ('anonymous' in credentials) {
    if (!mechanisms.includes('ANONYMOUS')) throw new ConnectionFailure('no-mechanism');
    stream.write(dialect.buildAuth('ANONYMOUS'));
    return (await expectAnswer(stream, dialect, 'success')).element;
  }
  // WebCrypto is there in secure contexts only.
  const hash = 'subtle' in crypto && HASHES.find((name) => mechanisms.includes(`SCRAM-${name}`));
  const { username, password } = credentials;
  if (hash) return authenticateByScram(stream, dialect, hash, username, password);
  if (!mechanisms.includes('PLAIN')) throw new ConnectionFailure('no-mechanism');
  if (!stream.secure) throw new ConnectionFailure('insecure');
  stream.write(dialect.buildAuth('PLAIN', buildPlain(username, password)));
  return (await expectAnswer(stream, dialect, 'success')).element;
}

async function authenticateByScram(
  stream: SaslStream,
  dialect: SaslDialect,
  hash: HashName,
  username: string,
  password: string,
): Promise<Element> {
  const first = buildScramFirst(username, randomId());
  stream.write(dialect.buildAuth(`SCRAM-${hash}`, `n,,${first}`));
  const challenge = await expectAnswer(stream, dialect, 'challenge');
  const proof = await proveScram(hash, password, first, challenge.text).catch((error: unknown) => {
    throw new ConnectionFailure('refused', error instanceof Error ? error.message : '');
  });
  stream.write(dialect.buildResponse(proof.response));
  // The server's last word comes with the success, or in a challenge of its own before it.
  const last = await nextAnswer(stream, dialect);
  if (last.type === 'challenge') stream.write(dialect.buildResponse(''));
  const { element } = last.type === 'challenge' ? await expectAnswer(stream, dialect, 'success') : last;
  if (!isScramProof(last.text, proof.serverSignature)) throw unproven();
  return element;
}

/** Whoever cannot prove that is not the server. */
export function unproven(): ConnectionFailure {
  return new ConnectionFailure('refused', 'The server could not prove that it knows this account');
}

async function nextAnswer(stream: SaslStream, dialect: SaslDialect) {
  const element = await stream.next();
  const answer = dialect.parseAnswer(element);
  if (!answer) throw new ConnectionFailure('refused');
  if (answer.type === 'failure') throw saslFailure(answer.condition, answer.text);
  return { element, ...answer };
}

async function expectAnswer(stream: SaslStream, dialect: SaslDialect, type: SaslAnswer['type']) {
  const answer = await nextAnswer(stream, dialect);
  if (answer.type !== type) throw new ConnectionFailure('refused');
  return answer;
}
