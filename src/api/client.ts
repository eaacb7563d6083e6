/** The API for somebody who is logged in: renews the token when it has expired, once for all tabs. */
import type { ApiSession, ApiSessionStore } from '../domain/api-session.js';
import { ApiError, request, type RestRequest } from './http.js';
import { refreshTokens } from './session.js';

/** Another tab is refreshing, but without the lock: how often it is asked again, and after how long, ms. */
const BUSY_RETRIES = 3;
const BUSY_DELAY_MS = 300;

export class ApiClient {
  readonly base: string;
  readonly #store: ApiSessionStore;
  /** Tabs that share a session share this name. */
  readonly #lock: string;
  #refreshing: Promise<ApiSession> | undefined;

  /** `store` holds a session as long as somebody is logged in. */
  constructor(base: string, store: ApiSessionStore, lock: string) {
    this.base = base;
    this.#store = store;
    this.#lock = lock;
  }

  /** @throws {ApiError} when the API refuses; 401 when the login is over. */
  call(path: string, options: RestRequest = {}): Promise<unknown> {
    return this.withToken((token) => request(this.base, path, { ...options, token }));
  }

  /**
   * Does something with the token, and once more with a new one when it has expired.
   * @throws {ApiError} 401 when the login is over.
   */
  async withToken<Result>(run: (token: string) => Promise<Result>): Promise<Result> {
    const { token } = this.#session();
    try {
      return await run(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const { token: renewed } = await this.#refresh(token);
      return run(renewed);
    }
  }

  #session(): ApiSession {
    const session = this.#store.load();
    if (!session) throw new ApiError(401, 'LOGGED_OUT', 'Nobody is logged in');
    return session;
  }

  /** Everybody who needs it at the same time gets the same one. */
  #refresh(refused: string): Promise<ApiSession> {
    this.#refreshing ??= this.#locked(() => this.#renew(refused)).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Web Locks are there in secure contexts only. */
  async #locked(run: () => Promise<ApiSession>): Promise<ApiSession> {
    return 'locks' in navigator ? navigator.locks.request(this.#lock, run) : run();
  }

  async #renew(refused: string, attempt = 0): Promise<ApiSession> {
    const session = this.#session();
    // Another tab was quicker.
    if (session.token !== refused) return session;
    try {
      const tokens = await refreshTokens(this.base, session.refreshToken);
      const renewed = { ...session, ...tokens, refreshToken: tokens.refreshToken || session.refreshToken };
      // Whoever has logged out meanwhile stays so.
      this.#session();
      this.#store.save(renewed);
      return renewed;
    } catch (error) {
      const code = error instanceof ApiError && error.status === 401 ? error.code : undefined;
      // Without an answer nobody is logged out.
      if (code === undefined) throw error;
      const busy = code === 'REFRESH_IN_PROGRESS' || code === 'REFRESH_TOKEN_ALREADY_ROTATED';
      if (busy && attempt < BUSY_RETRIES) {
        await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY_MS));
        return this.#renew(refused, attempt + 1);
      }
      // What the other tab has saved is not for us to throw away.
      if (!busy) this.#store.clear();
      throw error;
    }
  }
}
