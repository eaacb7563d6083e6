/** Keeps a session online: the only loop that connects, and connects again. */
import { isTerminal, type ConnectionReason, type ConnectionState } from '../domain/connection.js';
import { ChatError } from '../domain/session-events.js';
import { bareJid } from '../domain/jid.js';
import type { Element } from '../protocol/xml.js';
import { buildPing } from '../protocol/ping.js';
import type { ConnectionStore } from '../state/connection-store.js';
import { ConnectionFailure, toFailure } from './failure.js';
import { IqCaller } from './iq.js';
import { Keepalive } from './keepalive.js';
import { readEndpoint, type SessionOptions } from './options.js';
import type { SignIn } from './sign-in.js';
import { openTransport, type Transport } from './transport.js';

const DEFAULT_ATTEMPTS = 3;

/** Before the n-th automatic attempt, ms: 1 s, 4 s, 12 s, then 30 s. With three attempts a restart of the server is survived. */
const DELAYS_MS = [1_000, 4_000, 12_000, 30_000];

/** How far a delay is moved at random, so that not all pages come back in the same instant. */
const JITTER = 0.2;

/** One time online, from the login to the end of the connection. */
export interface Link {
  /** Own full JID. */
  readonly jid: string;
  /** Questions to the server. */
  readonly iq: IqCaller;
  /** False when the connection is gone. */
  send(stanza: Element): boolean;
}

/** What the connection tells its owner. */
export interface ConnectionHandlers {
  onOnline(link: Link): void;
  onOffline(): void;
  /** The server is asked for a sign of life. */
  onCheck(): void;
  onStanza(stanza: Element): void;
  onTaken(stanza: Element): void;
}

