/** Turns what a person signs in with into what the chat server takes, where needed through Ethora's REST API. */
import { ApiClient } from '../api/client.js';
import { fetchConfig, type AppConfig } from '../api/config.js';
import { loginByEmail, loginByToken } from '../api/session.js';
import { fetchXmppPassword } from '../api/users.js';
import type { ApiSession, ApiSessionStore } from '../domain/api-session.js';
import type { Credentials, LoginCredentials } from '../domain/credentials.js';
import { jidDomain, jidLocal } from '../domain/jid.js';
import { isWalletAddress, walletToUsername } from '../domain/wallet.js';
import { MemorySessions, RememberedSessions } from '../storage/api-sessions.js';
import { apiFailure } from './api-failure.js';
import { ConnectionFailure } from './failure.js';
import { readApi, type SessionOptions } from './options.js';

/** How to enter the chat server. */
export interface ServerLogin {
  readonly credentials: LoginCredentials;
  /** The domain that the API names; empty when it names none, or the page does. */
  readonly domain: string;
  /** The API vouches for whose password this is. */
  readonly proven: boolean;
}

type ApiCredentials = Exclude<Credentials, LoginCredentials | { walletAddress: string }>;

export class SignIn {
  readonly #options: SessionOptions;
  readonly #store: ApiSessionStore;
  #client: ApiClient | undefined;
  #config: Promise<AppConfig> | undefined;
  /** What the API session was made with; undefined for a remembered one. */
  #used: string | undefined;
  /** Of the chat server, got from the API; empty as long as nobody is logged in there. */
  #password = '';

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#store = options.remember ? new RememberedSessions(nameOf(options)) : new MemorySessions();
  }

  /** What the API calls the user; empty when it does not say. */
  get name(): string {
    const { firstName = '', lastName = '' } = this.#store.load()?.user ?? {};
    return `${firstName} ${lastName}`.trim();
  }

  /** Bare JID of whose login of an earlier visit is used. Empty when nobody's is. */
  get remembered(): string {
    return this.#options.credentials ? '' : (this.#store.load()?.account ?? '');
  }

  /** The chat server has let this account in. */
  admitted(account: string) {
    const session = this.#store.load();
    if (session && session.account !== account) this.#store.save({ ...session, account });
  }

  /** The API, for somebody who is logged in there. */
  get client(): ApiClient | undefined {
    return this.#store.load() && this.#client;
  }

  /**
   * What this attempt is made with. `renew`: the last one was refused.
   * @throws {ConnectionFailure} when nothing can be had.
   */
  async resolve(renew: boolean, signal: AbortSignal): Promise<ServerLogin> {
    const given = await this.#ask();
    if (!given && !this.#store.load()) throw new ConnectionFailure(this.#used ? 'token-expired' : 'credentials-needed');
    const plain = given && plainLogin(given);
    if (plain) return { credentials: plain, domain: '', proven: false };
    const credentials = given as ApiCredentials | undefined;
    this.#client ??= new ApiClient(readApi(this.#options), this.#store, `ethora-chat:${nameOf(this.#options)}`);
    try {
      return await this.#resolveByApi(this.#client, credentials, renew, signal);
    } catch (error) {
      throw apiFailure(error, credentials && 'email' in credentials ? 'wrong-credentials' : 'token-expired');
    }
  }

  /** Whether another attempt may get something newer. */
  canRenew({ reason }: ConnectionFailure): boolean {
    const isRefused = reason === 'wrong-credentials';
    if (typeof this.#options.credentials === 'function') return isRefused || reason === 'token-expired';
    return isRefused && this.#password !== '';
  }

  /** A fresh password that the chat server refuses is nobody's mistake in typing. */
  explain(failure: ConnectionFailure): ConnectionFailure {
    const isFresh = failure.reason === 'wrong-credentials' && this.#password !== '';
    return isFresh ? new ConnectionFailure('refused', failure.detail) : failure;
  }

  /** Forgets the login, here and in the browser's storage. */
  forget() {
    this.#store.clear();
    this.#used = undefined;
    this.#password = '';
  }

  async #ask(): Promise<Credentials | undefined> {
    const { credentials } = this.#options;
    if (typeof credentials !== 'function') return credentials;
    try {
      return await credentials();
    } catch (error) {
      throw new ConnectionFailure('credentials-failed', error instanceof Error ? error.message : String(error));
    }
  }

  async #resolveByApi(
    client: ApiClient,
    credentials: ApiCredentials | undefined,
    renew: boolean,
    signal: AbortSignal,
  ): Promise<ServerLogin> {
    const hosted = this.#options.domain ? '' : this.#host(client.base, signal);
    const isKnown = !credentials || (this.#used === JSON.stringify(credentials) && this.#store.load() !== undefined);
    if (!isKnown) await this.#logIn(client.base, credentials, signal);
    if (!this.#password || (isKnown && renew)) await this.#fetchPassword(client, credentials, signal);
    const xmppUsername = this.#store.load()?.user.xmppUsername ?? '';
    const isJid = xmppUsername.includes('@');
    return {
      credentials: { username: isJid ? jidLocal(xmppUsername) : xmppUsername, password: this.#password },
      domain: (await hosted) || (isJid && !this.#options.domain ? jidDomain(xmppUsername) : ''),
      proven: true,
    };
  }

  /** A login that is over, or an API that gives no passwords by themselves: the person is logged in anew. */
  async #fetchPassword(client: ApiClient, credentials: ApiCredentials | undefined, signal: AbortSignal) {
    try {
      const password = await fetchXmppPassword(client, signal);
      signal.throwIfAborted();
      this.#password = password;
    } catch (error) {
      const { reason } = apiFailure(error, 'token-expired');
      if (signal.aborted || !credentials || reason !== 'token-expired') throw error;
      await this.#logIn(client.base, credentials, signal);
    }
  }

  async #logIn(base: string, credentials: ApiCredentials, signal: AbortSignal) {
    this.#password = '';
    const session = await this.#open(base, credentials, signal);
    // Whoever has logged out meanwhile stays so.
    signal.throwIfAborted();
    this.#store.save(session);
    this.#used = JSON.stringify(credentials);
    this.#password = session.user.xmppPassword;
  }

  async #open(base: string, credentials: ApiCredentials, signal: AbortSignal): Promise<ApiSession> {
    if ('token' in credentials) return loginByToken(base, credentials.token, signal);
    const { appId = '', appToken } = this.#options;
    const token = appToken || (await this.#app(base, signal)).appToken;
    return loginByEmail(base, { ...credentials, appId, appToken: token }, signal);
  }

  /** @throws {ApiError} 404 when there is none. @throws {ConnectionFailure} `wrong-app` when it is another one. */
  async #app(base: string, signal: AbortSignal): Promise<AppConfig> {
    const { appId = '' } = this.#options;
    const asked = (this.#config ??= fetchConfig(base, appId, signal));
    const config = await asked.catch((error: unknown) => {
      this.#config = undefined;
      throw error;
    });
    if (appId && config.appId && config.appId !== appId) throw new ConnectionFailure('wrong-app', config.appId);
    return config;
  }

  /** Empty when the API does not say: then the address of the chat server has to. */
  async #host(base: string, signal: AbortSignal): Promise<string> {
    try {
      return (await this.#app(base, signal)).xmppHost;
    } catch {
      return '';
    }
  }
}

/** Whether a login of an earlier visit is kept for these options. */
export function isRemembered(options: Pick<SessionOptions, 'api' | 'appId' | 'remember'>): boolean {
  return options.remember === true && new RememberedSessions(nameOf(options)).load() !== undefined;
}

function nameOf({ api = '', appId = '' }: Pick<SessionOptions, 'api' | 'appId'>): string {
  return `${api} ${appId}`.trim();
}

/** Undefined when only the API can tell. */
function plainLogin(credentials: Credentials): LoginCredentials | undefined {
  if ('anonymous' in credentials) return credentials;
  if ('walletAddress' in credentials) {
    return { username: walletToUsername(credentials.walletAddress), password: credentials.password };
  }
  if (!('username' in credentials)) return undefined;
  const { username, password } = credentials;
  return { username: isWalletAddress(username) ? walletToUsername(username) : username, password };
}
