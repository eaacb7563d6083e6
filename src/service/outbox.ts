/** Own messages of one room on their way: written, sent, and waiting for the room to send them back. */
import type { MediaDialect } from '../domain/attachment.js';
import { MAX_BODY_LENGTH, type Message, type MessageFailure } from '../domain/message.js';
import type { RoomDenial } from '../domain/room.js';
import { buildData } from '../protocol/data.js';
import { buildGroupchatMessage } from '../protocol/groupchat.js';
import { buildMedia } from '../protocol/media.js';
import type { StanzaError } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { Link } from './connection.js';
import { SendPace } from './send-pace.js';

/** How long the room has to send a message back, ms. */
const ECHO_TIMEOUT_MS = 30_000;

/** What an outbox needs from its session. */
export interface OutboxContext {
  readonly timeline: TimelineStore;
  /** How messages with files are written. */
  readonly dialect: MediaDialect;
  onFailure(message: Message, failure: MessageFailure, text: string): void;
  /** The room says that we are not in it. */
  onNotJoined(): void;
  /** The list changed. */
  onChange(): void;
}

export class Outbox {
  readonly #jid: string;
  readonly #context: OutboxContext;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #resent = new Set<string>();
  readonly #pace = new SendPace();
  #link: Link | undefined;
  #refusal: MessageFailure | undefined;

  constructor(jid: string, context: OutboxContext) {
    this.#jid = jid;
    this.#context = context;
  }

  get messages(): readonly Message[] {
    return this.#context.timeline.$outgoing.get();
  }

  has(clientId: string | undefined): boolean {
    return clientId !== undefined && this.messages.some((message) => message.clientId === clientId);
  }

  /** Takes a message; it goes out at once when the room is open for it. */
  add(message: Message) {
    this.#set([...this.messages, message]);
    this.#transmit(message);
  }

  /** The room lets us write, and what it had of ours is known: everything that waits goes out in order. */
  open(link: Link) {
    this.#link = link;
    this.#refusal = undefined;
    this.#sendPending();
  }

  /** The room keeps us out: what waits has failed, and so does what is written until it is asked again. */
  refuse(denial: RoomDenial, text: string) {
    const failure = DENIED[denial] ?? 'not-joined';
    this.#link = undefined;
    this.#refusal = failure;
    for (const message of this.messages) if (message.status !== 'failed') this.#fail(message, failure, text);
  }

