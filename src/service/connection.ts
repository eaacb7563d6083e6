/** Keeps a session online: the only loop that connects, and connects again. */
import { isTerminal, type ConnectionReason, type ConnectionState } from '../domain/connection.js';
import { ChatError } from '../domain/session-events.js';
import type { LoginCredentials } from '../domain/credentials.js';
import { bareJid, normalizeJid } from '../domain/jid.js';
import type { Element } from '../protocol/xml.js';
import { buildPing } from '../protocol/ping.js';
import type { ConnectionStore } from '../state/connection-store.js';
import type { AccountData } from './account-data.js';
import { Device } from './device.js';
import { Endpoints } from './endpoints.js';
import { ConnectionFailure, toFailure } from './failure.js';
import { IqCaller } from './iq.js';
import { Keepalive } from './keepalive.js';
import { readEndpoint, type SessionOptions } from './options.js';
import type { Identity } from './session-account.js';
import type { SignIn } from './sign-in.js';
import { StreamKeeper } from './stream-keeper.js';
import { AccountTabs, canShare } from './tabs/account-tabs.js';
import { openTransport, type LoginContext, type SessionStream, type Transport } from './transport.js';

const DEFAULT_ATTEMPTS = 3;

/** Before the n-th automatic attempt, ms: 1 s, 4 s, 12 s, then 30 s. With three attempts a restart of the server is survived. */
const DELAYS_MS = [1_000, 4_000, 12_000, 30_000];

/** How far a delay is moved at random, so that not all pages come back in the same instant. */
const JITTER = 0.2;

/** How often a stream is tried to go on where the server was reached and then lost. */
const MAX_LOST_RESUMPTIONS = 2;

/** One time online, from the login to the end of the session: as long as the stream goes on, over several connections. */
export interface Link {
  /** Own full JID. */
  readonly jid: string;
  /** Questions to the server. */
  readonly iq: IqCaller;
  /** False when the session is over. What is said while its connection is lost goes out when the stream goes on. */
  send(stanza: Element): boolean;
}

/** What outlives a connection. */
interface Session {
  readonly link: Link;
  readonly manager: SessionStream | undefined;
}

/** What the connection tells its owner. */
export interface ConnectionHandlers {
  /** Somebody is about to sign in; undefined for a visitor without an account. Waited for before the session begins. */
  onRecognized(identity: Identity | undefined): Promise<AccountData | undefined>;
  /** The server has let them in. Waited for likewise. */
  onAdmitted(identity: Identity | undefined): Promise<AccountData | undefined>;
  /** The server does not let them in, and asking again would not help. */
  onRefused(): void;
  /** Another page has this account's stream: what is kept of it is that page's business. */
  onShared(): void;
  /** From now on it is this page's. */
  onLead(): void;
  /** Writes down all that was handled, for another page to read. */
  onKeep(): Promise<void>;
  /** Whether what was kept is shown as it was, so that the session can go on from there. */
  isRestored(): boolean;
  /** Another page of this session has sent this. */
  onSent(stanza: Element): void;
  /** The user has logged out in another page. */
  onLogout(): void;
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
}