export class Connection {
  readonly #options: SessionOptions;
  readonly #store: ConnectionStore;
  readonly #signIn: SignIn;
  readonly #handlers: ConnectionHandlers;
  #transport: Transport | undefined;
  #iq: IqCaller | undefined;
  #keepalive: Keepalive | undefined;
  #attempt = 0;
  #service = 0;
  #aborter = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #waiting: { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(options: SessionOptions, signIn: SignIn, store: ConnectionStore, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#signIn = signIn;
    this.#store = store;
    this.#handlers = handlers;
  }

  /** Resolves when online; rejects with a `ChatError` when nothing more will be tried. */
  connect(): Promise<void> {
    if (this.#transport) return Promise.resolve();
    this.#waiting ??= withResolvers();
    const { promise } = this.#waiting;
    // Somebody asks: waiting is over, and the attempts are counted anew.
    if (this.#store.$state.get().status !== 'connecting') {
      this.#listen();
      this.#attempt = 0;
      void this.#try();
    }
    return promise;
  }

  /** Closes and stays offline. */
  disconnect(reason: 'idle' | 'logged-out') {
    this.#ignore();
    this.#aborter.abort();
    clearTimeout(this.#timer);
    this.#transport?.close();
    this.#leave();
    this.#set({ status: 'offline', reason, attempt: 0 });
    this.#waiting?.reject(new ChatError('connection', 'Disconnected', true));
    this.#waiting = undefined;
  }

  async #try() {
    clearTimeout(this.#timer);
    this.#aborter.abort();
    const aborter = (this.#aborter = new AbortController());
    this.#set({ status: 'connecting', attempt: this.#attempt });
    try {
      const transport = await this.#login(aborter.signal);
      if (aborter.signal.aborted) transport.drop();
      else this.#enter(transport);
    } catch (error) {
      if (!aborter.signal.aborted) this.#fail(toFailure(error));
    }
  }

  /** Where there may be a newer password, a refused login is tried once more: what it was made with may just have expired. */
  async #login(signal: AbortSignal): Promise<Transport> {
    const { services, domain } = readEndpoint(this.#options);
    const service = services[this.#service % services.length] ?? '';
    const open = async (renew: boolean) => {
      const { credentials, domain: hosted } = await this.#signIn.resolve(renew, signal);
      return openTransport({ service, domain: hosted || domain, credentials }, this.#transportHandlers(signal), signal);
    };
    try {
      return await open(false);
    } catch (error) {
      if (signal.aborted || !this.#signIn.canRenew(toFailure(error))) throw error;
    }
    try {
      return await open(true);
    } catch (error) {
      throw this.#signIn.explain(toFailure(error));
    }
  }

  #transportHandlers(signal: AbortSignal) {
    return {
      onStanza: (stanza: Element) => {
        if (stanza.getName() !== 'iq' || this.#iq?.handle(stanza) === false) this.#handlers.onStanza(stanza);
      },
      onActivity: () => this.#keepalive?.touch(),
      onTaken: (stanza: Element) => {
        this.#handlers.onTaken(stanza);
      },
      onClosed: (failure: ConnectionFailure) => {
        if (signal.aborted) return;
        this.#leave();
        this.#attempt = 0;
        this.#fail(failure);
      },
    };
  }

  #enter(transport: Transport) {
    const iq = new IqCaller((stanza) => transport.send(stanza), transport.jid);
    this.#transport = transport;
    this.#iq = iq;
    this.#keepalive = new Keepalive(
      () => {
        iq.ask('get', buildPing()).catch(() => undefined);
        this.#handlers.onCheck();
      },
      () => {
        transport.drop();
        this.#leave();
        this.#attempt = 0;
        this.#fail(new ConnectionFailure('lost'));
      },
    );
    this.#attempt = 0;
    this.#store.setJid(bareJid(transport.jid));
    this.#handlers.onOnline({ jid: transport.jid, iq, send: (stanza) => transport.send(stanza) });
    this.#set({ status: 'online', attempt: 0 });
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  #leave() {
    if (!this.#transport) return;
    this.#transport = undefined;
    this.#keepalive?.stop();
    this.#keepalive = undefined;
    this.#iq?.close();
    this.#iq = undefined;
    this.#handlers.onOffline();
  }

  #fail({ reason, detail }: ConnectionFailure) {
    this.#service += 1;
    const attempts = this.#options.reconnectAttempts ?? DEFAULT_ATTEMPTS;
    if (isTerminal(reason) || this.#attempt >= attempts) {
      this.#giveUp(reason, detail);
    } else if (navigator.onLine) {
      this.#schedule(reason, detail);
    } else {
      this.#set({ status: 'offline', reason: 'no-network', attempt: this.#attempt });
    }
  }

  #schedule(reason: ConnectionReason, detail: string) {
    const delay = DELAYS_MS[Math.min(this.#attempt, DELAYS_MS.length - 1)] ?? 0;
    const jittered = delay * (1 - JITTER + 2 * JITTER * Math.random());
    this.#attempt += 1;
    this.#timer = setTimeout(() => void this.#try(), jittered);
    this.#set({ status: 'offline', reason, detail, attempt: this.#attempt, retryAt: Date.now() + jittered });
  }

  #giveUp(reason: ConnectionReason, detail: string) {
    this.#set({ status: 'error', reason, detail, attempt: this.#attempt });
    this.#waiting?.reject(new ChatError('connection', `${reason}${detail && `: ${detail}`}`, !isTerminal(reason)));
    this.#waiting = undefined;
  }

  #set({ detail, ...state }: ConnectionState) {
    this.#store.set({ ...state, ...(detail && { detail }) });
  }

  #listen() {
    if (this.#wanted) return;
    this.#wanted = true;
    addEventListener('online', this.#onWake);
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  #ignore() {
    this.#wanted = false;
    removeEventListener('online', this.#onWake);
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  readonly #onVisible = () => {
    if (document.visibilityState === 'visible') this.#onWake();
  };

  /** There is a network again, or somebody looks: no reason to wait, and an old connection may be dead. */
  readonly #onWake = () => {
    const { status, reason } = this.#store.$state.get();
    if (status === 'online') this.#keepalive?.check();
    if (status !== 'offline' && status !== 'error') return;
    if (reason && isTerminal(reason)) return;
    this.#attempt = 0;
    void this.#try();
  };
}

function withResolvers() {
  const waiting = Promise.withResolvers<void>();
  // Nobody has to wait for it.
  waiting.promise.catch(() => undefined);
  return waiting;
}
