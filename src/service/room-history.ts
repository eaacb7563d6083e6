/** The messages of one room: pages of its archive and live ones become one list without gap or double. */
import type { Message } from '../domain/message.js';
import { mergeCatchUp, withoutKnown } from '../domain/timeline.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { ArchivePage, ArchiveReader } from './archive-reader.js';
import type { FrameBatch } from './frame-batch.js';
import { NoAnswer } from './iq.js';

/** Messages asked for at a time. */
export const PAGE_SIZE = 50;

/** Pages that are walked back after an outage before the old messages are given up. */
const MAX_CATCH_UP_PAGES = 20;

/** Pages in a row that may hold nothing to show before the reader has to ask again. */
const MAX_EMPTY_PAGES = 5;

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
  readonly #jid: string;
  readonly #context: HistoryContext;
  #arrived: Message[] = [];
  #cursor: string | undefined;
  #loading: Promise<void> | undefined;
  #loadingOlder: Promise<void> | undefined;

  constructor(jid: string, context: HistoryContext) {
    this.#jid = jid;
    this.#context = context;
  }

  /** True once a newest page was read. */
  get loaded(): boolean {
    return this.#cursor !== undefined || this.#context.timeline.$status.get() === 'complete';
  }

  /** A live message; shown with the next frame. */
  receive(message: Message) {
    this.#arrived.push(message);
    this.#context.batch.add(this.#showArrived);
  }

  /** Reads the newest page; after an outage, walks back to what is here already. */
  loadNewest(reader: ArchiveReader, max = PAGE_SIZE): Promise<void> {
    this.#loading ??= this.#catchUp(reader, max).finally(() => {
      this.#loading = undefined;
      this.#context.timeline.setCatchingUp(false);
    });
    return this.#loading;
  }

  /** Reads the page before the oldest one that is here. */
  loadOlder(reader: ArchiveReader): Promise<void> {
    this.#loadingOlder ??= this.#readOlder(reader).finally(() => {
      this.#loadingOlder = undefined;
    });
    return this.#loadingOlder;
  }

  async #readOlder(reader: ArchiveReader): Promise<void> {
    const { timeline } = this.#context;
    // Never both at once: each puts together a new list from what it found at its beginning.
    await this.#loading;
    if (this.#cursor === undefined || timeline.$status.get() === 'complete') return;
    timeline.setLoadingOlder(true);
    try {
      for (let pages = 0; pages < MAX_EMPTY_PAGES; pages += 1) {
        const page = await reader.read(this.#jid, { max: PAGE_SIZE, before: this.#cursor });
        this.#extend(page);
        if (page.complete || page.messages.length > 0) break;
      }
    } catch (error) {
      if (error instanceof NoAnswer && error.offline) return;
      timeline.setStatus('error');
      this.#context.onFailure(error);
    } finally {
      timeline.setLoadingOlder(false);
    }
  }

  /** Nobody looks at this room: only its newest messages stay. */
  trim() {
    const { timeline } = this.#context;
    const archived = timeline.$archived.get();
    const kept = archived.slice(-KEPT_IN_BACKGROUND);
    if (kept.length === archived.length || this.#loadingOlder || this.#loading) return;
    this.#cursor = kept.find((message) => message.archiveId !== undefined)?.archiveId ?? this.#cursor;
    timeline.setArchived(kept);
    timeline.setStatus('ready');
  }

  async #catchUp(reader: ArchiveReader, max: number): Promise<void> {
    const { timeline } = this.#context;
    // Not awaited for nothing: on entering, the question goes out together with the join.
    if (this.#loadingOlder) await this.#loadingOlder;
    this.#showArrived();
    const before = timeline.$archived.get();
    if (before.length > 0) timeline.setCatchingUp(true);
    else timeline.setStatus('loading');
    try {
      const { fetched, first, complete, reached } = await this.#walkBack(reader, max, before);
      this.#showArrived();
      const live = timeline.$archived.get().slice(before.length);
      const merged = mergeCatchUp({ before, fetched, live });
      this.#show(merged);
      // What was here reaches further back than what was fetched.
      if (reached && merged[0] === before[0]) return;
      this.#cursor = first;
      timeline.setStatus(complete ? 'complete' : 'ready');
    } catch (error) {
      this.#failed(error);
    }
  }

  async #walkBack(reader: ArchiveReader, max: number, before: readonly Message[]) {
    const known = new Set(before.map((message) => message.archiveId));
    const fetched: Message[] = [];
    let anchor: string | undefined = '';
    for (let pages = 0; pages < MAX_CATCH_UP_PAGES; pages += 1) {
      const page: ArchivePage = await reader.read(this.#jid, { max, before: anchor });
      fetched.unshift(...this.#toMessages(page));
      const reached = page.messages.some((message) => known.has(message.archiveId));
      anchor = page.first ?? anchor;
      if (reached || page.complete || known.size === 0) {
        return { fetched, first: anchor, complete: page.complete, reached };
      }
    }
    return { fetched, first: anchor, complete: false, reached: false };
  }

  #extend(page: ArchivePage) {
    const { timeline } = this.#context;
    const archived = timeline.$archived.get();
    this.#cursor = page.first ?? this.#cursor;
    const older = withoutKnown(this.#toMessages(page), archived);
    if (older.length > 0) this.#show([...older, ...archived]);
    timeline.setStatus(page.complete ? 'complete' : 'ready');
  }

  #toMessages(page: ArchivePage): Message[] {
    return page.messages.map((message) => this.#context.toMessage(message)).filter((message) => message !== undefined);
  }

  readonly #showArrived = () => {
    const arrived = this.#arrived;
    if (arrived.length === 0) return;
    this.#arrived = [];
    const archived = this.#context.timeline.$archived.get();
    // A double can only be a recent one: a copy by another path, or a page that overtook.
    const fresh = withoutKnown(arrived, archived.slice(-10 * PAGE_SIZE));
    if (fresh.length > 0) this.#show([...archived, ...fresh]);
  };

  #show(messages: readonly Message[]) {
    this.#context.timeline.deliver(messages, this.#context.settle(messages));
    this.#context.onChange();
  }

  #failed(error: unknown) {
    const { timeline } = this.#context;
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
