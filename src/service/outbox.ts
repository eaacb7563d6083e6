/** Own messages of one room on their way: written, sent, and waiting for the room to send them back. */
import { batch } from 'nanostores';
import type { MediaDialect } from '../domain/attachment.js';
import { MAX_BODY_LENGTH, type Message, type MessageFailure } from '../domain/message.js';
import type { RoomDenial } from '../domain/room.js';
import type { OutboxRecord } from '../storage/records.js';
import { buildData } from '../protocol/data.js';
import { buildGroupchatMessage } from '../protocol/groupchat.js';
import { buildMedia } from '../protocol/media.js';
import type { StanzaError } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { Link } from './connection.js';
import type { OutboxRecords } from './outbox-records.js';
import { SendPace } from './send-pace.js';
import { STALL_MS } from './transport.js';

/** How long the room has to send a message back, ms. */
const ECHO_TIMEOUT_MS = 30_000;

/** How long what went into a connection that is gone may still be under way to the server, ms. */
const UNDER_WAY_MS = 3_000;

/** How often it is looked whether it has come, ms. */
const CALM_STEP_MS = 200;

/** What an outbox needs from its session. */
export interface OutboxContext {
  readonly timeline: TimelineStore;
  /** How messages with files are written. */
  readonly dialect: MediaDialect;
  /** Where messages are kept; undefined while there is no such place. */
  records(): OutboxRecords | undefined;
  /** Resolves when it is known whether there is one; undefined when it is. */
  knowing(): Promise<void> | undefined;
  onFailure(message: Message, failure: MessageFailure, text: string): void;
  /** The room says that we are not in it. */
  onNotJoined(): void;
  /** The list changed. */
  onChange(): void;
}

export class Outbox {
  readonly #jid: string;
  readonly #context: OutboxContext;
  /** What was sent, and how long its echo is waited for. */
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #resent = new Set<string>();
  /** What may have reached the room, by key; see `OutboxRecord`. */
  readonly #after = new Map<string, string>();
  readonly #files = new Map<string, File>();
  /** What is kept for a page to come, by key. */
  readonly #kept = new Set<string>();
  #lostAt = -Infinity;
  readonly #pace = new SendPace();
  #link: Link | undefined;
  #paused = false;
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

  /** Those of which nobody knows whether the room has them. */
  get doubtful(): readonly Message[] {
    const isDoubtful = ({ status, key }: Message) =>
      status === 'pending' && this.#after.has(key) && !this.#timers.has(key);
    return this.messages.filter(isDoubtful);
  }

