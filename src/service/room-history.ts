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
import { correctKept, keptBefore } from '../domain/kept-messages.js';
import type { Message } from '../domain/message.js';
import { RoomError } from '../domain/room-error.js';
import { withoutKnown } from '../domain/timeline.js';
import { log } from '../log.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { TimelineRecord } from '../storage/records.js';
import type { ArchivePage, ArchiveReader } from './archive-reader.js';
import type { FrameBatch } from './frame-batch.js';
import { NoAnswer } from './iq.js';
import { toRoomError } from './room-request.js';

/** Messages asked for at a time. */
export const PAGE_SIZE = 50;

/** How the newest messages are read of a room that is open: pages walked back to what is here before a gap is left. */
export const OPEN_ROOM: CatchUp = { max: PAGE_SIZE, pages: 5 };
/** Of the others only enough for the preview and most counts. */
export const BACKGROUND_ROOM: CatchUp = { max: 20, pages: 1 };

/** Messages kept of a room that is not open. */
const KEPT_IN_BACKGROUND = 1000;

/** How much is read to catch up. */
export interface CatchUp {
  /** Messages asked for at a time. */
  readonly max: number;
  readonly pages: number;
}

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
  /** False when the room has said that it keeps none, or none for us. */
  hasArchive = true;
  readonly #jid: string;
  readonly #context: HistoryContext;
  readonly #timeline: TimelineStore;
  #arrived: Message[] = [];
  #busy: Promise<unknown> | undefined;
  readonly #tasks = new Map<string, { readonly reader: ArchiveReader | undefined; readonly done: Promise<unknown> }>();
  /** Archive ids of what an earlier page kept and the archive has not confirmed. */
  #unchecked = new Set<string>();
  #checking = false;

  constructor(jid: string, context: HistoryContext) {
    this.#jid = jid;
    this.#context = context;
    this.#timeline = context.timeline;
  }

  /** True once a newest page was read. */
  get loaded(): boolean {
    return this.#timeline.spans().at(-1)?.first !== undefined || this.#timeline.$status.get() === 'complete';
  }

  /** Shows what this browser has kept, unless more is here. Until the archive was read, it may have changed since. */
  restore({ messages, first, complete }: TimelineRecord) {
    if (this.loaded || this.#busy || this.#timeline.$archived.get().length > 0) return;
    this.#timeline.deliver([{ messages, first }], this.#context.settle(messages));
    this.#timeline.setStatus(complete ? 'complete' : 'ready');
    this.#unchecked = new Set(idsOf(messages));
  }

  /** A live message; shown with the next frame. */
  receive(message: Message) {
    this.#arrived.push(message);
    this.#context.batch.add(this.#showArrived);
  }

  /** True when nothing is missing between the message with this archive id, or the first one ever, and now. */
  reachesBackTo(archiveId: string): boolean {
    const { $archived, $status, $gaps } = this.#timeline;
    if ($status.get() === 'complete' && $gaps.get().size === 0) return true;
    return $archived.get().some((message) => message.archiveId !== undefined && message.archiveId === archiveId);
  }

  /** Reads the newest page; after an outage, walks back to what is here already. False when the archive could not be read. */
  loadNewest(how: CatchUp): Promise<boolean> {
    return this.#once('newest', () => this.#catchUp(how));
  }

  /** Compares what an earlier page kept with the archive, from the newest back. A failure leaves it as it is. */
  async check(): Promise<void> {
    if (this.#checking || this.#unchecked.size === 0) return;
    this.#checking = true;
    try {
      while (await this.#alone(() => this.#checkPage()));
    } catch (error) {
      log.debug('kept messages could not be compared', error);
    } finally {
      this.#checking = false;
    }
  }

  /** What was kept is true: what became of it meanwhile was heard. */
  confirm() {
    this.#unchecked.clear();
  }

  /** Reads the page before the oldest message that is here. */
  loadOlder(): Promise<void> {
    return this.#once('older', () => this.#readOlder());
  }

  /** Adds a page to the newest messages, which others may not follow without a gap. False when it could not be had. */
  async loadBeforeNewest(): Promise<boolean> {
    const spans = this.#timeline.spans();
    const [first] = this.#timeline.$archived.get();
    await (first && spans.length > 1 ? this.fillGap(first.key) : this.loadOlder());
    return spans !== this.#timeline.spans() || this.#timeline.$status.get() === 'complete';
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
  #once<T>(name: string, task: () => Promise<T>): Promise<T> {
    const { reader } = this;
    const begun = this.#tasks.get(name);
    // What was asked in an earlier session has failed, and may not know it yet.
    if (begun && begun.reader === reader) return begun.done as Promise<T>;
    const done = this.#alone(task).finally(() => {
      if (this.#tasks.get(name)?.done === done) this.#tasks.delete(name);
    });
    this.#tasks.set(name, { reader, done });
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

  /** False when there is nothing left to compare, or no way to. */
  async #checkPage(): Promise<boolean> {
    const { reader } = this;
    const { messages: held } = this.#newest;
    const newest = held.findLastIndex(({ archiveId = '' }) => this.#unchecked.has(archiveId));
    const before = held.slice(newest + 1).find(({ archiveId }) => archiveId !== undefined)?.archiveId;
    if (!reader || newest < 0 || before === undefined) return false;
    const page = await reader.readOn(this.#jid, { max: PAGE_SIZE, before });
    this.#showArrived();
    // Where nothing comes, nothing is known: the anchor may have expired a moment ago.
    if (page.messages.length === 0) return false;
    const spans = this.#timeline.spans();
    const { messages } = this.#newest;
    const end = messages.findIndex(({ archiveId }) => archiveId === before);
    if (end < 0) return false;
    const checked = this.#correct({ ...this.#newest, messages: messages.slice(0, end) }, page);
    this.#show([...spans.slice(0, -1), { ...checked, messages: [...checked.messages, ...messages.slice(end)] }]);
    if (page.complete && spans.length === 1) this.#timeline.setStatus('complete');
    return true;
  }

  /** The same span, with what the page says of it. */
  #correct(span: ArchiveSpan, page: ArchivePage): ArchiveSpan {
    const read = this.#toMessages(page);
    const start = keptBefore(span.messages, read);
    for (const { archiveId = '' } of span.messages.slice(start)) this.#unchecked.delete(archiveId);
    return {
      ...span,
      messages: correctKept(span.messages, read),
      ...(start === 0 && { first: page.first ?? span.first }),
    };
  }

  get #newest(): ArchiveSpan {
    return this.#timeline.spans().at(-1) ?? { messages: [] };
  }

  async #catchUp({ max, pages }: CatchUp): Promise<boolean> {
    const timeline = this.#timeline;
    if (!this.reader) return false;
    this.#showArrived();
    const { length } = timeline.$archived.get();
    const status = timeline.$status.get();
    if (length > 0) timeline.setCatchingUp(true);
    else timeline.setStatus('loading');
    try {
      const known = idsOf(timeline.spans().flatMap(({ messages }) => messages));
      const page = await this.reader.walkBack(this.#jid, { max, known, limit: pages });
      this.#showArrived();
      const spans = timeline.spans();
      const { messages, first } = this.#newest;
      const kept = this.#caughtUp({ messages: messages.slice(0, length), first }, page);
      const held = [...spans.slice(0, -1), ...(kept.messages.length > 0 ? [kept] : [])];
      const fetched = [...this.#toMessages(page), ...messages.slice(length)];
      const run = { messages: withoutKnown(fetched, []), first: page.first };
      const joined = joinSpan(held, run) ?? [...held, run];
      this.#show(page.complete ? closeBefore(joined, joined.length - 1) : joined);
      if (page.complete) timeline.setStatus('complete');
      else if (length === 0 || status !== 'complete') timeline.setStatus('ready');
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    } finally {
      timeline.setCatchingUp(false);
    }
  }

  /** What was here before the page came, as far as it is true. */
  #caughtUp(span: ArchiveSpan, page: ArchivePage): ArchiveSpan {
    if (this.#unchecked.size === 0) return span;
    const ids = idsOf(span.messages);
    const meets = page.messages.some(({ archiveId = '' }) => ids.has(archiveId));
    return meets || page.complete ? this.#correct(span, page) : span;
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
    this.hasArchive = !(error instanceof StanzaFailure);
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
