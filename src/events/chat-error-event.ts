import type { SessionError } from '../domain/session-events.js';

/** Something went wrong that the page or the person may have to act on. */
export class ChatErrorEvent extends CustomEvent<SessionError> {
  constructor(error: SessionError) {
    super('ethora-error', { detail: error, bubbles: true, composed: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-error': ChatErrorEvent;
  }
}
