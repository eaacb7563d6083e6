/** One connection to the server, from the socket to the session, for one login: every attempt gets a new one. */
import type { LoginCredentials } from '../domain/credentials.js';
import { normalizeJid } from '../domain/jid.js';
import { log } from '../log.js';
import type { Device } from './device.js';
import { buildEnable } from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';
import { ConnectionFailure, toFailure } from './failure.js';
import { login, type EarlierStream, type LoginStream } from './login.js';
import { StreamManager } from './stream-manager.js';
import { XmlStream } from './xml-stream.js';

/** Time for the whole login, ms: socket, stream, authentication, binding. */
const LOGIN_TIMEOUT_MS = 20_000;

/**
 * The same where a stream is to go on, from the moment that the server was reached. ejabberd 24.12 answers after 15 s when it was
 * writing to the old WebSocket in the moment of the loss; a new session is there sooner.
 */
const RESUME_TIMEOUT_MS = 5_000;

/** How long a stream that nobody asked for may still be worked off, ms: ejabberd stalls for so long where it writes to a closed socket. */
export const STALL_MS = 15_000;

export interface TransportOptions {
  /** `wss://…` or `ws://…`. */
  readonly service: string;
  readonly domain: string;
  readonly credentials: LoginCredentials;
  /** What else the login needs; found out while the server is being reached. */
  readonly prepared: Promise<LoginContext>;
  /** What a new session will have, unless the server says what became of the earlier stream. */
  readonly settlesAt: number;
}

export interface LoginContext {
  readonly device: Device;
  /** The stream that is to go on. */
  readonly earlier: StreamManager | undefined;
}

/** What a transport tells; nothing any more after `onClosed`. */
export interface TransportHandlers {
  /** Every stanza of the session. */
  onStanza(stanza: Element): void;
  /** Anything at all came from the server: it lives. */
  onActivity(): void;
  /** The server has this stanza (XEP-0198); where it does not count, the stanza was written to the socket. */
  onTaken(stanza: Element): void;
  /** The server asks how far we are, see `StreamManagerHandlers`. */
  onAsked(): boolean;
  /** The connection ended; not called when `close()` or `drop()` ended it. */
  onClosed(failure: ConnectionFailure): void;
}

/** A session's stanzas, beyond one connection. */
export interface SessionStream {
  /** What it takes to go on after a loss; undefined when that cannot be. */
  readonly earlier: EarlierStream | undefined;
  /** How many stanzas have come. */
  readonly handled: number;
  /** How many of ours the server has. */
  readonly taken: number;
  /** How many were said. */
  readonly said: number;
  /** Says it now, or as soon as the stream goes on. */
  send(stanza: Element): void;
}

/** A session that is online. */
export interface Transport {
  /** Own full JID. */
  readonly jid: string;
  /** Outlives this connection; undefined where the server does not count. The earlier one when that goes on. */
  readonly manager: SessionStream | undefined;
  /** True when that is the earlier stream. */
  readonly resumed: boolean;
  /** Until when the server may still be working off what was said in an earlier stream, of which it said nothing; ms since the epoch. */
  readonly settlesAt: number;
  /** From now on stanzas are handed over; what came before is, too. */
  start(): void;
  /** Sends a stanza. False when the connection is gone; nothing is queued here. */
  send(stanza: Element): boolean;
  /** Ends the session in good order. */
  close(): void;
  /** Gives up a connection that does not answer: says nothing to the server, waits for nothing. */
  drop(): void;
}

/** The same, with a socket of its own. */
export interface OwnTransport extends Transport {
  readonly manager: StreamManager | undefined;
}

/**
 * Connects and signs in.
 * @throws {ConnectionFailure} when that is not possible. The promise of an aborted attempt never settles.
 */
export async function openTransport(
  options: TransportOptions,
  handlers: TransportHandlers,
  signal: AbortSignal,
): Promise<OwnTransport> {
  const transport = new XmppTransport(handlers);
  await transport.open(options, signal);
  return transport;
}

