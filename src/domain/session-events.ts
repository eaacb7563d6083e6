import type { ConnectionState } from './connection.js';
import type { Decline } from './invitation.js';
import type { Message } from './message.js';

/** What can go wrong, in words that code can compare. */
export type ErrorCode =
  /** The connection gave up; `reason` of the connection state says why. */
  | 'connection'
  /** The room list could not be had. */
  | 'room-list'
  /** A room refused us, or put us out. */
  | 'room-denied'
  /** An action on a room was refused; only thrown by that action. */
  | 'room-action'
  /** A page of history could not be had. */
  | 'history'
  /** A message could not be delivered. */
  | 'send'
  /** The browser's storage cannot be used; the session goes on from memory. */
  | 'storage'
  /** A listener or renderer of the page threw. */
  | 'page';

/** An error that a page or a person may have to act on. */
export interface SessionError {
  readonly code: ErrorCode;
  /** In English, for a log; never holds a password, a token or a message. */
  readonly message: string;
  /** True when it can be tried again. */
  readonly recoverable: boolean;
  readonly roomJid?: string;
  readonly messageId?: string;
}

/** Thrown by `connect()` and `ready` when the session gives up. */
export class ChatError extends Error implements SessionError {
  override readonly name = 'ChatError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly recoverable: boolean,
  ) {
    super(message);
  }
}

/** What a session reports besides its stores. */
export interface SessionEventMap {
  'connection-change': ConnectionState;
  /** Live messages of others; never history. */
  'message-receive': { readonly message: Message; readonly roomJid: string };
  'room-change': { readonly roomJid: string | undefined };
  'unread-change': { readonly total: number };
  /** Somebody whom the user invited does not come. */
  'invitation-decline': Decline;
  error: SessionError;
}
