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
import type { SessionOptions } from './options.js';
import { PageWatch } from './page-watch.js';
import { Retries } from './retries.js';
import { SessionEntry, type AccountHandlers } from './session-entry.js';
import type { SignIn } from './sign-in.js';
import { STALL_MS, type SessionStream, type Transport } from './transport.js';

/** How often a stream is tried to go on where the server was reached and then lost. */
const MAX_LOST_RESUMPTIONS = 2;

/** One time online, from the login to the end of the session: as long as the stream goes on, over several connections. */
export interface Link {
  /** Own full JID. */
  readonly jid: string;
  /** Questions to the server. */
  readonly iq: IqCaller;
  /** Until when what was said in an earlier session may still come to a room, ms since the epoch. */
  readonly settlesAt: number;
  /** False when the session is over. What is said while its connection is lost goes out when the stream goes on. */
  send(stanza: Element): boolean;
}

/** What outlives a connection. */
interface Session {
  readonly link: Link;
  readonly manager: SessionStream | undefined;
}

/** What the connection tells its owner. */
export interface ConnectionHandlers extends AccountHandlers {
  /** The server does not let them in, and asking again would not help. */
  onRefused(): void;
  /** A new session. */
  onOnline(link: Link): void;
  /** The session of an earlier page goes on. */
  onGoOn(link: Link): void;
  /** The session is over. */
  onOffline(): void;
  /** The connection is lost, but the session may go on: nothing has changed, and nothing comes. */
  onSuspend(): void;
  /** It goes on; nothing was missed. */
  onResume(): void;
  /** The server is asked for a sign of life. */
  onCheck(): void;
  onStanza(stanza: Element): void;
  onTaken(stanza: Element): void;
  /** Another page of this session has sent this. */
  onSent(stanza: Element): void;
  /** Writes down all that was handled, for another page to read. False when that cannot be. */
  onKeep(): Promise<boolean>;
  /** The user has logged out in another page. */
  onLogout(): void;
}