  /** Where in the archive they would be: after the messages with these ids. */
  get doubtfulAfter(): readonly string[] {
    return this.doubtful.map(({ key }) => this.#after.get(key) ?? '');
  }

  /** Takes a message; it shows when it is kept, and goes out at once when the room is open for it. */
  async add(message: Message, file?: File): Promise<void> {
    const { key } = message;
    const knowing = this.#context.knowing();
    if (knowing) await knowing;
    if (file) this.#files.set(key, file);
    else if (this.#link && !this.#paused) this.#remember(key);
    const records = this.#keep(message);
    if (file && records) {
      await records.stored();
      // Taken back meanwhile.
      if (!this.#files.has(key)) return;
    }
    this.#set([...this.messages, message]);
    this.#transmit(message);
  }

  /** What an ended page has left. Nothing goes out until `open()` where the room may have some of it. */
  restore(records: readonly OutboxRecord[]) {
    const known = new Set(this.messages.map(({ key }) => key));
    const restored = records.filter(({ id }) => !known.has(id));
    for (const { id, after, file } of restored) {
      if (after !== undefined) this.#after.set(id, after);
      if (file) this.#files.set(id, file);
      this.#kept.add(id);
    }
    const kept = this.#context.records();
    const orderOf = ({ key }: Message) => kept?.orderOf(key) ?? Number.MAX_VALUE;
    const all = [...restored.map(({ message }) => waiting(message)), ...this.messages];
    // As one change: what the archive has is never seen beside its copy there.
    batch(() => {
      this.#set(all.sort((a, b) => orderOf(a) - orderOf(b)));
      this.#set(this.settle(this.#context.timeline.spans().flatMap(({ messages }) => messages)));
    });
    if (this.doubtful.length === 0) this.#sendPending();
    else {
      this.#link = undefined;
      this.#lostAt = performance.now();
    }
  }

  /** There is a place to keep messages now, or again: then another page may have taken some of them meanwhile. */
  keepAll() {
    const records = this.#context.records();
    const isTaken = ({ key }: Message) => this.#kept.has(key) && records?.lacks(key) === true;
    const [taken, ours] = partition(this.messages, isTaken);
    for (const { key } of taken) this.#let(key);
    for (const message of ours) this.#keep(message);
    this.#set(ours);
  }

  /** Resolves when what was sent before the connection was lost has reached the server, or never will. */
  async calm({ settlesAt }: Link): Promise<void> {
    // The clock may have been set meanwhile.
    const stall = Math.min(settlesAt - Date.now(), STALL_MS);
    const end = Math.max(this.#lostAt + UNDER_WAY_MS, performance.now() + stall);
    while (this.doubtful.length > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, CALM_STEP_MS));
    }
  }

  /** Nobody can tell whether the room has them: neither lost in silence nor sent twice, they are the user's to send again. */
  failDoubtful() {
    for (const message of this.doubtful) this.#fail(message, 'timeout', '');
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

  /** The connection is lost, but the stream may go on: what was sent is on its way, what is written waits, and no room can answer. */
  pause() {
    this.#paused = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** The stream goes on; whoever was not heard is said again by that. */
  resume() {
    this.#paused = false;
    for (const key of this.#timers.keys()) this.#awaitEcho(key);
    this.#sendPending();
  }

  /** Nothing can be sent; what was not confirmed waits again. */
  close() {
    this.#paused = false;
    if (this.#link) this.#lostAt = performance.now();
    this.#link = undefined;
    this.#refusal = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#pace.reset();
    this.#set(
      this.messages.map((message) => (message.status === 'sent' ? { ...message, status: 'pending' } : message)),
    );
  }

  /**
   * Sends a failed message again, with the same id and in its old place. False when it waits for `open()`, because the room may
   * have it; where that cannot be found out, `blind`, the user has decided.
   */
  retry(key: string, blind: boolean): boolean {
    const message = this.messages.find((candidate) => candidate.key === key && candidate.status === 'failed');
    if (!message) return true;
    const { failure: _, ...rest } = message;
    const pending: Message = { ...rest, status: 'pending' };
    this.#resent.delete(key);
    if (blind) this.#after.delete(key);
    const doubtful = this.#after.has(key);
    if (doubtful) this.#link = undefined;
    this.#keep(pending);
    this.#replace(pending);
    this.#transmit(pending);
    return !doubtful;
  }

  /** Changes a message whose file is on its way; once it is there, the message goes out. */
  change(key: string, change: (message: Message) => Message) {
    const message = this.messages.find((candidate) => candidate.key === key);
    if (!message) return;
    const changed = change(message);
    this.#replace(changed);
    if (changed.progress !== undefined) return;
    this.#files.delete(key);
    this.#keep(changed);
    if (changed.status === 'pending') this.#transmit(changed);
  }

  /** Its file could not be uploaded. */
  failUpload(key: string, failure: MessageFailure, text: string) {
    const message = this.messages.find((candidate) => candidate.key === key);
    if (message) this.#fail(message, failure, text);
  }

  discard(key: string) {
    this.#drop(key);
    this.#set(this.messages.filter((message) => message.key !== key));
  }

  /** What is still on its way when the room has sent these back. */
  settle(archived: readonly Message[]): readonly Message[] {
    if (this.messages.length === 0) return this.messages;
    const returned = new Set(archived.filter((message) => message.own).map((message) => message.clientId));
    const [back, remaining] = partition(this.messages, (message) => returned.has(message.clientId));
    for (const { key } of back) this.#drop(key);
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
    // So it does not have it.
    this.#after.delete(message.key);
    if (error.condition === 'not-acceptable' && !this.#resent.has(message.key)) {
      this.#resent.add(message.key);
      this.#forget(message.key);
      this.#keep(message);
      this.#context.onNotJoined();
      return;
    }
    if (error.condition === 'resource-constraint' && error.type === 'wait' && this.#pace.slowDown(this.#sendPending)) {
      this.#forget(message.key);
      this.#keep(message);
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
    if (!this.#link || this.#paused || !clientId || progress !== undefined || this.#timers.has(key)) return;
    if (this.#pace.waiting || (this.#pace.slow && this.#timers.size > 0)) return;
    if (!this.#after.has(key)) {
      this.#remember(key);
      this.#keep(message);
    }
    if (!this.#link.send(this.#build(message, clientId))) return;
    this.#awaitEcho(key);
  }

  #awaitEcho(key: string) {
    const fail = () => {
      const waiting = this.messages.find((candidate) => candidate.key === key);
      if (waiting) this.#fail(waiting, 'timeout', '');
    };
    this.#timers.set(key, setTimeout(fail, ECHO_TIMEOUT_MS));
  }

  #build({ body, attachment, author }: Message, clientId: string): Element {
    const data = buildData(this.#jid, author.name, attachment);
    if (!attachment) return buildGroupchatMessage(this.#jid, clientId, body, [data]);
    const media = buildMedia(attachment, this.#context.dialect);
    return buildGroupchatMessage(this.#jid, clientId, media.body, [data, ...media.children]);
  }

  #fail(message: Message, failure: MessageFailure, text: string) {
    this.#forget(message.key);
    const failed: Message = { ...message, status: 'failed', failure };
    this.#keep(failed);
    this.#replace(failed);
    this.#context.onFailure(message, failure, text);
  }

  /** It is about to go out: written down before that, so that whoever comes after a crash looks for it. */
  #remember(key: string) {
    const newest = this.#context.timeline.$archived.get().findLast(({ archiveId }) => archiveId !== undefined);
    this.#after.set(key, newest?.archiveId ?? '');
  }

  #keep(message: Message): OutboxRecords | undefined {
    const [after, file] = [this.#after.get(message.key), this.#files.get(message.key)];
    // A file that the server does not take is of no use later.
    const records = message.progress === undefined || file ? this.#context.records() : undefined;
    if (records) this.#kept.add(message.key);
    records?.keep(message, { ...(after !== undefined && { after }), ...(file && { file }) });
    return records;
  }

  /** It is none of ours any more. */
  #drop(key: string) {
    this.#let(key);
    this.#context.records()?.remove(key);
  }

  /** The same, but its record stays. */
  #let(key: string) {
    this.#forget(key);
    this.#resent.delete(key);
    this.#after.delete(key);
    this.#files.delete(key);
    this.#kept.delete(key);
  }

  #forget(key: string) {
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

/** As it is when nothing is under way: what was sent or slowed down waits again. */
function waiting({ failure, ...message }: Message): Message {
  return message.status === 'failed' ? { ...message, ...(failure && { failure }) } : { ...message, status: 'pending' };
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
