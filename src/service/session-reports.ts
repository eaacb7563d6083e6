/** What a session says of itself: `ready`, its events, and what went wrong. */
import { isTerminal } from '../domain/connection.js';
import type { Message, MessageFailure } from '../domain/message.js';
import type { RoomDenial } from '../domain/room.js';
import { ChatError, type ErrorCode, type SessionError } from '../domain/session-events.js';
import type { ConnectionStore } from '../state/connection-store.js';
import type { RoomStore } from '../state/room-store.js';
import { SessionEmitter } from './session-emitter.js';

export class SessionReports extends SessionEmitter {
  #ready = promiseReady();
  #storageFailed = false;

  constructor(connection: ConnectionStore, rooms: RoomStore) {
    super();
    let gaveUp = false;
    connection.$state.listen((state) => {
      this.emit('connection-change', state);
      const { status, reason = 'lost', detail } = state;
      if (status === 'connecting' && gaveUp) this.renew();
      gaveUp = status === 'error';
      if (!gaveUp) return;
      const message = detail ? `${reason}: ${detail}` : reason;
      this.fail('connection', message, true);
      this.#ready.reject(new ChatError('connection', message, !isTerminal(reason)));
    });
    rooms.$unread.listen((total) => {
      this.emit('unread-change', { total });
    });
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The list of rooms is known. */
  isReady() {
    this.#ready.resolve();
  }

  /** It has to become ready once more. */
  renew() {
    this.#ready = promiseReady();
  }

  /** Nothing can be kept; said once. */
  storageFailed() {
    if (!this.#storageFailed) this.fail('storage', 'The browser does not let this page store anything', false);
    this.#storageFailed = true;
  }

  roomDenied(roomJid: string, denial: RoomDenial, text: string) {
    this.fail('room-denied', text ? `${denial}: ${text}` : denial, true, { roomJid });
  }

  sendFailed({ roomJid, key }: Message, failure: MessageFailure, text: string) {
    this.fail('send', text ? `${failure}: ${text}` : failure, true, { roomJid, messageId: key });
  }

  fail(code: ErrorCode, cause: unknown, recoverable: boolean, where: Pick<SessionError, 'roomJid' | 'messageId'> = {}) {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.emit('error', { code, message, recoverable, ...where });
  }
}

/** Nobody has to wait for it. */
function promiseReady(): PromiseWithResolvers<void> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  return ready;
}