export class Connection {
  readonly #options: SessionOptions;
  readonly #store: ConnectionStore;
  readonly #signIn: SignIn;
  readonly #handlers: ConnectionHandlers;
  #endpoints: Endpoints | undefined;
  readonly #keeper = new StreamKeeper((stanza) => {
    this.#confirm(stanza);
  });
  /** The other pages with this account's session; undefined when it is not shared. */
  #tabs: AccountTabs | undefined;
  /** The account of whose session this page has no part: it could not prove that it may. */
  #alone = '';
  /** Those that this page leaves, as soon as it has written down what there is. */
  #leaving: AccountTabs | undefined;
  #session: Session | undefined;
  #transport: Transport | undefined;
  #keepalive: Keepalive | undefined;
  #attempt = 0;
  #lostResumptions = 0;
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
    const { status } = this.#store.$state.get();
    if (status === 'online') return Promise.resolve();
    this.#waiting ??= withResolvers();
    const { promise } = this.#waiting;
    // Somebody asks: waiting is over, and the attempts are counted anew.
    if (this.#transport) this.#tabs?.want();
    else if (status !== 'connecting') {
      this.#listen();
      this.#attempt = 0;
      void this.#try();
    }
    return promise;
  }

  /** Stays offline. Resolves when it is known whether the session stays that of other pages; `release()` ends it here. */
  async disconnect(reason: 'idle' | 'logged-out', told = false): Promise<void> {
    const tabs = this.#takeTabs();
    const isOfOthers = reason === 'idle' && tabs?.retire();
    if (reason === 'logged-out') tabs?.logOut(told);
    if (!tabs) this.#transport?.close();
    this.#ignore();
    this.#aborter.abort();
    clearTimeout(this.#timer);
    this.#leave();
    this.#end();
    this.#set({ status: 'offline', reason, attempt: 0 });
    this.#waiting?.reject(new ChatError('connection', 'Disconnected', true));
    this.#waiting = undefined;
    this.#leaving = tabs;
    if (await isOfOthers) this.#keeper.close();
    else this.#keeper.forget();
  }

  /** What is kept of the account is closed: it is let go of, unless somebody is about to sign in again. */
  release() {
    if (!this.#wanted) this.#keeper.close();
    void this.#leaving?.leave();
    this.#leaving = undefined;
  }

  /** Nothing can be kept any more. */
  storageFailed() {
    this.#keeper.fail();
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
    this.#endpoints ??= new Endpoints(services);
    const service = this.#endpoints.current;
    const open = async (renew: boolean) => {
      const { remembered } = this.#signIn;
      const early = remembered && this.#recognize({ account: remembered });
      const { credentials, domain: hosted, proven } = await this.#signIn.resolve(renew, signal);
      await early;
      const identity = identityOf(credentials, hosted || domain, proven);
      const shared = await this.#join(identity, signal);
      if (shared) return shared;
      // While this browser looks for what it has, the server is asked.
      const prepared = this.#handlers.onRecognized(identity).then((data) => this.#prepare(identity, data));
      const options = { service, domain: hosted || domain, credentials, prepared };
      const transport = await openTransport(options, this.#transportHandlers(signal), signal);
      const admitted = identity && { ...identity, account: bareJid(transport.jid) };
      const data = await this.#handlers.onAdmitted(admitted);
      if (!this.#tabs) {
        this.#handlers.onShared();
        return transport;
      }
      const entered = this.#tabs.lead(transport);
      this.#keeper.keep(data, transport.manager);
      this.#handlers.onLead();
      return entered;
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

  /** What is kept is shown when this page has its place: the leader writes it down for one that comes. */
  async #recognize(identity: Identity): Promise<void> {
    await this.#tabsOf(identity.account)?.findPlace();
    await this.#handlers.onRecognized(identity);
  }

  /** Enters the session that another page of the account has. Undefined when this one has to make its own. */
  async #join(identity: Identity | undefined, signal: AbortSignal): Promise<Transport | undefined> {
    if (!identity) this.#leaveTabs();
    const place = identity && (await this.#tabsOf(identity.account)?.findPlace());
    signal.throwIfAborted();
    if (!place || place.leads) return undefined;
    const data = await this.#handlers.onRecognized(identity);
    signal.throwIfAborted();
    if (!data && identity.password !== undefined) {
      this.#alone = identity.account;
      this.#leaveTabs();
      return undefined;
    }
    await this.#handlers.onAdmitted(identity);
    this.#keeper.close();
    this.#handlers.onShared();
    return this.#tabs?.follow(place.snapshot, this.#session === undefined && this.#handlers.isRestored());
  }

  /** What goes on: the session of this page, or that of an earlier one. */
  async #prepare(identity: Identity | undefined, data: AccountData | undefined): Promise<LoginContext> {
    // Somebody else has no part in it.
    if (this.#session && bareJid(this.#session.link.jid) !== identity?.account) this.#end();
    // With a connection of its own a page is another device to the server.
    if (!this.#tabs) return { device: new Device(), earlier: undefined };
    return this.#keeper.open(identity?.account, data, this.#tabs.session);
  }

  #tabsOf(account: string): AccountTabs | undefined {
    if (this.#tabs?.account !== account) this.#leaveTabs();
    if (this.#options.ownConnection || this.#alone === account || !canShare()) return undefined;
    return (this.#tabs ??= new AccountTabs(account, {
      keep: () => this.#handlers.onKeep(),
      onState: (state) => {
        this.#mirror(state);
      },
      onMove: () => {
        this.#move();
      },
      onStanza: (stanza) => {
        this.#receive(stanza);
      },
      onTaken: (stanza) => {
        this.#handlers.onTaken(stanza);
      },
      onSent: (stanza) => {
        this.#handlers.onSent(stanza);
      },
      onWanted: () => {
        this.connect().catch(() => undefined);
      },
      onCheck: () => this.#keepalive?.check(),
      onLogout: () => {
        this.#handlers.onLogout();
      },
    }));
  }

  #takeTabs(): AccountTabs | undefined {
    const tabs = this.#tabs;
    this.#tabs = undefined;
    return tabs;
  }

  #leaveTabs() {
    void this.#takeTabs()?.leave();
  }

  /** The leader's connection is this page's, too. */
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
    this.#attempt = 0;
    void this.#try();
  }

  #receive(stanza: Element) {
    if (stanza.getName() !== 'iq' || this.#session?.link.iq.handle(stanza) === false) this.#handlers.onStanza(stanza);
  }

  /** The server has a stanza of this page, or of another one. */
  #confirm(stanza: Element) {
    if (this.#tabs) this.#tabs.confirm();
    else this.#handlers.onTaken(stanza);
  }

  #transportHandlers(signal: AbortSignal) {
    const tabs = this.#tabs;
    return {
      onStanza: (stanza: Element) => {
        if (tabs) tabs.receive(stanza);
        else this.#receive(stanza);
      },
      onActivity: () => this.#keepalive?.touch(),
      onTaken: (stanza: Element) => {
        this.#confirm(stanza);
      },
      onAsked: () => this.#keeper.ask(),
      onClosed: (failure: ConnectionFailure) => {
        if (signal.aborted) return;
        // It may be that nobody has begun to use it.
        this.#aborter.abort();
        tabs?.lose();
        this.#lose(failure);
      },
    };
  }

  #enter(transport: Transport) {
    this.#transport = transport;
    if (this.#tabs?.leads !== false) this.#watch(transport);
    this.#attempt = 0;
    this.#lostResumptions = 0;
    this.#endpoints?.reached();
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
    const { jid, manager } = transport;
    const send = (stanza: Element): boolean => {
      if (this.#session?.link !== link) return false;
      if (!manager) return transport.send(stanza);
      manager.send(stanza);
      return true;
    };
    const link: Link = { jid, send, iq: new IqCaller(send, jid) };
    this.#session = { link, manager };
    this.#store.setJid(bareJid(jid));
    if (transport.resumed) this.#handlers.onGoOn(link);
    else this.#handlers.onOnline(link);
  }

  /** The connection ended, by anybody but us. */
  #lose(failure: ConnectionFailure) {
    this.#leave();
    // A stream error ends the session (RFC 6120 section 4.9.1.1): what caused it must not be said again.
    this.#suspend(failure.reason !== 'lost');
    this.#attempt = 0;
    this.#endpoints?.follow(failure.elsewhere);
    this.#retry(failure);
  }

  #suspend(isOver: boolean) {
    if (!isOver && this.#session?.manager?.earlier) this.#pause();
    else this.#forget();
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

  /** The stream cannot go on. */
  #forget() {
    this.#keeper.forget();
    this.#tabs?.forget();
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
    const isOver = this.#keeper.manager !== undefined && this.#isHopeless(failure);
    if (isOver) this.#forget();
    // The leader has given up, and with it all.
    if (this.#tabs && !this.#tabs.leads) {
      this.#giveUp(failure.reason, failure.detail);
      return;
    }
    const more = this.#endpoints?.leave(failure) === true;
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
    if (REFUSALS.has(reason)) this.#handlers.onRefused();
    // Another page may have what this one lacks.
    if (isTerminal(reason) && reason !== 'replaced') this.#leaveTabs();
    this.#set({ status: 'error', reason, detail, attempt: this.#attempt });
    this.#reject(reason, detail);
  }

  #reject(reason: ConnectionReason, detail = '') {
    this.#waiting?.reject(new ChatError('connection', `${reason}${detail && `: ${detail}`}`, !isTerminal(reason)));
    this.#waiting = undefined;
  }

  #set({ detail, ...rest }: ConnectionState) {
    const state = { ...rest, ...(detail && { detail }) };
    this.#store.set(state);
    this.#tabs?.tell(state);
  }

  #listen() {
    if (this.#wanted) return;
    this.#wanted = true;
    addEventListener('online', this.#onWake);
    document.addEventListener('visibilitychange', this.#onVisible);
    addEventListener('pagehide', this.#onHide);
    addEventListener('pageshow', this.#onShow);
  }

  #ignore() {
    this.#wanted = false;
    removeEventListener('online', this.#onWake);
    document.removeEventListener('visibilitychange', this.#onVisible);
    removeEventListener('pagehide', this.#onHide);
    removeEventListener('pageshow', this.#onShow);
  }

  /** The next page may go on with the stream. One that stays behind, in the browser's back/forward cache, must not disturb it. */
  readonly #onHide = ({ persisted }: PageTransitionEvent) => {
    // Of a page that is gone for good the browser gives the lead away itself, and not before all that it wrote is written.
    if (!persisted) return;
    this.#transport?.drop();
    this.#tabs?.sleep();
    if (this.#store.$state.get().status === 'error') return;
    this.#aborter.abort();
    clearTimeout(this.#timer);
    this.#leave();
    if (this.#session) this.#suspend(false);
    this.#set({ status: 'offline', reason: 'lost', attempt: 0 });
  };

  readonly #onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    // Another page may have gone on with the stream.
    this.#keeper.close();
    this.#tabs?.wake();
    if (this.#wanted) this.#onWake();
  };

  #check() {
    if (this.#keepalive) this.#keepalive.check();
    else this.#tabs?.check();
  }

  readonly #onVisible = () => {
    if (document.visibilityState === 'visible') this.#onWake();
  };

  /** There is a network again, or somebody looks: no reason to wait, and an old connection may be dead. */
  readonly #onWake = () => {
    const { status, reason } = this.#store.$state.get();
    if (status === 'online') this.#check();
    if (status !== 'offline' && status !== 'error') return;
    if (reason && isTerminal(reason)) return;
    this.#attempt = 0;
    if (this.#transport) this.#tabs?.want();
    else void this.#try();
  };
}

/** Whoever signs in is not, or not any more, who they say. */
const REFUSALS = new Set<ConnectionReason>(['wrong-credentials', 'token-expired', 'refused']);

/** Undefined for a visitor without an account. */
function identityOf(credentials: LoginCredentials, domain: string, proven: boolean): Identity | undefined {
  if ('anonymous' in credentials) return undefined;
  const { username, password } = credentials;
  const account = normalizeJid(`${username}@${domain}`);
  return proven ? { account } : { account, password };
}

function withResolvers() {
  const waiting = Promise.withResolvers<void>();
  // Nobody has to wait for it.
  waiting.promise.catch(() => undefined);
  return waiting;
}
