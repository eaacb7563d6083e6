/**
 * Counts the stanzas of one session (XEP-0198), so that both sides know which ones arrived, over one connection after another:
 * what the server does not have when a stream goes on is said again.
 */
import { buildAck, buildAckRequest, parseEnabled, parseStreamManagement } from '../protocol/stream-management.js';
import type { EnabledStream, ResumedStream } from '../protocol/stream-management.js';
import type { Element } from '../protocol/xml.js';
import type { StreamRecord } from '../storage/records.js';
import type { EarlierStream } from './login.js';
import type { SessionStream } from './transport.js';

/** Quiet after own stanzas before the server is asked what it has, ms: one question for many. */
const ASK_AFTER_MS = 250;

/** How long a stream can go on after a loss where the server does not say, s. */
const DEFAULT_MAX = 300;

/** What a manager tells its session. */
export interface StreamManagerHandlers {
  /** The server has this stanza. */
  onTaken(stanza: Element): void;
  /** The server asks how far we are. True when that is being stored: `stored()` follows. */
  onAsked(): boolean;
}

/** What a stream begins with, or goes on from: counts, and what the server may not have. */
export interface StreamBeginning extends Partial<StreamRecord> {
  readonly jid: string;
  readonly taken?: number;
  readonly queue?: readonly Element[];
}

export class StreamManager implements SessionStream {
  /** Own full JID. */
  readonly jid: string;
  readonly #handlers: StreamManagerHandlers;
  #id: string;
  #max: number;
  #write: ((element: Element) => void) | undefined;
  /** What the server has not confirmed, oldest first. */
  #queue: Element[];
  #handled: number;
  #acknowledged: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #owesAnswer = false;
  /** When the connection was lost, ms since the epoch; 0 while there is one. */
  #lostAt: number;

  constructor(beginning: StreamBeginning, handlers: StreamManagerHandlers) {
    const { jid, id = '', handled = 0, max = DEFAULT_MAX, at = 0, taken = 0, queue = [] } = beginning;
    this.jid = jid;
    this.#id = id;
    this.#handled = handled;
    this.#max = max;
    this.#acknowledged = taken;
    this.#queue = [...queue];
    this.#lostAt = at;
    this.#handlers = handlers;
  }

  get handled(): number {
    return this.#handled;
  }

  get taken(): number {
    return this.#acknowledged;
  }

  get said(): number {
    return this.#acknowledged + this.#queue.length;
  }

  /** What an earlier page leaves to the next one; undefined when the stream cannot go on. */
  get record(): StreamRecord | undefined {
    const at = this.#lostAt || Date.now();
    return this.#id ? { id: this.#id, handled: this.#handled, jid: this.jid, max: this.#max, at } : undefined;
  }

  /** What it takes to go on with the stream; undefined when that cannot be, or not any more. */
  get earlier(): EarlierStream | undefined {
    const isLate = this.#lostAt > 0 && Date.now() - this.#lostAt > this.#max * 1000;
    return this.#id && !isLate ? { id: this.#id, handled: this.#handled, jid: this.jid } : undefined;
  }

  /** Both sides count from now on. `write`: to the server. `enabled`: what the server said to that, unless it comes later. */
  begin(write: (element: Element) => void, enabled?: EnabledStream) {
    this.#write = write;
    if (enabled) this.#enable(enabled);
  }

  /** The stream goes on over another connection. Its id may be a new one. The server is asked at once what it has. */
  resume({ id, handled }: ResumedStream, write: (element: Element) => void) {
    this.#id = id;
    this.#write = write;
    this.#lostAt = 0;
    this.#acknowledge(handled);
    // Of an earlier page nothing is left to say again; the count goes on where the server is.
    this.#acknowledged = handled;
    for (const stanza of this.#queue) write(stanza);
    write(buildAckRequest());
  }

  /** The connection is gone; nothing happens when the stream goes on over another one already. */
  lose(write: (element: Element) => void) {
    if (write !== this.#write) return;
    this.#write = undefined;
    this.#owesAnswer = false;
    this.#lostAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The session is about to end. What came is confirmed: else the server would keep it for the next one. */
  finish() {
    this.#write?.(buildAck(this.#handled));
  }

  /** Says it now, or as soon as the stream goes on. */
  send(stanza: Element) {
    this.#queue.push(stanza);
    this.#write?.(stanza);
    this.#askSoon();
  }

  /** A stanza came. */
  received() {
    this.#handled += 1;
  }

  /**
   * What so many stanzas have changed is on the disk, or will never be. What is not is not confirmed, so that a page that crashes
   * gets it once more.
   */
  stored(handled = this.#handled) {
    if (this.#owesAnswer) this.#write?.(buildAck(handled));
    this.#owesAnswer = false;
  }

  /** True when the element belonged to stream management. */
  handle(element: Element): boolean {
    const control = parseStreamManagement(element);
    if (!control) return false;
    const enabled = parseEnabled(element);
    if (enabled) this.#enable(enabled);
    else if (control.type === 'r') {
      this.#owesAnswer = true;
      if (!this.#handlers.onAsked()) this.stored(this.#handled);
    } else if (control.type === 'a') this.#acknowledge(control.handled);
    return true;
  }

  #enable({ id, max }: EnabledStream) {
    this.#id = id;
    this.#max = max ?? DEFAULT_MAX;
  }

  #askSoon() {
    if (!this.#write) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write?.(buildAckRequest());
    }, ASK_AFTER_MS);
  }

  /** A count that cannot be, such as one of more than was sent, confirms what it can and spoils no later one. */
  #acknowledge(handled: number) {
    const taken = this.#queue.splice(0, Math.max(0, handled - this.#acknowledged) || 0);
    this.#acknowledged += taken.length;
    for (const stanza of taken) this.#handlers.onTaken(stanza);
  }
}
