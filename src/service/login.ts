/** From an open stream to a session: authentication, binding (RFC 6120 sections 6 and 7). */
import type { LoginCredentials } from '../domain/credentials.js';
import { randomId } from '../domain/ids.js';
import { normalizeJid } from '../domain/jid.js';
import { buildBind, parseBound } from '../protocol/bind.js';
import { buildAuth, buildPlain, buildResponse, parseMechanisms, parseSaslAnswer } from '../protocol/sasl.js';
import { buildScramFirst, isScramProof, proveScram, type ScramHash } from '../protocol/scram.js';
import { parseStanzaError } from '../protocol/stanza-error.js';
import { offersStreamManagement } from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';
import { ConnectionFailure, saslFailure } from './failure.js';

/** The stream as a login needs it. */
export interface LoginStream {
  /** True when nobody on the way can listen: `wss:`, or this very machine. */
  readonly secure: boolean;
  /** The next element from the server. */
  next(): Promise<Element>;
  write(element: Element): void;
  /** Begins the stream anew, as authentication demands. */
  restart(): void;
}

/** A session. */
export interface LoginResult {
  /** Own full JID. */
  readonly jid: string;
  /** The server can count stanzas (XEP-0198). */
  readonly managed: boolean;
}

/** @throws {ConnectionFailure} when the server refuses, or offers no safe way. */
export async function login(stream: LoginStream, credentials: LoginCredentials): Promise<LoginResult> {
  const mechanisms = parseMechanisms(await nextFeatures(stream));
  if ('anonymous' in credentials) await loginAnonymously(stream, mechanisms);
  else await loginWithPassword(stream, mechanisms, credentials);
  return bind(stream);
}

async function loginAnonymously(stream: LoginStream, mechanisms: readonly string[]): Promise<void> {
  if (!mechanisms.includes('ANONYMOUS')) throw new ConnectionFailure('no-mechanism');
  stream.write(buildAuth('ANONYMOUS'));
  await nextAnswer(stream, 'success');
}

/** The stronger hash first; PLAIN only where nobody can listen. WebCrypto is there in secure contexts only. */
async function loginWithPassword(
  stream: LoginStream,
  mechanisms: readonly string[],
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const hash = 'subtle' in crypto && HASHES.find((name) => mechanisms.includes(`SCRAM-${name}`));
  if (hash) return loginWithScram(stream, hash, username, password);
  if (!mechanisms.includes('PLAIN')) throw new ConnectionFailure('no-mechanism');
  if (!stream.secure) throw new ConnectionFailure('insecure');
  stream.write(buildAuth('PLAIN', buildPlain(username, password)));
  await nextAnswer(stream, 'success');
}

const HASHES: readonly ScramHash[] = ['SHA-256', 'SHA-1'];

async function loginWithScram(stream: LoginStream, hash: ScramHash, username: string, password: string): Promise<void> {
  const first = buildScramFirst(username, randomId());
  stream.write(buildAuth(`SCRAM-${hash}`, `n,,${first}`));
  const challenge = await nextAnswer(stream, 'challenge');
  const { response, serverSignature } = await proveScram(hash, password, first, challenge).catch((error: unknown) => {
    throw new ConnectionFailure('refused', error instanceof Error ? error.message : '');
  });
  stream.write(buildResponse(response));
  // The server's last word comes with the success, or in a challenge of its own before it.
  let last = await nextAnswer(stream);
  if (last.type === 'challenge') {
    stream.write(buildResponse(''));
    last = { type: 'success', text: last.text };
    await nextAnswer(stream, 'success');
  }
  if (!isScramProof(last.text, serverSignature)) {
    throw new ConnectionFailure('refused', 'The server could not prove that it knows this account');
  }
}

/** Asked for together with the new stream: every server offers it there, and a round trip is saved. */
async function bind(stream: LoginStream): Promise<LoginResult> {
  const id = randomId();
  stream.restart();
  stream.write(buildBind(id));
  const features = await nextFeatures(stream);
  for (;;) {
    const answer = await stream.next();
    if (!answer.is('iq') || answer.attrs.id !== id) continue;
    const jid = parseBound(answer);
    if (!jid) throw new ConnectionFailure('refused', parseStanzaError(answer)?.text ?? '');
    return { jid: normalizeJid(jid), managed: offersStreamManagement(features) };
  }
}

async function nextFeatures(stream: LoginStream): Promise<Element> {
  for (;;) {
    const element = await stream.next();
    if (element.is('features')) return element;
  }
}

/** The text of the next answer, which must be of this type, or the answer whatever it is. */
function nextAnswer(stream: LoginStream, type: 'challenge' | 'success'): Promise<string>;
function nextAnswer(stream: LoginStream): Promise<{ type: 'challenge' | 'success'; text: string }>;
async function nextAnswer(stream: LoginStream, type?: 'challenge' | 'success') {
  const answer = parseSaslAnswer(await stream.next());
  if (answer?.type === 'failure') throw saslFailure(answer.condition, answer.text);
  if (!answer || (type && answer.type !== type)) throw new ConnectionFailure('refused');
  return type ? answer.text : answer;
}
