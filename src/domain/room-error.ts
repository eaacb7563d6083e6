import { ChatError } from './session-events.js';

/** Thrown by actions on rooms: what the server refused, in its own words where it gave any. */
export class RoomError extends ChatError {
  constructor(
    /** What the server answered, such as `forbidden` or `not-allowed`; `no-answer` or `offline` when it did not. */
    readonly condition: string,
    /** In words; untrusted, and often empty. */
    readonly text: string,
  ) {
    super('room-action', text ? `${condition}: ${text}` : condition, RECOVERABLE.has(condition));
  }
}

/** It can be tried again as it is. */
const RECOVERABLE = new Set(['no-answer', 'offline', 'timeout', 'resource-constraint', 'internal-server-error']);
