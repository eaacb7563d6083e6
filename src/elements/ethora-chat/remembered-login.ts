import type { ConnectionReason, ConnectionState } from '../../domain/connection.js';
import type { SessionOptions } from '../../service/options.js';
import { isRemembered } from '../../service/sign-in.js';

/** How a session without credentials ends for good. */
const OVER = new Set<ConnectionReason | undefined>(['logged-out', 'token-expired', 'credentials-needed']);

/** The login of an earlier visit, where the page lets it be remembered. */
export class RememberedLogin {
  /** How it ended, when it did so by itself. */
  ended: ConnectionState | undefined;
  #used = false;

  /** Whether the app has one to go on with; `state` is that of the session that is there already. */
  isUsable(app: Pick<SessionOptions, 'api' | 'appId' | 'remember'>, state: ConnectionState | undefined): boolean {
    if (this.#used && state?.reason === 'token-expired') this.ended = state;
    // Whatever becomes of the storage meanwhile, a session that goes on is not taken away.
    this.#used = (this.#used && !OVER.has(state?.reason)) || isRemembered(app);
    return this.#used;
  }
}