  /** Nothing can be sent; what was not confirmed waits again. */
  close() {
    this.#link = undefined;
    this.#refusal = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#pace.reset();
    this.#set(
      this.messages.map((message) => (message.status === 'sent' ? { ...message, status: 'pending' } : message)),
    );
  }

  /** Sends a failed message again, with the same id and in its old place. */
  retry(key: string) {
    const message = this.messages.find((candidate) => candidate.key === key && candidate.status === 'failed');
    if (!message) return;
    const { failure: _, ...rest } = message;
    const pending: Message = { ...rest, status: 'pending' };
    this.#resent.delete(key);
    this.#replace(pending);
    this.#transmit(pending);
  }

  /** Changes a message whose file is on its way; once it is there, the message goes out. */
  change(key: string, change: (message: Message) => Message) {
    const message = this.messages.find((candidate) => candidate.key === key);
    if (!message) return;
    const changed = change(message);
    this.#replace(changed);
    if (changed.status === 'pending') this.#transmit(changed);
  }

  /** Its file could not be uploaded. */
  failUpload(key: string, failure: MessageFailure, text: string) {
    const message = this.messages.find((candidate) => candidate.key === key);
    if (message) this.#fail(message, failure, text);
  }

  discard(key: string) {
    const message = this.messages.find((candidate) => candidate.key === key);
    if (!message) return;
    this.#forget(message);
    this.#set(this.messages.filter((candidate) => candidate !== message));
  }

  /** What is still on its way when the room has sent these back. */
  settle(archived: readonly Message[]): readonly Message[] {
    if (this.messages.length === 0) return this.messages;
    const returned = new Set(archived.filter((message) => message.own).map((message) => message.clientId));
    const [back, remaining] = partition(this.messages, (message) => returned.has(message.clientId));
    for (const message of back) {
      this.#forget(message);
      this.#resent.delete(message.key);
    }
    if (back.length > 0 && this.#pace.slow) queueMicrotask(this.#sendPending);
    return back.length === 0 ? this.messages : remaining;
  }

  /** The server has taken the message. */
  handleTaken(clientId: string) {
    // What the room has refused meanwhile waits, though the server had it.
    const isUnderWay = ({ status, key }: Message) => status === 'pending' && this.#timers.has(key);
    this.#update(clientId, (message) => (isUnderWay(message) ? { ...message, status: 'sent' } : message));
  }

  /** The room, or the server, refused the message. */
  handleError(clientId: string, error: StanzaError) {
    const message = this.messages.find((candidate) => candidate.clientId === clientId);
    if (!message) return;
    if (error.condition === 'not-acceptable' && !this.#resent.has(message.key)) {
      this.#resent.add(message.key);
      this.#forget(message);
      this.#context.onNotJoined();
      return;
    }
    if (error.condition === 'resource-constraint' && error.type === 'wait' && this.#pace.slowDown(this.#sendPending)) {
      this.#forget(message);
      this.#replace({ ...message, status: 'pending', failure: 'rate-limit' });
      return;
    }
    this.#fail(message, failureOf(error), error.text);
    if (this.#pace.slow) this.#sendPending();
  }

  /** In order; after the server said that it was too much, one at a time. */
  readonly #sendPending = () => {
    const pending = this.messages.filter(({ status }) => status === 'pending');
    if (pending.length === 0) this.#pace.reset();
    for (const message of pending) this.#transmit(message);
  };

  #transmit(message: Message) {
    const { clientId, body, key, progress } = message;
    const failure = body.length > MAX_BODY_LENGTH ? 'too-large' : this.#refusal;
    if (failure) {
      this.#fail(message, failure, '');
      return;
    }
    if (!this.#link || !clientId || progress !== undefined || this.#timers.has(key)) return;
    if (this.#pace.waiting || (this.#pace.slow && this.#timers.size > 0)) return;
    if (!this.#link.send(this.#build(message, clientId))) return;
    this.#timers.set(
      key,
      setTimeout(() => {
        const waiting = this.messages.find((candidate) => candidate.key === key);
        if (waiting) this.#fail(waiting, 'timeout', '');
      }, ECHO_TIMEOUT_MS),
    );
  }

  #build({ body, attachment, author }: Message, clientId: string): Element {
    const data = buildData(this.#jid, author.name, attachment);
    if (!attachment) return buildGroupchatMessage(this.#jid, clientId, body, [data]);
    const media = buildMedia(attachment, this.#context.dialect);
    return buildGroupchatMessage(this.#jid, clientId, media.body, [data, ...media.children]);
  }

  #fail(message: Message, failure: MessageFailure, text: string) {
    this.#forget(message);
    this.#replace({ ...message, status: 'failed', failure });
    this.#context.onFailure(message, failure, text);
  }

  #forget({ key }: Message) {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  #update(clientId: string, change: (message: Message) => Message) {
    const message = this.messages.find((candidate) => candidate.clientId === clientId);
    if (message) this.#replace(change(message));
  }

  #replace(message: Message) {
    this.#set(this.messages.map((candidate) => (candidate.key === message.key ? message : candidate)));
  }

  #set(messages: readonly Message[]) {
    if (messages.length === 0 && this.messages.length === 0) return;
    this.#context.timeline.setOutgoing(messages);
    this.#context.onChange();
  }
}

function failureOf({ condition, text }: StanzaError): MessageFailure {
  if (condition === 'forbidden' && /banned/i.test(text)) return 'banned';
  return FAILURES[condition] ?? 'rejected';
}

/** What becomes of messages to a room that keeps us out; `not-joined` where it does not say. */
const DENIED: Readonly<Partial<Record<RoomDenial, MessageFailure>>> = {
  banned: 'banned',
  'not-found': 'room-gone',
  destroyed: 'room-gone',
  timeout: 'timeout',
};

const FAILURES: Readonly<Record<string, MessageFailure>> = {
  forbidden: 'forbidden',
  'not-allowed': 'forbidden',
  'not-acceptable': 'not-joined',
  'resource-constraint': 'rate-limit',
  'policy-violation': 'too-large',
  'item-not-found': 'room-gone',
  'remote-server-not-found': 'room-gone',
  gone: 'room-gone',
};

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
