/** How far the user has read one room: what is unread, where the line stands, and what others and own devices have seen. */
import type { Message } from '../domain/message.js';
import { isFurther, markSeen } from '../domain/readers.js';
import type { Room } from '../domain/room.js';
import { unreadAfter } from '../domain/timeline.js';
import type { TimelineStore } from '../state/timeline-store.js';
import type { ReadPositions } from '../storage/read-positions.js';
import type { FrameBatch } from './frame-batch.js';
import type { RemotePosition } from './read-sync.js';

/** More unread messages than this need no exact count. */
const MOST_UNREAD = 99;

/** Who reads on is not reported at every message, ms. */
const TELL_AFTER_MS = 1_000;

/** What a reading needs from its room. */
export interface ReadingContext {
  readonly timeline: TimelineStore;
  /** For counting. */
  readonly counts: FrameBatch;
  readonly positions: () => ReadPositions;
  /** True once the newest messages are here. */
  readonly loaded: () => boolean;
  readonly isOpen: () => boolean;
  patch(change: Partial<Room>): void;
  /** Tells the others and the own devices that everything up to this message was seen. */
  tell(message: Message): void;
}

/** How to find out where the user stopped reading. */
export interface UnreadSearch {
  /** What the user's other devices say. */
  readonly seen: () => Promise<RemotePosition> | undefined;
  /** Adds to the newest messages the page before them. */
  readonly loadOlder: () => Promise<unknown>;
  /** False when the answer is of no use any more. */
  readonly isCurrent: () => boolean;
}

export class RoomReading {
  readonly #jid: string;
  readonly #context: ReadingContext;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The newest message that was seen and not told of. */
  #untold: Message | undefined;
  /** True once it is known where the user stopped reading, and the line is drawn there. */
  #settled = false;
  /** True while that is being found out: what is counted meanwhile would be corrected a moment later. */
  #searching = false;
  /** What another tab has seen, and is not here yet. */
  #ahead: string | undefined;

  constructor(jid: string, context: ReadingContext) {
    this.#jid = jid;
    this.#context = context;
  }

  /** Everything that is here was seen. */
  markRead() {
    // A room without an archive gives no ids; there it is known as long as the page is.
    const newest = this.#archived.findLast((message) => message.archiveId !== undefined) ?? this.#archived.at(-1);
    const id = newest?.archiveId ?? newest?.key;
    if (!newest || !id || !this.#settled || this.#position === id) return;
    this.#context.patch({ unread: 0 });
    this.#context.positions().set(this.#jid, id);
    this.#tellOf(newest);
  }

  /** Nothing was missed. What was read is known; another tab may have read on since the count was kept. */
  resume() {
    this.#searching = false;
    this.#settle();
    // The page before may have ended before it had counted what came last.
    if (this.#settled && !this.#needsOlder()) this.#context.counts.add(this.count);
    this.start();
  }

  /** The room can be told now. */
  start() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#untold) this.#context.tell(this.#untold);
      this.#untold = undefined;
    }, TELL_AFTER_MS);
  }

  /** Nothing is told any more until `start()`. */
  stop() {
    clearTimeout(this.#timer);
  }

  /** Another device of the user has seen everything up to this message. Never goes back. */
  advance(archiveId: string) {
    if (this.#position && !isFurther(this.#archived, this.#position, archiveId)) return;
    this.#context.positions().set(this.#jid, archiveId);
    this.#context.counts.add(this.count);
  }

  /** The same, where only the time is known, in ms since the epoch. */
  advanceToTime(ms: number) {
    const seen = this.#archived.findLast((message) => message.archiveId !== undefined && message.time <= ms);
    if (seen?.archiveId) this.advance(seen.archiveId);
    else if (this.#position === undefined) this.advance('');
  }

  /** Another tab has seen everything up to this message, which may be on its way to us still. */
  follow(archiveId: string) {
    this.#ahead = archiveId;
    this.#context.counts.add(this.count);
  }

  /** Somebody else has seen everything up to this message. */
  hearSeen(nick: string, archiveId: string) {
    const { timeline } = this.#context;
    const seen = markSeen(this.#archived, archiveId, nick);
    if (seen !== this.#archived) timeline.setArchived(seen);
  }

  /** The newest messages are here: finds out where the user stopped reading, on this device or another, and counts from there. */
  async find({ seen, loadOlder, isCurrent }: UnreadSearch): Promise<void> {
    const remote = await seen();
    if (!isCurrent()) return;
    if (remote?.archiveId) this.advance(remote.archiveId);
    if (remote?.time !== undefined) this.advanceToTime(remote.time);
    while (isCurrent() && this.#needsOlder()) {
      const { length } = this.#archived;
      await loadOlder();
      if (this.#archived.length === length) break;
    }
    if (!isCurrent()) return;
    this.#searching = false;
    this.#settle();
    this.count();
  }

  /** True when the last message that was read is not here, and is wanted for a right count. */
  #needsOlder(): boolean {
    const position = this.#position;
    const { $status, $gaps } = this.#context.timeline;
    const more = $status.get() === 'ready' || $gaps.get().size > 0;
    if (position === undefined || !more || this.#archived.length > MOST_UNREAD) return false;
    return !this.#archived.some((message) => message.archiveId === position);
  }

  /** The newest messages are asked for: until they are here and counted, nothing of them counts as read. */
  unsettle() {
    this.#settled = false;
    this.#searching = true;
  }

  #settle() {
    if (!this.#context.loaded()) return;
    this.#baseline();
    if (this.#context.isOpen() && !this.#context.timeline.$unreadMark.get()) this.mark();
    this.#settled = true;
  }

  /** A room that the user sees for the first time has nothing unread. */
  #baseline() {
    if (this.#position !== undefined) return;
    const newest = this.#archived.at(-1);
    this.#context.positions().set(this.#jid, newest?.archiveId ?? '');
    this.count();
    // Of the others nothing is told: they may be many, and nobody has looked at them.
    if (newest && this.#context.isOpen()) this.#tellOf(newest);
  }

  readonly count = () => {
    if (this.#position === undefined || this.#searching) return;
    if (this.#ahead !== undefined && isFurther(this.#archived, this.#position, this.#ahead)) {
      this.#context.positions().set(this.#jid, this.#ahead);
      this.#ahead = undefined;
    }
    const unread = this.#unread();
    this.#context.patch({ unread: unread.length });
    if (this.#context.isOpen()) this.#extendMark(unread);
  };

  #tellOf(message: Message) {
    this.#untold = message;
    this.start();
  }

  /** Draws the line where the user stopped reading. */
  mark() {
    this.#extendMark(this.#unread());
  }

  /** The line stays where it is; only its count grows. */
  #extendMark(unread: readonly Message[]) {
    const { timeline } = this.#context;
    const first = unread[0];
    const mark = timeline.$unreadMark.get();
    if (first && (!mark || mark.key === first.key)) {
      timeline.setUnreadMark({ key: first.key, count: unread.length });
    }
  }

  #unread(): readonly Message[] {
    return this.#position === undefined ? [] : unreadAfter(this.#archived, this.#position);
  }

  get #archived(): readonly Message[] {
    return this.#context.timeline.$archived.get();
  }

  get #position(): string | undefined {
    return this.#context.positions().get(this.#jid);
  }
}
