/** Keeps the rooms of an account and their newest messages in its data, and shows them on the next visit. */
import type { Occupant, Room } from '../domain/room.js';
import { firstOf } from '../domain/archive-spans.js';
import type { Message } from '../domain/message.js';
import type { RoomStore } from '../state/room-store.js';
import { ignore, type AccountDatabase, type AccountTransaction } from '../storage/account-database.js';
import { isRoomRecord, isTimelineRecord, type RoomRecord, type TimelineRecord } from '../storage/records.js';
import type { AccountData } from './account-data.js';
import type { FrameBatch } from './frame-batch.js';
import type { RoomController } from './room-controller.js';

const MAX_ROOMS = 300;

/** Messages kept of a room that is open, or in which something is unread. */
const MAX_MESSAGES = 200;
/** The same of the others. */
const MAX_MESSAGES_IN_BACKGROUND = 50;

/** Timelines read at a time, so that the page never stands still. */
const CHUNK = 20;

/** That a room was used later is written down when it is later by this, ms. */
const USE_STEP_MS = 3_600_000;

/** Our place in a room. */
export interface Place {
  /** Own nick; empty when we are not in it. */
  readonly nick: string;
  readonly occupants: readonly Occupant[] | ReadonlyMap<string, Occupant>;
}

/** What the cache needs from the rooms. */
export interface RoomCacheContext {
  readonly rooms: RoomStore;
  readonly batch: FrameBatch;
  readonly controllers: ReadonlyMap<string, RoomController>;
  place(jid: string): Place;
  restore(records: readonly RoomRecord[]): void;
  restoreTimeline(record: TimelineRecord): void;
}

/** What was last written of a room; compared by identity where that is cheap. */
interface Written extends Place {
  /** The value in the store. */
  readonly shown?: Room | undefined;
  /** What of it is kept, as JSON. */
  readonly text: string;
  readonly usedAt: number;
  readonly messages?: readonly Message[] | undefined;
}

export class RoomCache {
  readonly #context: RoomCacheContext;
  readonly #written = new Map<string, Written>();
  #data: AccountData | undefined;
  #stops: readonly (() => void)[] = [];

  constructor(context: RoomCacheContext) {
    this.#context = context;
  }

