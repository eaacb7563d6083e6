/** The state of the connection to the server, as a page and a person see it. */

/**
 * `connecting`: an attempt is under way. `online`: signed in. `offline`: not connected, and either waiting for the next
 * automatic attempt or told to stay so. `error`: not connected, and nothing will happen until somebody acts.
 */
export type ConnectionStatus = 'connecting' | 'online' | 'offline' | 'error';

/** Why the connection is not online, in words that code can compare. */
export type ConnectionReason =
  /** Nothing was asked yet, or `disconnect()` was called. */
  | 'idle'
  /** `logout()` was called. */
  | 'logged-out'
  /** No credentials: the login form is shown. */
  | 'credentials-needed'
  /** `service` is missing or is no WebSocket URL. */
  | 'invalid-service'
  /** What one signs in with needs the API, but `api` is missing or is no URL. */
  | 'invalid-api'
  /** `ws://` to another machine without `allow-insecure`, or PLAIN over such a connection. */
  | 'insecure'
  /** The server could not be reached: wrong address, not running, or no network. */
  | 'unreachable'
  /** The browser says that there is no network. */
  | 'no-network'
  /** The connection broke; automatic attempts follow. */
  | 'lost'
  /** The server answered, but does not serve this domain. */
  | 'unknown-host'
  /** Username or password is not right. */
  | 'wrong-credentials'
  /** The page's credentials function failed. */
  | 'credentials-failed'
  /** The API could not be reached: wrong address, no network, or it lets no page of this site ask (CORS). */
  | 'api-unreachable'
  /** The API does not know this app, or the account is another app's. */
  | 'wrong-app'
  /** The e-mail address of the account is not verified yet. */
  | 'email-unverified'
  /** The token that one signs in with has expired or is not right, or a remembered login is over. */
  | 'token-expired'
  /** The account is disabled, or the server refuses it for another reason. */
  | 'refused'
  /** The server offers no way to sign in that this client knows. */
  | 'no-mechanism'
  /** The server did not answer in time. */
  | 'timeout'
  /** Another session of the same account took this one's place. */
  | 'replaced'
  /** The server closed the stream because it is shutting down or overloaded. */
  | 'server-error';

/** The connection at one moment. */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** Why it is not online; absent while it is. */
  readonly reason?: ConnectionReason;
  /** What the server said, when it gave a text; untrusted. */
  readonly detail?: string;
  /** Automatic attempts made since it was last online; 0 for the first connection. */
  readonly attempt: number;
  /** When the next automatic attempt starts, ms since the epoch; absent when none is planned. */
  readonly retryAt?: number;
}

/** Reasons that another attempt with the same settings cannot cure. */
export function isTerminal(reason: ConnectionReason): boolean {
  return TERMINAL.has(reason);
}

const TERMINAL = new Set<ConnectionReason>([
  'credentials-needed',
  'invalid-service',
  'invalid-api',
  'insecure',
  'wrong-app',
  'email-unverified',
  'token-expired',
  'unknown-host',
  'wrong-credentials',
  'credentials-failed',
  'refused',
  'no-mechanism',
  'replaced',
]);
