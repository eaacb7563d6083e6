/**
 * One connection to the server by @xmpp/client 0.14, from the socket to the bound session, for one login: every attempt gets a
 * new client, since listeners of a dead attempt would act on the next one.
 *
 * What the library does not do, or does wrong, is put right here and nowhere else.
 */
import { client, xml, type Client, type Element, type SaslCredentials } from '@xmpp/client';
import type { Credentials } from '../domain/credentials.js';
import { randomId } from '../domain/ids.js';
import { normalizeJid } from '../domain/jid.js';
import { log } from '../log.js';
import { createScram, toBinary } from '../protocol/scram.js';
import { cleanStanza } from '../protocol/xml.js';
import { ConnectionFailure, toFailure } from './failure.js';

/** Time for the whole login, ms: socket, stream, authentication, binding. */
const LOGIN_TIMEOUT_MS = 20_000;

/** Elements nested deeper than this are cut off: walking them would overflow the stack. */
const MAX_DEPTH = 64;

/** Children of one element beyond this number are cut off. */
const MAX_CHILDREN = 5000;

const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_SM = 'urn:xmpp:sm:3';
const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';

export interface TransportOptions {
  /** `wss://…` or `ws://…`. */
  readonly service: string;
  readonly domain: string;
  readonly credentials: Credentials;
}

/** What a transport tells; nothing any more after `onClosed`. */
export interface TransportHandlers {
  /** Every stanza, once online. */
  onStanza(stanza: Element): void;
  /** Anything at all came from the server: it lives. */
  onActivity(): void;
  /** The server has taken this message (XEP-0198). Without stream management: it was written to the socket. */
  onTaken(stanza: Element): void;
  /** The connection ended; not called when `close()` or `drop()` ended it. */
  onClosed(failure: ConnectionFailure): void;
}

/** A session that is online. */
export interface Transport {
  /** Own full JID. */
  readonly jid: string;
  /** Sends a stanza. False when the connection is gone; nothing is queued here. */
  send(stanza: Element): boolean;
  /** Ends the session in good order. */
  close(): void;
  /** Gives up a connection that does not answer: says nothing to the server, waits for nothing. */
  drop(): void;
}

/**
 * Connects and signs in.
 * @throws {ConnectionFailure} when that is not possible; the promise of an aborted attempt never settles.
 */
export function openTransport(
  options: TransportOptions,
  handlers: TransportHandlers,
  signal: AbortSignal,
): Promise<Transport> {
  return new Promise((resolve, reject) => {
    new XmppTransport(options, handlers).open(resolve, reject, signal);
  });
}

class XmppTransport implements Transport {
  readonly #xmpp: Client;
  readonly #handlers: TransportHandlers;
  readonly #scrams: { final(text: string): void }[] = [];
  #online = false;
  #ended = false;
  #settle: ((failure?: ConnectionFailure) => void) | undefined;