  /** Shows what is kept, the open room first; from now on keeps what changes. Resolves when all of it is here. */
  async use(data: AccountData): Promise<void> {
    this.leave();
    this.#data = data;
    this.#stops = [data.contribute(this.#contribute), this.#context.rooms.$byJid.listen(this.#onChange)];
    for (const controller of this.#context.controllers.values()) this.watch(controller);
    const records = (await data.read((database) => database.getAll('rooms'))) ?? [];
    if (data !== this.#data) return;
    const rooms = records.filter(isRoomRecord);
    for (const record of rooms) this.#written.set(record.jid, { ...record, text: JSON.stringify(record.room) });
    this.#context.restore(rooms);
    await this.#restoreTimelines(data);
  }

  /** True while this is where everything is kept. */
  uses(data: AccountData): boolean {
    return data === this.#data;
  }

  /** Another account, or none: nothing is kept any more. */
  leave() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#data = undefined;
    this.#written.clear();
  }

  /** A room whose messages may be kept. */
  watch({ timeline, occupants }: RoomController) {
    if (!this.#data) return;
    const stops = [timeline.$archived.listen(this.#onChange), occupants.$byNick.listen(this.#onChange)];
    this.#stops = [...this.#stops, ...stops];
  }

  /** There is no space left: the older half goes. False when there is nothing more to give up. */
  async shrink(database: AccountDatabase): Promise<boolean> {
    const oldest = [...this.#written].sort(([, a], [, b]) => a.usedAt - b.usedAt).map(([jid]) => jid);
    const half = oldest.slice(0, Math.ceil(oldest.length / 2));
    if (half.length === 0) return false;
    const transaction = database.transaction(['rooms', 'timelines'], 'readwrite');
    for (const jid of half) this.#remove(transaction, jid);
    await transaction.done;
    for (const jid of half) this.#written.delete(jid);
    return true;
  }

  async #restoreTimelines(data: AccountData): Promise<void> {
    const { rooms } = this.#context;
    const active = rooms.$active.get();
    const first = active === undefined ? undefined : await data.read((database) => database.get('timelines', active));
    if (first) this.#restoreTimeline(data, first);
    for (let last = ''; ;) {
      const range = IDBKeyRange.lowerBound(last, true);
      const chunk = (await data.read((database) => database.getAll('timelines', range, CHUNK))) ?? [];
      for (const record of chunk) this.#restoreTimeline(data, record);
      const { jid } = chunk.at(-1) ?? {};
      if (data !== this.#data || jid === undefined) return;
      last = jid;
    }
  }

  #restoreTimeline(data: AccountData, record: TimelineRecord) {
    const written = this.#written.get(record.jid);
    if (data !== this.#data || !written || written.messages || !isTimelineRecord(record)) return;
    this.#written.set(record.jid, { ...written, messages: record.messages });
    this.#context.restoreTimeline(record);
  }

  readonly #onChange = () => {
    this.#data?.changed();
  };

  readonly #contribute = (transaction: AccountTransaction) => {
    this.#context.batch.settle();
    const { rooms } = this.#context;
    const used = Object.values(rooms.$byJid.get()).map((room) => ({ room, usedAt: this.#usedAt(room) }));
    const kept = used.sort((a, b) => b.usedAt - a.usedAt).slice(0, MAX_ROOMS);
    const changed = kept.flatMap(({ room, usedAt }) => this.#write(transaction, room, usedAt) ?? []);
    const wanted = new Set(kept.map(({ room }) => room.jid));
    const gone = [...this.#written.keys()].filter((jid) => !wanted.has(jid));
    for (const jid of gone) this.#remove(transaction, jid);
    return () => {
      for (const [jid, written] of changed) this.#written.set(jid, written);
      for (const jid of gone) this.#written.delete(jid);
    };
  };

  #usedAt({ jid, preview }: Room): number {
    const before = this.#written.get(jid)?.usedAt ?? 0;
    if (jid !== this.#context.rooms.$active.get()) return Math.max(before, preview?.time ?? 0);
    const now = Date.now();
    return now - before > USE_STEP_MS ? now : before;
  }

  /** What is new of a room. Undefined when nothing is. */
  #write(transaction: AccountTransaction, shown: Room, usedAt: number): [[string, Written]] | undefined {
    const { jid } = shown;
    const before = this.#written.get(jid);
    const { nick, occupants } = this.#context.place(jid);
    const room = keptOf(shown);
    const text = shown === before?.shown ? before.text : JSON.stringify(room);
    const isSame = text === before?.text && usedAt === before.usedAt;
    const isPlaceSame = nick === before?.nick && occupants === before.occupants;
    if (!isSame || !isPlaceSame) {
      const record: RoomRecord = { jid, room, nick, occupants: [...occupants.values()], usedAt };
      ignore(transaction.objectStore('rooms').put(record));
    }
    const messages = this.#writeTimeline(transaction, shown, before?.messages);
    return [[jid, { shown, text, nick, occupants, usedAt, messages }]];
  }

  /** The messages that are kept then. */
  #writeTimeline(transaction: AccountTransaction, { jid, unread }: Room, before: Written['messages']) {
    const { timeline, history } = this.#context.controllers.get(jid) ?? {};
    const messages = timeline?.$archived.get();
    if (!timeline || !messages || !history?.loaded || messages === before) return before;
    const isOpen = jid === this.#context.rooms.$active.get();
    const kept = messages.slice(isOpen || unread > 0 ? -MAX_MESSAGES : -MAX_MESSAGES_IN_BACKGROUND);
    const whole = kept.length === messages.length;
    const spans = timeline.spans();
    const record: TimelineRecord = {
      jid,
      messages: kept,
      first: whole ? spans.at(-1)?.first : firstOf({ messages: kept }),
      complete: whole && spans.length === 1 && timeline.$status.get() === 'complete',
    };
    ignore(transaction.objectStore('timelines').put(record));
    return messages;
  }

  #remove(transaction: Pick<AccountTransaction, 'objectStore'>, jid: string) {
    ignore(transaction.objectStore('rooms').delete(jid));
    ignore(transaction.objectStore('timelines').delete(jid));
  }
}

/** What of a room is true after a while, too. */
function keptOf({ typing: _, denial: __, denialText: ___, onlineCount: ____, picture, ...room }: Room): Room {
  const isOfPage = picture?.startsWith('blob:') === true;
  return { ...room, presence: 'idle', ...(picture && !isOfPage && { picture }) };
}
