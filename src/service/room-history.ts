/** The messages of one room: pages of its archive and live ones become one list, in which every gap is known. */
import {
  closeBefore,
  firstOf,
  idsOf,
  insertSpan,
  joinSpan,
  lastOf,
  type ArchiveSpan,
  type GapState,
} from '../domain/archive-spans.js';
import type { Message } from '../domain/message.js';
import { RoomError } from '../domain/room-error.js';
import { withoutKnown } from '../domain/timeline.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { ArchivePage, ArchiveReader } from './archive-reader.js';
import type { FrameBatch } from './frame-batch.js';
import { NoAnswer } from './iq.js';
import { toRoomError } from './room-request.js';

/** Messages asked for at a time. */
export const PAGE_SIZE = 50;

/** Pages that are walked back after an outage before a gap is left. */
const MAX_CATCH_UP_PAGES = 5;
/** The same while own messages are on their way: the archive may have them, and they must not go out twice. */
const MAX_PAGES_FOR_OWN = 20;

/** Messages kept of a room that is not open. */
const KEPT_IN_BACKGROUND = 1000;

/** What a history needs from its session. */
export interface HistoryContext {
  readonly timeline: TimelineStore;
  readonly batch: FrameBatch;
  /** Makes a message of this page out of one of the wire. Undefined: nothing to show. */
  toMessage(message: GroupchatMessage): Message | undefined;
  /** Takes own messages that came back out of the list of those on their way; returns what remains on its way. */
  settle(messages: readonly Message[]): readonly Message[];
  /** The list changed. */
  onChange(): void;
  onFailure(error: unknown): void;
}

export class RoomHistory {
  /** Absent while offline. */
  reader: ArchiveReader | undefined;
  readonly #jid: string;
  readonly #context: HistoryContext;
  readonly #timeline: TimelineStore;
  #arrived: Message[] = [];
  #busy: Promise<unknown> | undefined;
  readonly #tasks = new Map<string, Promise<void>>();

  constructor(jid: string, context: HistoryContext) {
    this.#jid = jid;
    this.#context = context;
    this.#timeline = context.timeline;
  }

  /** True once a newest page was read. */
  get loaded(): boolean {
    return this.#timeline.spans().at(-1)?.first !== undefined || this.#timeline.$status.get() === 'complete';
  }

  /** A live message; shown with the next frame. */
  receive(message: Message) {
    this.#arrived.push(message);
    this.#context.batch.add(this.#showArrived);
  }

  /** Reads the newest page; after an outage, walks back to what is here already. */
  loadNewest(max: number): Promise<void> {
    return this.#once('newest', () => this.#catchUp(max));
  }

  /** Reads the page before the oldest message that is here. */
  loadOlder(): Promise<void> {
    return this.#once('older', () => this.#readOlder());
  }

  /** Adds a page to the newest messages, which others may not follow without a gap. */
  loadBeforeNewest(): Promise<void> {
    const [first] = this.#timeline.$archived.get();
    return first && this.#timeline.spans().length > 1 ? this.fillGap(first.key) : this.loadOlder();
  }

  /** Reads a page of what is missing before a message: the newest of it, or where `forth` the oldest. */
  fillGap(key: string, forth = false): Promise<void> {
    return this.#once('gap', () => this.#fill(key, forth));
  }

