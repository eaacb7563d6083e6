import type { ConnectionReason } from '../domain/connection.js';
import type { StreamError } from '../protocol/stream-error.js';

/** Why an attempt to connect failed, or a connection ended. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  constructor(
    readonly reason: ConnectionReason,
    /** What the server said; untrusted, often empty. */
    readonly detail = '',
    /** Where the server wants us to go instead: a host, or a URL; untrusted. */
    readonly elsewhere?: string,
  ) {
    super(detail ? `${reason}: ${detail}` : reason);
  }
}

/** Any error in the words of this project. */
export function toFailure(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  if (!(error instanceof Error)) return new ConnectionFailure('lost');
  // Browsers refuse ws:// in a page that came over https://, and say so by throwing.
  if (error.name === 'SecurityError') return new ConnectionFailure('insecure');
  if (error.name === 'SyntaxError') return new ConnectionFailure('invalid-service');
  return new ConnectionFailure('lost', error.message);
}

/** What the server said when it ended the stream. */
export function streamFailure({ condition, text, otherHost }: StreamError): ConnectionFailure {
  return new ConnectionFailure(streamReason(condition), text, otherHost);
}

/** What the server answers to a login: RFC 6120 section 6.5. */
export function saslFailure(condition: string, detail: string): ConnectionFailure {
  return new ConnectionFailure(saslReason(condition), detail);
}

function saslReason(condition: string): ConnectionReason {
  switch (condition) {
    case 'not-authorized':
    case 'invalid-authzid':
    case 'credentials-expired':
      return 'wrong-credentials';
    case 'account-disabled':
      return 'refused';
    case 'encryption-required':
      return 'insecure';
    case 'temporary-auth-failure':
      return 'server-error';
    case 'invalid-mechanism':
    case 'mechanism-too-weak':
      return 'no-mechanism';
    default:
      return 'refused';
  }
}

/** RFC 6120 section 4.9.3. */
function streamReason(condition: string): ConnectionReason {
  switch (condition) {
    case 'host-unknown':
    case 'host-gone':
      return 'unknown-host';
    case 'conflict':
      return 'replaced';
    case 'not-authorized':
      return 'refused';
    case 'connection-timeout':
      return 'timeout';
    default:
      return 'server-error';
  }
}