class XmppTransport implements OwnTransport, LoginStream {
  jid = '';
  readonly #handlers: TransportHandlers;
  #stream: XmlStream | undefined;
  manager: StreamManager | undefined;
  #begun = Promise.withResolvers<void>();
  resumed = false;
  settlesAt = 0;
  #online = false;
  #started = false;
  #lifeTimer: ReturnType<typeof setTimeout> | undefined;
  #early: Element[] = [];
  #onEarly: ((element: Element) => void) | undefined;
  #onFailure: ((failure: ConnectionFailure) => void) | undefined;

  constructor(handlers: TransportHandlers) {
    this.#handlers = handlers;
  }

  get secure(): boolean {
    return this.#stream?.secure === true;
  }

  open(options: TransportOptions, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#fail(new ConnectionFailure(this.#stream?.connected ? 'timeout' : 'unreachable'));
      };
      let watchdog = setTimeout(giveUp, LOGIN_TIMEOUT_MS);
      Promise.all([options.prepared, this.#begun.promise]).then(
        ([{ earlier }]) => {
          if (!earlier?.earlier || this.#online) return;
          clearTimeout(watchdog);
          watchdog = setTimeout(giveUp, RESUME_TIMEOUT_MS);
        },
        // The login fails with the same.
        () => undefined,
      );
      this.#onFailure = (failure) => {
        clearTimeout(watchdog);
        reject(failure);
      };
      signal.addEventListener('abort', () => {
        clearTimeout(watchdog);
        if (!this.#online) this.drop();
      });
      this.#login(options).then(
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
    if (this.manager) {
      this.manager.send(stanza);
      return true;
    }
    this.write(stanza);
    queueMicrotask(() => {
      this.#taken(stanza);
    });
    return true;
  }

  close() {
    this.manager?.finish();
    this.#stop();
    this.#stream?.close();
  }

  start() {
    this.#started = true;
    for (const element of this.#early.splice(0)) this.#receive(element);
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

  begun(): Promise<void> {
    return this.#begun.promise;
  }

  async #login({ service, domain, credentials, prepared, settlesAt }: TransportOptions): Promise<void> {
    const account = 'anonymous' in credentials ? '' : normalizeJid(`${credentials.username}@${domain}`);
    this.#stream = new XmlStream(service, domain, account, {
      onBegun: this.#begun.resolve,
      onElement: (element) => {
        this.#handlers.onActivity();
        this.#receive(element);
      },
      onEnd: (failure) => {
        this.#end(failure);
      },
    });
    const { device, earlier } = await prepared;
    const resume = earlier?.earlier;
    const { jid, resumed, enabled, countable } = await login(this, { credentials, device, ...(resume && { resume }) });
    this.jid = jid;
    this.#online = true;
    if (resumed && earlier) {
      this.resumed = true;
      this.manager = earlier;
      earlier.resume(resumed, this.#write);
      this.#awaitLife();
    } else if (enabled ?? countable) {
      if (!resume) this.settlesAt = settlesAt;
      // What is written before `<enable/>` would be counted by one side only.
      if (countable) this.write(buildEnable());
      this.manager = new StreamManager(
        { jid },
        {
          onTaken: this.#taken,
          onAsked: () => this.#handlers.onAsked(),
        },
      );
      this.manager.begin(this.#write, enabled);
    }
  }

  /** Prosody goes on even with a stream that it has ended over an error, and then hears nothing of what is said in it. */
  #awaitLife() {
    this.#lifeTimer = setTimeout(() => {
      this.#stream?.drop();
      this.#end(new ConnectionFailure('server-error', 'The server does not answer in the resumed stream'));
    }, RESUME_TIMEOUT_MS);
  }

  #receive(element: Element) {
    if (!this.#started) {
      const waiting = this.#onEarly;
      this.#onEarly = undefined;
      if (waiting) waiting(element);
      else this.#early.push(element);
    } else if (this.manager?.handle(element)) {
      if (element.is('a')) clearTimeout(this.#lifeTimer);
    } else if (STANZAS.has(element.getName())) {
      this.manager?.received();
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
    clearTimeout(this.#lifeTimer);
    this.manager?.lose(this.#write);
  }

  readonly #write = (element: Element) => {
    this.write(element);
  };

  readonly #taken = (stanza: Element) => {
    this.#protect(() => {
      this.#handlers.onTaken(stanza);
    });
  };

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