export class Connection {
  readonly #store: ConnectionStore;
  readonly #handlers: ConnectionHandlers;
  readonly #entry: SessionEntry;
  readonly #retries: Retries;
  readonly #page: PageWatch;
  #session: Session | undefined;
  #transport: Transport | undefined;
  #keepalive: Keepalive | undefined;
  #lostResumptions = 0;
  /** Until when the server may still answer an attempt that was given up, and put it in the place of the one after; ms since the epoch. */
  #lateUntil = 0;
  #aborter = new AbortController();
  #waiting: { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(options: SessionOptions, signIn: SignIn, store: ConnectionStore, handlers: ConnectionHandlers) {
    this.#store = store;
    this.#handlers = handlers;
    this.#retries = new Retries(options.reconnectAttempts);
    this.#page = new PageWatch({
      onWake: () => {
        this.#wake();
      },
      onSleep: () => {
        this.#sleep();
      },
      onReturn: () => {
        this.#entry.return();
        this.#wake();
      },
    });
    this.#entry = new SessionEntry(options, signIn, {
      account: handlers,
      current: () => bareJid(this.#session?.link.jid ?? ''),
      onOther: () => {
        this.#end();
      },
      keep: () => handlers.onKeep(),
      onLogout: () => {
        handlers.onLogout();
      },
      onStanza: (stanza) => {
        this.#receive(stanza);
      },
      onTaken: (stanza) => {
        handlers.onTaken(stanza);
      },
      onSent: (stanza) => {
        handlers.onSent(stanza);
      },
      onActivity: () => this.#keepalive?.touch(),
      onClosed: (failure) => {
        // It may be that nobody has begun to use it.
        this.#aborter.abort();
        this.#lose(failure);
      },
      onState: (state) => {
        this.#mirror(state);
      },
      onMove: () => {
        this.#move();
      },
      onWanted: () => {
        this.connect().catch(() => undefined);
      },
      onCheck: () => this.#keepalive?.check(),
    });
  }

  /** Resolves when online; rejects with a `ChatError` when nothing more will be tried. */
  connect(): Promise<void> {
    const { status } = this.#store.$state.get();
    if (status === 'online') return Promise.resolve();
    this.#waiting ??= withResolvers();
    const { promise } = this.#waiting;
    // Somebody asks: waiting is over, and the attempts are counted anew.
    if (this.#transport) this.#entry.tabs?.want();
    else if (status !== 'connecting') {
      this.#page.start();
      this.#retries.reset();
      void this.#try();
    }
    return promise;
  }

  /** Stays offline. Resolves when it is known whether the session stays that of other pages; `release()` ends it here. */
  async disconnect(): Promise<void> {
    const left = this.#entry.leave(this.#transport);
    this.#stop('idle');
    await left;
  }

  /** Ends the session for all pages, and stays offline. `told`: another page has done it. */
  logOut(told: boolean) {
    this.#entry.logOut(this.#transport, told);
    this.#stop('logged-out');
  }

  /** What is kept of the account is closed: it is let go of. */
  release() {
    this.#entry.release(this.#page.watching);
  }

  /** Nothing can be kept any more. */
  storageFailed() {
    this.#entry.storageFailed();
  }

  #stop(reason: 'idle' | 'logged-out') {
    this.#page.stop();
    this.#abort();
    this.#leave();
    this.#end();
    this.#set({ status: 'offline', reason, attempt: 0 });
    this.#waiting?.reject(new ChatError('connection', 'Disconnected', true));
    this.#waiting = undefined;
  }

  async #try() {
    this.#abort();
    const { signal } = (this.#aborter = new AbortController());
    this.#set({ status: 'connecting', attempt: this.#retries.count });
    try {
      const transport = await this.#entry.open(signal);
      if (signal.aborted) transport.drop();
      else this.#enter(transport);
    } catch (error) {
      if (!signal.aborted) this.#fail(toFailure(error));
    }
  }

  /** Neither this attempt nor a later one. */
  #abort() {
    this.#retries.cancel();
    this.#aborter.abort();
  }

  #enter(transport: Transport) {
    this.#transport = transport;
    if (this.#entry.tabs?.leads !== false) this.#watch(transport);
    this.#retries.reset();
    this.#lostResumptions = 0;
    this.#entry.endpoints?.reached();
    const { manager } = transport;
    if (manager && manager === this.#session?.manager) {
      this.#resume();
    } else {
      this.#end();
      this.#begin(transport);
    }
    transport.start();
    this.#set({ status: 'online', attempt: 0 });
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  #watch(transport: Transport) {
    this.#keepalive = new Keepalive(
      () => {
        this.#session?.link.iq.ask('get', buildPing()).catch(() => undefined);
        this.#handlers.onCheck();
      },
      () => {
        transport.drop();
        this.#lose(new ConnectionFailure('lost'));
      },
    );
  }

  #begin(transport: Transport) {
    const { jid, manager, settlesAt } = transport;
    const send = (stanza: Element): boolean => {
      if (this.#session?.link !== link) return false;
      if (!manager) return transport.send(stanza);
      manager.send(stanza);
      return true;
    };
    const link: Link = { jid, send, iq: new IqCaller(send, jid), settlesAt };
    this.#session = { link, manager };
    this.#store.setJid(bareJid(jid));
    if (transport.resumed) this.#handlers.onGoOn(link);
    else this.#handlers.onOnline(link);
  }

  #receive(stanza: Element) {
    if (stanza.getName() !== 'iq' || this.#session?.link.iq.handle(stanza) === false) this.#handlers.onStanza(stanza);
  }

  /** The connection of another page is this page's, too. */
  #mirror(state: ConnectionState) {
    const isOnline = state.status === 'online';
    // Not before this page has arrived there.
    if (isOnline && !this.#transport) return;
    if (isOnline) this.#resume();
    else if (this.#transport) this.#pause();
    this.#store.set(state);
    if (isOnline) this.#waiting?.resolve();
    else if (state.status === 'error') this.#reject(state.reason ?? 'lost', state.detail);
  }

  /** The session goes on over another connection: this page's own, or that of another one. */
  #move() {
    this.#leave();
    this.#suspend(false);
    this.#retries.reset();
    void this.#try();
  }

  /** The connection ended, by anybody but us. */
  #lose(failure: ConnectionFailure) {
    this.#leave();
    // A stream error ends the session (RFC 6120 section 4.9.1.1): what caused it must not be said again.
    this.#suspend(failure.reason !== 'lost');
    this.#retries.reset();
    this.#entry.endpoints?.follow(failure.elsewhere);
    const isLateAnswer = failure.reason === 'replaced' && Date.now() < this.#lateUntil;
    if (isLateAnswer) this.#lateUntil = 0;
    this.#retry(isLateAnswer ? new ConnectionFailure('lost') : failure);
  }

  #suspend(isOver: boolean) {
    if (!isOver && this.#session?.manager?.earlier) this.#pause();
    else this.#forget(isOver);
  }

  /** Nothing comes any more, but the session may go on. */
  #pause() {
    this.#session?.link.iq.pause();
    this.#handlers.onSuspend();
  }

  #resume() {
    this.#session?.link.iq.resume();
    this.#handlers.onResume();
  }

  /** The stream cannot go on. `told`: the server has said so. */
  #forget(told = false) {
    this.#entry.forget(told);
    this.#end();
  }

  #leave() {
    this.#transport = undefined;
    this.#keepalive?.stop();
    this.#keepalive = undefined;
  }

  /** The session is over; it may have ended with its connection, or with the hope that it goes on. */
  #end() {
    const session = this.#session;
    if (!session) return;
    this.#session = undefined;
    session.link.iq.close();
    this.#handlers.onOffline();
  }

  /** A login failed. */
  #fail(failure: ConnectionFailure) {
    const { tabs, endpoints, goesOn } = this.#entry;
    const isOver = goesOn && this.#isHopeless(failure);
    if (failure.reason === 'timeout') this.#lateUntil = Date.now() + STALL_MS;
    if (isOver) this.#forget();
    // The leader has given up, and with it all.
    if (tabs && !tabs.leads) {
      this.#giveUp(failure.reason, failure.detail);
      return;
    }
    const more = endpoints?.leave(failure) === true;
    if (more || (isOver && !isTerminal(failure.reason))) void this.#try();
    else this.#retry(failure);
  }

  /** Whether the stream cannot go on: the server was there, and did not let it. */
  #isHopeless({ reason }: ConnectionFailure): boolean {
    if (reason === 'lost') this.#lostResumptions += 1;
    if (reason === 'lost') return this.#lostResumptions >= MAX_LOST_RESUMPTIONS;
    return reason !== 'unreachable';
  }

  #retry({ reason, detail }: ConnectionFailure) {
    if (isTerminal(reason) || this.#retries.exhausted) {
      this.#giveUp(reason, detail);
    } else if (navigator.onLine) {
      const retryAt = this.#retries.schedule(() => void this.#try());
      this.#set({ status: 'offline', reason, detail, attempt: this.#retries.count, retryAt });
    } else {
      this.#set({ status: 'offline', reason: 'no-network', attempt: this.#retries.count });
    }
  }

  #giveUp(reason: ConnectionReason, detail: string) {
    if (REFUSALS.has(reason)) this.#handlers.onRefused();
    if (isTerminal(reason) && reason !== 'replaced') this.#entry.leaveTabs();
    this.#set({ status: 'error', reason, detail, attempt: this.#retries.count });
    this.#reject(reason, detail);
  }

  #reject(reason: ConnectionReason, detail = '') {
    this.#waiting?.reject(new ChatError('connection', `${reason}${detail && `: ${detail}`}`, !isTerminal(reason)));
    this.#waiting = undefined;
  }

  #set({ detail, ...rest }: ConnectionState) {
    const state = { ...rest, ...(detail && { detail }) };
    this.#store.set(state);
    this.#entry.tabs?.tell(state);
  }

  /** The next page may go on with the stream. This one stays behind, and must not disturb it. */
  #sleep() {
    this.#transport?.drop();
    this.#entry.tabs?.sleep();
    if (this.#store.$state.get().status === 'error') return;
    this.#abort();
    this.#leave();
    if (this.#session) this.#suspend(false);
    this.#set({ status: 'offline', reason: 'lost', attempt: 0 });
  }

  /** No reason to wait any longer, and an old connection may be dead. */
  #wake() {
    const { status, reason } = this.#store.$state.get();
    if (status === 'online') this.#check();
    if (status !== 'offline' && status !== 'error') return;
    if (reason && isTerminal(reason)) return;
    this.#retries.reset();
    if (this.#transport) this.#entry.tabs?.want();
    else void this.#try();
  }

  #check() {
    if (this.#keepalive) this.#keepalive.check();
    else this.#entry.tabs?.check();
  }
}

/** Whoever signs in is not, or not any more, who they say. */
const REFUSALS = new Set<ConnectionReason>(['wrong-credentials', 'token-expired', 'refused']);

function withResolvers() {
  const waiting = Promise.withResolvers<void>();
  // Nobody has to wait for it.
  waiting.promise.catch(() => undefined);
  return waiting;
}
