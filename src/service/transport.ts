/**
 * One connection to the server, from the socket to the session, for one login: every attempt gets a new one. The socket, the
 * stream and the XML are those of xmpp.js 0.14.
 */
import type { Credentials } from '../domain/credentials.js';
import { log } from '../log.js';
import { buildEnable } from '../protocol/stream-management.js';
import { cleanStanza, xml, type Element } from '../protocol/xml.js';
import { ConnectionFailure, toFailure } from './failure.js';
import { login, type LoginStream } from './login.js';
import { StreamManager } from './stream-manager.js';
import { XmlStream } from './xml-stream.js';

/** Time for the whole login, ms: socket, stream, authentication, binding. */
const LOGIN_TIMEOUT_MS = 20_000;

export interface TransportOptions {
  /** `wss://…` or `ws://…`. */
  readonly service: string;
  readonly domain: string;
  readonly credentials: Credentials;
}

/** What a transport tells; nothing any more after `onClosed`. */
export interface TransportHandlers {
  /** Every stanza of the session. */
  onStanza(stanza: Element): void;
  /** Anything at all came from the server: it lives. */
  onActivity(): void;
  /** The server has this stanza (XEP-0198); where it does not count, the stanza was written to the socket. */
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
 * @throws {ConnectionFailure} when that is not possible. The promise of an aborted attempt never settles.
 */
export async function openTransport(
  options: TransportOptions,
  handlers: TransportHandlers,
  signal: AbortSignal,
): Promise<Transport> {
  const transport = new XmppTransport(options, handlers);
  await transport.open(options, signal);
  return transport;
}

class XmppTransport implements Transport, LoginStream {
  jid = '';
  readonly #xmpp: XmlStream;
  readonly #handlers: TransportHandlers;
  #manager: StreamManager | undefined;
  #online = false;
  #ended = false;
  #early: Element[] = [];
  #onEarly: ((element: Element) => void) | undefined;
  #onFailure: ((failure: ConnectionFailure) => void) | undefined;

  constructor({ service, domain }: TransportOptions, handlers: TransportHandlers) {
    this.#handlers = handlers;
    this.#xmpp = new XmlStream({ service, domain, timeout: LOGIN_TIMEOUT_MS }, (failure) => {
      this.#end(failure);
    });
    this.#listen();
  }

  get secure(): boolean {
    return this.#xmpp.isSecure();
  }

  open({ service, domain, credentials }: TransportOptions, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const watchdog = setTimeout(() => {
        this.#end(new ConnectionFailure(this.#xmpp.status === 'connecting' ? 'unreachable' : 'timeout'));
      }, LOGIN_TIMEOUT_MS);
      this.#onFailure = (failure) => {
        clearTimeout(watchdog);
        reject(failure);
      };
      signal.addEventListener('abort', () => {
        clearTimeout(watchdog);
        if (!this.#online) this.drop();
      });
      this.#login(service, domain, credentials).then(
        () => {
          clearTimeout(watchdog);
          resolve();
        },
        (error: unknown) => {
          this.#end(toFailure(error));
        },
      );
    });
  }

  send(stanza: Element): boolean {
    if (!this.#online || this.#ended) return false;
    this.write(cleanStanza(stanza));
    if (this.#manager) this.#manager.sent(stanza);
    else
      queueMicrotask(() => {
        this.#protect(() => {
          this.#handlers.onTaken(stanza);
        });
      });
    return true;
  }

  close() {
    if (this.#online) this.write(xml('close', { xmlns: 'urn:ietf:params:xml:ns:xmpp-framing' }));
    this.drop();
  }

  drop() {
    if (this.#ended) return;
    this.#ended = true;
    this.#online = false;
    this.#manager?.stop();
    this.#xmpp.drop();
  }

  next(): Promise<Element> {
    const element = this.#early.shift();
    if (element) return Promise.resolve(element);
    return new Promise((resolve) => {
      this.#onEarly = resolve;
    });
  }

  write(element: Element) {
    this.#xmpp.send(element).catch((error: unknown) => {
      this.#end(toFailure(error));
    });
  }

  restart() {
    this.#xmpp.restart().catch((error: unknown) => {
      this.#end(toFailure(error));
    });
  }

  async #login(service: string, domain: string, credentials: Credentials): Promise<void> {
    await this.#xmpp.connect(service);
    await this.#xmpp.open({ domain });
    const { jid, managed } = await login(this, credentials);
    this.jid = jid;
    if (managed) this.#manage();
    this.#online = true;
    for (const element of this.#early.splice(0)) this.#receive(element);
  }

  /** What is written before `<enable/>` would be counted by one side only. */
  #manage() {
    this.write(buildEnable());
    this.#manager = new StreamManager(
      (element) => {
        this.write(element);
      },
      (stanza) => {
        this.#protect(() => {
          this.#handlers.onTaken(stanza);
        });
      },
    );
  }

  #receive(element: Element) {
    if (!this.#online) {
      const waiting = this.#onEarly;
      this.#onEarly = undefined;
      if (waiting) waiting(element);
      else this.#early.push(element);
    } else if (!this.#manager?.handle(element) && STANZAS.has(element.getName())) {
      this.#manager?.received();
      this.#protect(() => {
        this.#handlers.onStanza(element);
      });
    }
  }

  /** The end of the connection by anybody but us. */
  #end(failure: ConnectionFailure) {
    if (this.#ended) return;
    const wasOnline = this.#online;
    log.debug('connection ended', failure.reason);
    this.drop();
    if (wasOnline) this.#handlers.onClosed(failure);
    else this.#onFailure?.(failure);
  }

  #listen() {
    this.#xmpp.on('error', (error) => {
      const failure = toFailure(error);
      this.#end(this.#online && failure.reason === 'unreachable' ? new ConnectionFailure('lost') : failure);
    });
    this.#xmpp.on('disconnect', () => {
      this.#end(new ConnectionFailure(this.#online ? 'lost' : 'unreachable'));
    });
    this.#xmpp.on('element', (element) => {
      this.#handlers.onActivity();
      this.#receive(element);
    });
  }

  /** One bad stanza, or one bad listener, must not stop the next stanza. */
  #protect(callback: () => void) {
    try {
      callback();
    } catch (error) {
      log.debug('a listener failed', error);
    }
  }
}

const STANZAS = new Set(['iq', 'message', 'presence']);
