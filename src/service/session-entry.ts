/** How a page comes into its session: with a connection of its own, or behind another page of the account that has one. */
import type { LoginCredentials } from '../domain/credentials.js';
import { bareJid, normalizeJid } from '../domain/jid.js';
import type { Element } from '../protocol/xml.js';
import type { AccountData } from './account-data.js';
import { Device } from './device.js';
import { Endpoints } from './endpoints.js';
import { toFailure, type ConnectionFailure } from './failure.js';
import { readEndpoint, type SessionOptions } from './options.js';
import type { Identity } from './session-account.js';
import type { SignIn } from './sign-in.js';
import { StreamKeeper } from './stream-keeper.js';
import { AccountTabs, canShare, type Place, type TabsHandlers } from './tabs/account-tabs.js';
import { openTransport, STALL_MS, type LoginContext, type Transport, type TransportHandlers } from './transport.js';

/** How long a leader that connects has before what is kept is shown without it, ms. */
const PATIENCE_MS = 500;

/** What is asked of whoever keeps the account's data, and what they are told. */
export interface AccountHandlers {
  /** Somebody is about to sign in; undefined for a visitor without an account. Waited for before the session begins. */
  onRecognized(identity: Identity | undefined): Promise<AccountData | undefined>;
  /** The server has let them in. Waited for likewise. */
  onAdmitted(identity: Identity | undefined): Promise<AccountData | undefined>;
  /** Another page has this account's stream: what is kept of it is that page's business. */
  onShared(): void;
  /** From now on it is this page's. */
  onLead(): void;
  /** Whether what was kept is shown as it was, so that the session can go on from there. */
  isRestored(): boolean;
}

/** `onStanza`, `onTaken` and `onCheck` also tell of a session that is not shared. */
export interface EntryHandlers extends TabsHandlers {
  readonly account: AccountHandlers;
  /** The account of the session that this page is in; empty while it is in none. */
  current(): string;
  /** Somebody else signs in: that session is over. */
  onOther(): void;
  /** Anything came over the own connection. */
  onActivity(): void;
  /** The own connection has ended. */
  onClosed(failure: ConnectionFailure): void;
}

