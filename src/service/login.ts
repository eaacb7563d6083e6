/** From an open stream to a session: authentication, binding or resumption (RFC 6120 sections 6 and 7, XEP-0388, XEP-0198). */
import type { LoginCredentials } from '../domain/credentials.js';
import { randomId } from '../domain/ids.js';
import { normalizeJid } from '../domain/jid.js';
import { buildBind, parseBound } from '../protocol/bind.js';
import { buildBind2, parseBound2 } from '../protocol/bind2.js';
import { buildFast, buildTokenRequest, parseToken, proveToken, TOKEN_MECHANISM } from '../protocol/fast.js';
import { buildAuth, buildResponse, parseMechanisms, parseSaslAnswer } from '../protocol/sasl.js';
import {
  buildAuthenticate,
  buildSasl2Response,
  parseAuthorized,
  parseSasl2Answer,
  parseSasl2Offer,
  type Sasl2Offer,
} from '../protocol/sasl2.js';
import { parseStanzaError } from '../protocol/stanza-error.js';
import {
  buildEnable,
  buildResume,
  findStreamManagement,
  offersStreamManagement,
  parseResumed,
  parseStreamManagement,
  type EnabledStream,
  type ResumedStream,
} from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';
import { authenticate, unproven, type SaslDialect, type SaslStream } from './authentication.js';
import type { Device } from './device.js';
import { ConnectionFailure } from './failure.js';

/** The stream as a login needs it. */
export interface LoginStream extends SaslStream {
  /** Resolves when the stream has been begun: what is written then goes out together with that. */
  begun(): Promise<void>;
  /** Begins the stream anew, as authentication demands. */
  restart(): void;
}

/** A stream that is to go on. */
export interface EarlierStream {
  readonly id: string;
  /** How many of its stanzas were handled here. */
  readonly handled: number;
  /** Own full JID in it. */
  readonly jid: string;
}

/** Who logs in, and what for. */
export interface LoginRequest {
  readonly credentials: LoginCredentials;
  readonly device: Device;
  readonly resume?: EarlierStream;
}

/** A session. */
export interface LoginResult {
  /** Own full JID. */
  readonly jid: string;
  /** The stream that was asked for goes on. */
  readonly resumed?: ResumedStream;
  /** Both sides count from here on. */
  readonly enabled?: EnabledStream;
  /** The server can count stanzas, and has to be asked. */
  readonly countable?: boolean;
}

/** @throws {ConnectionFailure} when the server refuses, or offers no safe way. */
export async function login(stream: LoginStream, request: LoginRequest): Promise<LoginResult> {
  const { credentials, device } = request;
  // Whoever overhears a token's proof could use it.
  if (device.token && stream.secure && !('anonymous' in credentials)) {
    return loginWithToken(stream, request, credentials.username.toLowerCase(), device.token.secret);
  }
  const features = await nextFeatures(stream);
  const offer = parseSasl2Offer(features);
  if (offer?.binds) return loginAtOnce(stream, request, offer);
  await authenticate(stream, CLASSIC, parseMechanisms(features), credentials);
  return establish(stream, request.resume);
}

const CLASSIC: SaslDialect = { buildAuth, buildResponse, parseAnswer: parseSaslAnswer };

/** Everything in one go, since a server that gave a token can do all of it. When it takes that back, the password goes. */
async function loginWithToken(
  stream: LoginStream,
  request: LoginRequest,
  username: string,
  token: string,
): Promise<LoginResult> {
  const { device } = request;
  const { response, serverProof } = await proveToken(username, token);
  await stream.begun();
  stream.write(buildAuthenticate(TOKEN_MECHANISM, response, device.id, [buildFast(), ...buildInline(request)]));
  const offer = parseSasl2Offer(await nextFeatures(stream));
  if (!offer?.tokenMechanisms.includes(TOKEN_MECHANISM)) {
    device.token = undefined;
    throw new ConnectionFailure('lost', 'The server does not know its tokens any more');
  }
  const success = await stream.next();
  const answer = parseSasl2Answer(success);
  if (answer?.type === 'success' && answer.text === serverProof) return toResult(success, request);
  device.token = undefined;
  if (answer?.type !== 'failure') throw unproven();
  return loginAtOnce(stream, request, offer);
}

/** By SASL2 (XEP-0388), where the session or the resumed stream comes with the success. */
async function loginAtOnce(stream: LoginStream, request: LoginRequest, offer: Sasl2Offer): Promise<LoginResult> {
  const { device } = request;
  const inline = buildInline(request, offer);
  if (stream.secure && offer.tokenMechanisms.includes(TOKEN_MECHANISM)) inline.push(buildTokenRequest());
  const dialect: SaslDialect = {
    buildAuth: (mechanism, response) => buildAuthenticate(mechanism, response, device.id, inline),
    buildResponse: buildSasl2Response,
    parseAnswer: parseSasl2Answer,
  };
  const success = await authenticate(stream, dialect, offer.mechanisms, prepare(request.credentials));
  return toResult(success, request);
}

/** Without an offer: everything. A stream that cannot go on is followed by a session in the same breath. */
function buildInline(request: LoginRequest, { resumes = true, counts = true }: Partial<Sasl2Offer> = {}): Element[] {
  const bound = counts ? buildBind2(buildEnable()) : buildBind2();
  return request.resume && resumes ? [buildResume(request.resume), bound] : [bound];
}

function toResult(success: Element, { device, resume: asked }: LoginRequest): LoginResult {
  const token = parseToken(success);
  if (token) device.token = token;
  const resumed = asked && parseResumed(findStreamManagement(success));
  if (resumed) return { jid: asked.jid, resumed };
  const jid = normalizeJid(parseAuthorized(success));
  const bound = parseBound2(success);
  if (!bound || !jid.includes('/')) throw new ConnectionFailure('refused');
  return { jid, ...(bound.enabled && { enabled: bound.enabled }) };
}

/** As the server writes names: ejabberd compares them to the letter here. */
function prepare(credentials: LoginCredentials): LoginCredentials {
  if ('anonymous' in credentials) return credentials;
  return { ...credentials, username: credentials.username.toLowerCase() };
}

/** Asked for together with the new stream: every server offers it there, and a round trip is saved. */
async function establish(stream: LoginStream, asked: EarlierStream | undefined): Promise<LoginResult> {
  const bind = buildBind(randomId());
  stream.restart();
  stream.write(asked ? buildResume(asked) : bind);
  const features = await nextFeatures(stream);
  if (asked) {
    const resumed = parseResumed(await nextCountAnswer(stream));
    if (resumed) return { jid: asked.jid, resumed };
    stream.write(bind);
  }
  for (;;) {
    const answer = await stream.next();
    if (!answer.is('iq') || answer.attrs.id !== bind.attrs.id) continue;
    const jid = parseBound(answer);
    if (!jid) throw new ConnectionFailure('refused', parseStanzaError(answer)?.text ?? '');
    return { jid: normalizeJid(jid), countable: offersStreamManagement(features) };
  }
}

async function nextCountAnswer(stream: LoginStream): Promise<Element> {
  for (;;) {
    const element = await stream.next();
    if (parseStreamManagement(element)) return element;
  }
}

async function nextFeatures(stream: LoginStream): Promise<Element> {
  for (;;) {
    const element = await stream.next();
    if (element.is('features')) return element;
  }
}
