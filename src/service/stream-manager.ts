/** Counts the stanzas of one session (XEP-0198), so that both sides know which ones arrived. */
import { buildAck, buildAckRequest, parseStreamManagement } from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';

/** Quiet after own stanzas before the server is asked what it has, ms: one question for many. */
const ASK_AFTER_MS = 250;

export class StreamManager {
  readonly #write: (element: Element) => void;
  readonly #onTaken: (stanza: Element) => void;
  #queue: Element[] = [];
  #handled = 0;
  #acknowledged = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `onTaken` is told of every stanza that the server has. */
  constructor(write: (element: Element) => void, onTaken: (stanza: Element) => void) {
    this.#write = write;
    this.#onTaken = onTaken;
  }

  /** One of ours was written. */
  sent(stanza: Element) {
    this.#queue.push(stanza);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write(buildAckRequest());
    }, ASK_AFTER_MS);
  }

  /** A stanza came. */
  received() {
    this.#handled += 1;
  }

  /** True when the element belonged to stream management. */
  handle(element: Element): boolean {
    const control = parseStreamManagement(element);
    if (!control) return false;
    if (control.type === 'r') this.#write(buildAck(this.#handled));
    else if (control.type === 'a') this.#acknowledge(control.handled);
    return true;
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** A count that cannot be, such as one of more than was sent, confirms what it can and spoils no later one. */
  #acknowledge(handled: number) {
    const taken = this.#queue.splice(0, Math.max(0, handled - this.#acknowledged) || 0);
    this.#acknowledged += taken.length;
    for (const stanza of taken) this.#onTaken(stanza);
  }
}
