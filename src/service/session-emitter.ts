import type { SessionEventMap } from '../domain/session-events.js';

type Callback<Name extends keyof SessionEventMap> = (event: SessionEventMap[Name]) => void;

/** Tells a session's listeners what happens. */
export class SessionEmitter {
  readonly #callbacks: { [Name in keyof SessionEventMap]: Set<Callback<Name>> } = {
    'connection-change': new Set(),
    'message-receive': new Set(),
    'room-change': new Set(),
    'unread-change': new Set(),
    'invitation-decline': new Set(),
    error: new Set(),
  };

  /** Calls back until the returned function is called. */
  on<Name extends keyof SessionEventMap>(name: Name, callback: Callback<Name>): () => void {
    this.#callbacks[name].add(callback);
    return () => this.#callbacks[name].delete(callback);
  }

  emit<Name extends keyof SessionEventMap>(name: Name, event: SessionEventMap[Name]) {
    for (const callback of this.#callbacks[name]) {
      try {
        callback(event);
      } catch (error) {
        // The page's error is reported as the page's, and stops nothing here.
        reportError(error);
      }
    }
  }
}