export class SessionEntry {
  readonly #options: SessionOptions;
  readonly #signIn: SignIn;
  readonly #handlers: EntryHandlers;
  readonly #keeper = new StreamKeeper((stanza) => {
    this.#confirm(stanza);
  });
  #endpoints: Endpoints | undefined;
  /** The other pages with this account's session; undefined when it is not shared. */
  #tabs: AccountTabs | undefined;
  /** The account of whose session this page has no part: it could not prove that it may. */
  #alone = '';
  /** What is kept was shown before this page had its place: more may have been written down since. */
  #shownEarly = false;
  /** The server has said that the stream before is over. */
  #told = false;
  /** Since when this page looks for a session, ms since the epoch; 0 while it has one. */
  #since = 0;
  /** Those that this page leaves, as soon as it has written down what there is. */
  #leaving: AccountTabs | undefined;

  constructor(options: SessionOptions, signIn: SignIn, handlers: EntryHandlers) {
    this.#options = options;
    this.#signIn = signIn;
    this.#handlers = handlers;
  }

  /** The other pages with this account's session; undefined when it is not shared. */
  get tabs(): AccountTabs | undefined {
    return this.#tabs;
  }

  /** Where the server is looked for; undefined before the first attempt. */
  get endpoints(): Endpoints | undefined {
    return this.#endpoints;
  }

  /** True when a stream goes on, or is to go on. */
  get goesOn(): boolean {
    return this.#keeper.manager !== undefined;
  }

  /**
   * Enters. Where there may be a newer password, a refused login is tried once more: what it was made with may just have expired.
   * @throws {ConnectionFailure} when that is not possible. The promise of an aborted attempt may never settle.
   */
  async open(signal: AbortSignal): Promise<Transport> {
    const { services, domain } = readEndpoint(this.#options);
    const endpoints = (this.#endpoints ??= new Endpoints(services));
    const service = endpoints.current;
    try {
      return await this.#open(service, domain, false, signal);
    } catch (error) {
      if (signal.aborted || !this.#signIn.canRenew(toFailure(error))) throw error;
    }
    try {
      return await this.#open(service, domain, true, signal);
    } catch (error) {
      throw this.#signIn.explain(toFailure(error));
    }
  }

  /** The stream cannot go on. `told`: the server has said so. */
  forget(told: boolean) {
    this.#told = told;
    this.#keeper.forget();
    this.#tabs?.forget();
  }

  /** Nothing can be kept any more. */
  storageFailed() {
    this.#keeper.fail();
  }

  /** Another page may have gone on with the stream: what this one knows of it is old. */
  return() {
    this.#keeper.close();
    this.#tabs?.wake();
  }

  /** Another page may have what this one lacks, and is not held up. */
  leaveTabs() {
    void this.#takeTabs()?.leave();
  }

  /** Goes out of the session. Resolves with true when it stays that of other pages. `release()` follows. */
  async leave(own: Transport | undefined): Promise<boolean> {
    const tabs = (this.#leaving = this.#takeTabs());
    if (!tabs) own?.close();
    const isOfOthers = (await tabs?.retire()) === true;
    if (isOfOthers) this.#keeper.close();
    else this.#keeper.forget();
    return isOfOthers;
  }

  /** Ends the session for all pages. `told`: another one has done it. */
  logOut(own: Transport | undefined, told: boolean) {
    const tabs = this.#takeTabs();
    if (tabs) tabs.logOut(told);
    else own?.close();
    this.#keeper.forget();
  }

  /** What is kept of the account is closed: it is let go of, unless somebody is about to sign in again. */
  release(isWanted: boolean) {
    if (!isWanted) this.#keeper.close();
    void this.#leaving?.leave();
    this.#leaving = undefined;
  }

  async #open(service: string, domain: string, renew: boolean, signal: AbortSignal): Promise<Transport> {
    const { account } = this.#handlers;
    const { remembered } = this.#signIn;
    const early = remembered && this.#recognize({ account: remembered });
    const { credentials, domain: hosted, proven } = await this.#signIn.resolve(renew, signal);
    await early;
    const identity = identityOf(credentials, hosted || domain, proven);
    const shared = await this.#join(identity, signal);
    if (shared) return shared;
    // While this browser looks for what it has, the server is asked.
    const prepared = account.onRecognized(identity).then((data) => this.#prepare(identity, data));
    this.#since ||= Date.now();
    const settlesAt = this.#told ? 0 : this.#since + STALL_MS;
    const options = { service, domain: hosted || domain, credentials, prepared, settlesAt };
    const transport = await openTransport(options, this.#transportHandlers(signal), signal);
    this.#told = false;
    this.#since = 0;
    const data = await account.onAdmitted(identity && { ...identity, account: bareJid(transport.jid) });
    if (!this.#tabs) {
      account.onShared();
      return transport;
    }
    const entered = this.#tabs.lead(transport);
    this.#keeper.keep(data, transport.manager);
    account.onLead();
    return entered;
  }

  /** What is kept is shown when this page has its place: the leader writes it down for one that comes. */
  async #recognize(identity: Identity): Promise<void> {
    await this.#findPlace(identity);
    await this.#handlers.account.onRecognized(identity);
  }

  /** Where the leader is not online itself, what is kept is shown meanwhile. Undefined when the session is not shared. */
  async #findPlace(identity: Identity): Promise<Place | undefined> {
    const tabs = this.#tabsOf(identity.account);
    const place = tabs?.findPlace();
    const isFound = place?.then(
      () => true,
      () => false,
    );
    const isLate = tabs?.waits.then(() => new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false)));
    if ((await Promise.race([isFound, isLate])) === false) {
      this.#shownEarly = true;
      await this.#handlers.account.onRecognized(identity);
    }
    return place;
  }

  /** Enters the session that another page of the account has. Undefined when this one has to make its own. */
  async #join(identity: Identity | undefined, signal: AbortSignal): Promise<Transport | undefined> {
    const { account } = this.#handlers;
    if (!identity) this.leaveTabs();
    const place = identity && (await this.#findPlace(identity));
    signal.throwIfAborted();
    if (!place || place.leads) return undefined;
    const data = await account.onRecognized(identity);
    signal.throwIfAborted();
    if (!data && identity.password !== undefined) {
      this.#alone = identity.account;
      this.leaveTabs();
      return undefined;
    }
    this.#since = 0;
    await account.onAdmitted(identity);
    this.#keeper.close();
    account.onShared();
    const isCurrent = place.kept && !this.#shownEarly;
    const restored = isCurrent && this.#handlers.current() === '' && account.isRestored();
    return this.#tabs?.follow(place.snapshot, restored);
  }

  /** What goes on: the session of this page, or that of an earlier one. */
  async #prepare(identity: Identity | undefined, data: AccountData | undefined): Promise<LoginContext> {
    // Somebody else has no part in it.
    if (this.#handlers.current() !== identity?.account) this.#handlers.onOther();
    // With a connection of its own a page is another device to the server.
    if (!this.#tabs) return { device: new Device(), earlier: undefined };
    const { session } = this.#tabs;
    const context = await this.#keeper.open(identity?.account, data, session);
    return this.#shownEarly && !session ? { ...context, earlier: undefined } : context;
  }

  #tabsOf(account: string): AccountTabs | undefined {
    if (this.#tabs?.account !== account) this.leaveTabs();
    if (this.#options.ownConnection || this.#alone === account || !canShare()) return undefined;
    if (!this.#tabs) this.#shownEarly = false;
    return (this.#tabs ??= new AccountTabs(account, this.#handlers));
  }

  #takeTabs(): AccountTabs | undefined {
    const tabs = this.#tabs;
    this.#tabs = undefined;
    return tabs;
  }

  /** The server has a stanza of this page, or of another one. */
  #confirm(stanza: Element) {
    if (this.#tabs) this.#tabs.confirm();
    else this.#handlers.onTaken(stanza);
  }

  #transportHandlers(signal: AbortSignal): TransportHandlers {
    const tabs = this.#tabs;
    return {
      onActivity: () => {
        this.#handlers.onActivity();
      },
      onStanza: (stanza) => {
        if (tabs) tabs.receive(stanza);
        else this.#handlers.onStanza(stanza);
      },
      onTaken: (stanza) => {
        this.#confirm(stanza);
      },
      onAsked: () => this.#keeper.ask(),
      onClosed: (failure) => {
        if (signal.aborted) return;
        tabs?.lose();
        this.#handlers.onClosed(failure);
      },
    };
  }
}

/** Undefined for a visitor without an account. */
function identityOf(credentials: LoginCredentials, domain: string, proven: boolean): Identity | undefined {
  if ('anonymous' in credentials) return undefined;
  const { username, password } = credentials;
  const account = normalizeJid(`${username}@${domain}`);
  return proven ? { account } : { account, password };
}
