/** One connection to the server, from the socket to the session, for one login: every attempt gets a new one. */
import type { LoginCredentials } from '../domain/credentials.js';
import { log } from '../log.js';
import { buildEnable } from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';
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
  readonly credentials: LoginCredentials;
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
  const transport = new XmppTransport(handlers);
  await transport.open(options, signal);
  return transport;
}

class XmppTransport implements Transport, LoginStream {
  jid = '';
  readonly #handlers: TransportHandlers;
  #stream: XmlStream | undefined;
  #manager: StreamManager | undefined;
  #online = false;
  #early: Element[] = [];
  #onEarly: ((element: Element) => void) | undefined;
  #onFailure: ((failure: ConnectionFailure) => void) | undefined;

  constructor(handlers: TransportHandlers) {
    this.#handlers = handlers;
  }

  get secure(): boolean {
    return this.#stream?.secure === true;
  }

  open({ service, domain, credentials }: TransportOptions, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const watchdog = setTimeout(() => {
        this.#fail(new ConnectionFailure(this.#stream?.connected ? 'timeout' : 'unreachable'));
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
          this.#fail(toFailure(error));
        },
      );
    });
  }

  send(stanza: Element): boolean {
    if (!this.#online) return false;
    this.write(stanza);
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
    this.#stop();
    this.#stream?.close();
  }

  drop() {
    this.#stop();
    this.#stream?.drop();
  }

  next(): Promise<Element> {
    const element = this.#early.shift();
    if (element) return Promise.resolve(element);
    return new Promise((resolve) => {
      this.#onEarly = resolve;
    });
  }

  write(element: Element) {
    this.#stream?.send(element);
  }

  restart() {
    this.#stream?.open();
  }

  async #login(service: string, domain: string, credentials: LoginCredentials): Promise<void> {
    this.#stream = new XmlStream(service, domain, {
      onElement: (element) => {
        this.#handlers.onActivity();
        this.#receive(element);
      },
      onEnd: (failure) => {
        this.#end(failure);
      },
    });
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

  /** The login cannot go on. */
  #fail(failure: ConnectionFailure) {
    this.drop();
    this.#onFailure?.(failure);
  }

  /** The stream has ended, by anybody but us. */
  #end(failure: ConnectionFailure) {
    const wasOnline = this.#online;
    log.debug('connection ended', failure.reason);
    this.#stop();
    if (wasOnline) this.#handlers.onClosed(failure);
    else this.#onFailure?.(failure);
  }

  #stop() {
    this.#online = false;
    this.#manager?.stop();
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