  constructor({ service, domain, credentials }: TransportOptions, handlers: TransportHandlers) {
    this.#handlers = handlers;
    this.#xmpp = client({
      service,
      domain,
      timeout: LOGIN_TIMEOUT_MS,
      // Given, because the library's own needs crypto.randomUUID, which pages without TLS do not have.
      userAgent: xml('user-agent', { id: randomId() }),
      credentials: (authenticate, mechanisms) => this.#authenticate(authenticate, mechanisms, credentials),
    });
    // The only loop that reconnects is in connection.ts.
    this.#xmpp.reconnect.stop();
    // Dead peers are noticed by keepalive.ts; the library would wait for an answer to its goodbye.
    this.#xmpp.streamManagement.timeout = 0;
    // The library would follow a server to any host, even from wss: to ws:.
    this.#xmpp._onSeeOtherHost = (error) => {
      this.#end(toFailure(error));
      return Promise.resolve();
    };
    this.#useScram();
    this.#guardParser();
    this.#listen();
  }

  get jid(): string {
    return normalizeJid(this.#xmpp.jid?.toString() ?? '');
  }

  open(resolve: (transport: Transport) => void, reject: (failure: ConnectionFailure) => void, signal: AbortSignal) {
    const watchdog = setTimeout(() => {
      this.#end(new ConnectionFailure(this.#xmpp.status === 'connecting' ? 'unreachable' : 'timeout'));
    }, LOGIN_TIMEOUT_MS);
    this.#settle = (failure) => {
      this.#settle = undefined;
      clearTimeout(watchdog);
      if (failure) reject(failure);
      else resolve(this);
    };
    signal.addEventListener('abort', () => {
      clearTimeout(watchdog);
      if (!this.#online) this.drop();
    });
    this.#xmpp.start().catch((error: unknown) => {
      this.#end(toFailure(error));
    });
  }

  send(stanza: Element): boolean {
    if (!this.#online || this.#ended) return false;
    this.#write(cleanStanza(stanza));
    return true;
  }

  close() {
    if (this.#ended) return;
    if (this.#online) this.#xmpp.write(xml('close', { xmlns: NS_FRAMING }).toString()).catch(ignore);
    this.drop();
  }

  drop() {
    this.#ended = true;
    this.#online = false;
    this.#settle = undefined;
    const wrapper = this.#xmpp.socket;
    const socket = wrapper?.socket;
    this.#xmpp._detachParser();
    this.#xmpp._detachSocket();
    // Else the dying socket's errors would be thrown into the page.
    wrapper?._detachSocket();
    // Stops the library's timers, which hang on this event.
    this.#xmpp._status('disconnect');
    socket?.close();
  }

  #write(stanza: Element) {
    this.#xmpp.send(stanza).then(
      () => {
        if (!this.#xmpp.streamManagement.enabled) this.#report(() => { this.#handlers.onTaken(stanza); });
      },
      (error: unknown) => {
        this.#end(toFailure(error));
      },
    );
  }

  /** The end of the connection by anybody but us. */
  #end(failure: ConnectionFailure) {
    if (this.#ended) return;
    log.debug('connection ended', failure.reason);
    const settle = this.#settle;
    this.drop();
    if (settle) settle(failure);
    else this.#handlers.onClosed(failure);
  }

  #listen() {
    const xmpp = this.#xmpp;
    xmpp.on('error', (error) => {
      this.#end(toFailure(error));
    });
    xmpp.on('disconnect', () => {
      this.#end(new ConnectionFailure(this.#online ? 'lost' : 'unreachable'));
    });
    xmpp.prependListener('element', (element) => {
      this.#handlers.onActivity();
      this.#correct(element);
    });
    xmpp.on('stanza', (stanza) => {
      if (this.#online) this.#report(() => { this.#handlers.onStanza(stanza); });
    });
    xmpp.streamManagement.on('ack', (stanza) => {
      this.#report(() => { this.#handlers.onTaken(stanza); });
    });
    this.#awaitSession();
  }

  /**
   * The session may be used once it is bound and stream management, where there is any, counts: what is written before
   * `<enable/>` would be counted by one side only.
   */
  #awaitSession() {
    let managed = false;
    const begin = () => {
      if (this.#ended || this.#online) return;
      this.#online = true;
      this.#settle?.();
    };
    this.#xmpp.prependListener('element', (element) => {
      if (element.is('features')) managed = element.getChild('sm', NS_SM) !== undefined;
    });
    this.#xmpp.on('send', (element) => {
      if (element.is('enable', NS_SM)) begin();
    });
    this.#xmpp.on('online', () => {
      // Bound by SASL2: `<enabled/>` is in the same element and is read in this very turn.
      if (!managed) queueMicrotask(begin);
    });
  }

  /** Changes an element before the library sees it. */
  #correct(element: Element) {
    if (element.is('success', NS_SASL)) this.#verifyServer(element);
    if (element.is('features') && this.#xmpp.status === 'online') this.#removeSecondOffer(element);
    if (element.is('a', NS_SM)) this.#alignAcknowledged(element);
  }

  /** The library's classic login does not look at the server's proof (RFC 5802 section 3). */
  #verifyServer(success: Element) {
    const scram = this.#scrams.at(-1);
    if (!scram) return;
    try {
      scram.final(atob(success.text()));
    } catch (error) {
      this.#end(new ConnectionFailure('refused', error instanceof Error ? error.message : ''));
    }
  }

  /** After SASL2 has bound the session, ejabberd offers both again; the library would try, and lose stream management. */
  #removeSecondOffer(features: Element) {
    for (const name of ['sm', 'bind']) {
      const offer = features.getChild(name);
      if (offer) features.remove(offer);
    }
  }

  /** A count of more stanzas than are queued makes the library throw (xmpp.js #1119). */
  #alignAcknowledged(ack: Element) {
    const sm = this.#xmpp.streamManagement;
    const surplus = Number(ack.attrs.h) - sm.outbound - sm.outbound_q.length;
    if (surplus > 0) sm.outbound += surplus;
  }

  /** WebCrypto is there in secure contexts only; SCRAM goes before PLAIN, the stronger hash first. */
  #useScram() {
    const { saslFactory } = this.#xmpp;
    const others = saslFactory._mechs.splice(0);
    if ('subtle' in crypto) {
      const scrams = this.#scrams;
      for (const hash of ['SHA-256', 'SHA-1'] as const) {
        const Scram = createScram(hash, randomId);
        saslFactory.use(
          `SCRAM-${hash}`,
          class extends Scram {
            constructor() {
              super();
              scrams.push(this);
            }
          },
        );
      }
    }
    saslFactory._mechs.push(...others);
  }

  async #authenticate(
    authenticate: (credentials: SaslCredentials, mechanism: string, userAgent?: Element) => Promise<void>,
    mechanisms: readonly string[],
    credentials: Credentials,
  ): Promise<void> {
    const userAgent = xml('user-agent', { id: randomId() });
    if ('anonymous' in credentials) {
      if (!mechanisms.includes('ANONYMOUS')) throw new ConnectionFailure('no-mechanism');
      return authenticate({}, 'ANONYMOUS', userAgent);
    }
    const { username, password } = credentials;
    const mechanism = mechanisms.find((name) => name !== 'ANONYMOUS' && (name !== 'PLAIN' || this.#xmpp.isSecure()));
    if (!mechanism) throw new ConnectionFailure(mechanisms.includes('PLAIN') ? 'insecure' : 'no-mechanism');
    if (mechanism !== 'PLAIN') return authenticate({ username, password }, mechanism, userAgent);
    // The library's base64 takes bytes only.
    return authenticate({ username: toBinary(username), password: toBinary(password) }, mechanism, userAgent);
  }

  /**
   * A throw while the library parses or dispatches leaves its parser dead or repeating itself. What is not XML ends the
   * connection; a listener's error is logged; neither reaches the page.
   */
  #guardParser() {
    const xmpp = this.#xmpp;
    const onData = xmpp._onData.bind(xmpp);
    xmpp._onData = (data) => {
      try {
        onData(data);
      } catch {
        this.#end(new ConnectionFailure('lost', 'The server sent something that is not XML'));
      }
    };
    const onElement = xmpp._onElement.bind(xmpp);
    xmpp._onElement = (element) => {
      this.#report(() => { onElement(element); });
    };
    const connect = xmpp.connect.bind(xmpp);
    xmpp.connect = (service) => {
      // The library sets its parser in here.
      const connected = connect(service);
      xmpp.Parser = boundedParser(xmpp.Parser);
      return connected;
    };
  }

  #report(callback: () => void) {
    try {
      callback();
    } catch (error) {
      log.debug('a listener failed', error);
    }
  }
}

/** The library's parser, which builds no more than a screen could ever show. */
function boundedParser(Parser: Client['Parser']): Client['Parser'] {
  return class BoundedParser extends Parser {
    #depth = 0;
    #skipped = 0;

    override onStartElement(name: string, attrs: Record<string, string>) {
      const full = this.#depth >= MAX_DEPTH || (this.cursor?.children.length ?? 0) >= MAX_CHILDREN;
      if (this.#skipped > 0 || full) {
        this.#skipped += 1;
        return;
      }
      this.#depth += 1;
      super.onStartElement(name, attrs);
    }

    override onEndElement(name: string) {
      if (this.#skipped > 0) {
        this.#skipped -= 1;
        return;
      }
      this.#depth -= 1;
      super.onEndElement(name);
    }

    override onText(text: string) {
      if (this.#skipped === 0) super.onText(text);
    }
  };
}

function ignore() {
  // The socket is gone already, which is what was wanted.
}