  /**
   * Reads the page that begins at a time, ms since the epoch, and gives its first message; undefined when there is none.
   * @throws {RoomError} when the archive cannot be asked.
   */
  jumpTo(time: number): Promise<Message | undefined> {
    return this.#alone(async () => {
      if (!this.reader) throw new RoomError('offline', '');
      if (Number.isNaN(time)) return undefined;
      const page = await this.reader.readOn(this.#jid, { max: PAGE_SIZE, start: time }).catch((error: unknown) => {
        throw toRoomError(error);
      });
      const messages = this.#toMessages(page);
      // Asked for what is yet to come, one server gives its newest message.
      const first = messages.find((message) => message.time >= time);
      if (!first) return undefined;
      const spans = this.#timeline.spans();
      const run = { messages, first: page.first, last: page.last };
      this.#show(joinSpan(spans, run) ?? insertSpan(spans, run));
      const found = this.#timeline.$messages.get().find(({ archiveId }) => archiveId === first.archiveId);
      this.#timeline.setTarget(found?.key);
      return found;
    });
  }

  /** Nobody looks at this room: only its newest messages stay. */
  trim() {
    const spans = this.#timeline.spans();
    const newest = spans.at(-1);
    this.#timeline.setTarget(undefined);
    if (!newest || this.#busy || (spans.length === 1 && newest.messages.length <= KEPT_IN_BACKGROUND)) return;
    const messages = newest.messages.slice(-KEPT_IN_BACKGROUND);
    const whole = messages.length === newest.messages.length;
    this.#timeline.setSpans([{ messages, first: whole ? newest.first : firstOf({ messages }) }]);
    this.#timeline.setStatus('ready');
  }

  /** Who asks while it is being done waits for the same. */
  #once(name: string, task: () => Promise<void>): Promise<void> {
    const begun = this.#tasks.get(name);
    if (begun) return begun;
    const done = this.#alone(task).finally(() => this.#tasks.delete(name));
    this.#tasks.set(name, done);
    return done;
  }

  /** Never two at once: each puts together new spans from what it found at its beginning. Begins at once when it can. */
  async #alone<T>(task: () => Promise<T>): Promise<T> {
    while (this.#busy) await this.#busy;
    const result = task();
    this.#busy = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.#busy = undefined;
    }
  }

  async #readOlder(): Promise<void> {
    const timeline = this.#timeline;
    if (!this.reader || !this.loaded || timeline.$status.get() === 'complete') return;
    timeline.setLoadingOlder(true);
    try {
      await this.#extendBack(this.reader, 0);
    } catch (error) {
      if (error instanceof NoAnswer && error.offline) return;
      timeline.setStatus('error');
      this.#context.onFailure(error);
    } finally {
      timeline.setLoadingOlder(false);
    }
  }

  async #fill(key: string, forth: boolean): Promise<void> {
    const { reader } = this;
    const index = this.#timeline.spans().findIndex(({ messages: [first] }) => first?.key === key);
    if (!reader || index < 1) return;
    this.#setGap(index, 'loading');
    try {
      if (!forth || !(await this.#extendForth(reader, index - 1))) await this.#extendBack(reader, index);
    } catch (error) {
      const offline = error instanceof NoAnswer && error.offline;
      this.#setGap(index, offline ? 'open' : 'failed');
      if (!offline) this.#context.onFailure(error);
    }
  }

  /** Adds the page before a span. */
  async #extendBack(reader: ArchiveReader, index: number): Promise<void> {
    const timeline = this.#timeline;
    const before = firstOf(timeline.spans()[index] ?? { messages: [] });
    const page = await reader.readOn(this.#jid, { max: PAGE_SIZE, before });
    const spans = timeline.spans();
    const { messages = [], first, last } = spans[index] ?? {};
    const run = { messages: [...this.#toMessages(page), ...messages], first: page.first ?? first, last };
    const joined = joinSpan(spans, run) ?? spans.with(index, run);
    this.#show(page.complete ? closeBefore(joined, index + joined.length - spans.length) : joined);
    if (page.complete) timeline.setStatus('complete');
    else if (index === 0) timeline.setStatus('ready');
  }

  /**
   * Adds the page after a span. False when the answer proves nothing: of an id that it does not know, one server says that nothing
   * comes after it, another begins with the oldest message.
   */
  async #extendForth(reader: ArchiveReader, index: number): Promise<boolean> {
    const after = lastOf(this.#timeline.spans()[index] ?? { messages: [] });
    const page = await reader.readOn(this.#jid, { max: PAGE_SIZE, after });
    const spans = this.#timeline.spans();
    const { messages = [], first } = spans[index] ?? {};
    const found = this.#toMessages(page);
    if (!page.last || (found[0]?.time ?? Infinity) < (messages.at(-1)?.time ?? 0)) return false;
    const run = { messages: [...messages, ...found], first, last: page.last };
    this.#show(joinSpan(spans, run) ?? spans);
    return true;
  }

  async #catchUp(max: number): Promise<void> {
    const timeline = this.#timeline;
    if (!this.reader) return;
    this.#showArrived();
    const { length } = timeline.$archived.get();
    const status = timeline.$status.get();
    if (length > 0) timeline.setCatchingUp(true);
    else timeline.setStatus('loading');
    try {
      const known = idsOf(timeline.spans().flatMap(({ messages }) => messages));
      const limit = timeline.$outgoing.get().length > 0 ? MAX_PAGES_FOR_OWN : MAX_CATCH_UP_PAGES;
      const page = await this.reader.walkBack(this.#jid, { max, known, limit });
      this.#showArrived();
      const spans = timeline.spans();
      const { messages = [], first } = spans.at(-1) ?? {};
      const held = [...spans.slice(0, -1), ...(length > 0 ? [{ messages: messages.slice(0, length), first }] : [])];
      const fetched = [...this.#toMessages(page), ...messages.slice(length)];
      const run = { messages: withoutKnown(fetched, []), first: page.first };
      const joined = joinSpan(held, run) ?? [...held, run];
      this.#show(page.complete ? closeBefore(joined, joined.length - 1) : joined);
      if (page.complete) timeline.setStatus('complete');
      else if (length === 0 || status !== 'complete') timeline.setStatus('ready');
    } catch (error) {
      this.#failed(error);
    } finally {
      timeline.setCatchingUp(false);
    }
  }

  #setGap(index: number, gap: GapState) {
    this.#timeline.setSpans(this.#timeline.spans().map((span, at) => (at === index ? { ...span, gap } : span)));
  }

  #toMessages(page: ArchivePage): Message[] {
    return page.messages.map((message) => this.#context.toMessage(message)).filter((message) => message !== undefined);
  }

  readonly #showArrived = () => {
    const arrived = this.#arrived;
    if (arrived.length === 0) return;
    this.#arrived = [];
    const spans = this.#timeline.spans();
    const archived = this.#timeline.$archived.get();
    // A double can only be a recent one: a copy by another path, or a page that overtook.
    const fresh = withoutKnown(arrived, archived.slice(-10 * PAGE_SIZE));
    const newest = { ...spans.at(-1), messages: [...archived, ...fresh], last: undefined };
    if (fresh.length > 0) this.#show([...spans.slice(0, -1), newest]);
  };

  #show(spans: readonly ArchiveSpan[]) {
    this.#timeline.deliver(spans, this.#context.settle(spans.flatMap(({ messages }) => messages)));
    this.#context.onChange();
  }

  #failed(error: unknown) {
    const timeline = this.#timeline;
    if (error instanceof StanzaFailure && NO_ARCHIVE.includes(error.condition)) {
      timeline.setStatus('complete');
      this.#context.onChange();
    } else if (!(error instanceof NoAnswer && error.offline)) {
      if (timeline.$archived.get().length === 0) timeline.setStatus('error');
      this.#context.onFailure(error);
    }
  }
}

/** Answers of rooms that keep no archive. */
const NO_ARCHIVE = ['service-unavailable', 'feature-not-implemented'];
