/** Where a login with the API is kept: in memory, or in the browser's storage so that it survives a reload. */
import type { ApiSession, ApiSessionStore } from '../domain/api-session.js';

/** How long a login that is not used is remembered, ms: 30 days. */
const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** As long as the page. */
export class MemorySessions implements ApiSessionStore {
  #session: ApiSession | undefined;

  load() {
    return this.#session;
  }
  save(session: ApiSession) {
    this.#session = session;
  }
  clear() {
    this.#session = undefined;
  }
}

/**
 * For this origin; shared by its tabs, and there again after a reload. Without storage it lives as long as the page. Tabs in which
 * different people are logged in do not disturb each other; the last one to log in is remembered.
 */
export class RememberedSessions implements ApiSessionStore {
  readonly #key: string;
  /** What this tab last knew. */
  #own: ApiSession | undefined;
  #failed = false;

  /** `name`: that of the API and the app. */
  constructor(name: string) {
    this.#key = `ethora-chat:session:${name}`;
  }

  load(): ApiSession | undefined {
    const stored = this.#stored();
    if (stored && !this.#isOther(stored)) return (this.#own = stored);
    // Without an entry, another tab has logged out.
    return stored || this.#failed ? this.#own : undefined;
  }

  /** The chat server's password stays out: it is asked for anew. */
  save(session: ApiSession) {
    const stored = this.#stored();
    const isRenewal = session.user.xmppUsername === this.#own?.user.xmppUsername;
    this.#own = session;
    if (isRenewal && stored && this.#isOther(stored)) return;
    const kept = { ...session, user: { ...session.user, xmppPassword: '' } };
    this.#try(() => {
      localStorage.setItem(this.#key, JSON.stringify({ expires: Date.now() + LIFETIME_MS, session: kept }));
    });
  }

  clear() {
    const stored = this.#stored();
    const isOther = stored !== undefined && this.#isOther(stored);
    this.#own = undefined;
    if (isOther) return;
    this.#try(() => {
      localStorage.removeItem(this.#key);
    });
  }

  #isOther({ user }: ApiSession): boolean {
    return this.#own !== undefined && this.#own.user.xmppUsername !== user.xmppUsername;
  }

  #stored(): ApiSession | undefined {
    return parseEntry(this.#try(() => localStorage.getItem(this.#key)) ?? '');
  }

  /** Storage may be full, or not allowed here. */
  #try<Result>(access: () => Result): Result | undefined {
    try {
      return access();
    } catch {
      this.#failed = true;
      return undefined;
    }
  }
}

/** Undefined when it is damaged, or has expired. */
function parseEntry(entry: string): ApiSession | undefined {
  try {
    const { expires, session } = JSON.parse(entry) as Partial<{ expires: number; session: ApiSession }>;
    if (typeof expires !== 'number' || expires <= Date.now()) return undefined;
    const complete = session?.token && session.refreshToken && session.user.xmppUsername;
    return complete ? session : undefined;
  } catch {
    return undefined;
  }
}
