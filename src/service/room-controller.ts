/** One room of a session: its place, its history, what is on its way, and what of it is unread. */
import type { RoomSession } from '../context.js';
import { mediaKindOf, type Attachment } from '../domain/attachment.js';
import { randomId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import { previewOf } from '../domain/preview.js';
import { cleanXmlText } from '../domain/text.js';
import { buildDisplayed, type Displayed } from '../protocol/chat-markers.js';
import { buildChatState, type ChatState } from '../protocol/chat-states.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { createMemberStore, type MemberStore } from '../state/member-store.js';
import { createOccupantStore, type OccupantStore } from '../state/occupant-store.js';
import { createTimelineStore, type TimelineStore } from '../state/timeline-store.js';
import type { OutboxRecord, RoomRecord, TimelineRecord } from '../storage/records.js';
import type { ArchiveReader } from './archive-reader.js';
import type { Link } from './connection.js';
import { createMessage, createOwnMessage, type MessageContent } from './message-factory.js';
import { Outbox } from './outbox.js';
import { OwnTyping } from './own-typing.js';
import { isInside } from './room-checks.js';
import { BACKGROUND_ROOM, OPEN_ROOM, RoomHistory } from './room-history.js';
import type { RoomContext } from './room-context.js';
import { askRoomInfo, keepsArchive, looksOf } from './room-info.js';
import { RoomMembership } from './room-membership.js';
import { RoomReading } from './room-reading.js';
import { Typists } from './typists.js';

/** Pages that are read at most to find out which own messages the room has. */
const MAX_PAGES_FOR_OWN = 20;

export class RoomController implements RoomSession {
  readonly jid: string;
  readonly timeline: TimelineStore = createTimelineStore();
  readonly occupants: OccupantStore = createOccupantStore();
  readonly members: MemberStore = createMemberStore(this.occupants.$byNick);
  readonly membership: RoomMembership;
  readonly outbox: Outbox;
  readonly reading: RoomReading;
  readonly #context: RoomContext;
  readonly history: RoomHistory;
  readonly #typists: Typists;
  readonly #ownTyping: OwnTyping;
  #link: Link | undefined;
  /** The newest page that was asked for together with entering; what came later is missed without being asked for again. */
  #current: Promise<boolean> | undefined;
  /** Counts `#resume()`: the last one opens the outbox. */
  #resumptions = 0;
  #reading: Promise<void> = Promise.resolve();
  /** True from our entry until the room has said its subject, which it does last (XEP-0045 section 7.2.15). */
  #entering = false;

  constructor(jid: string, context: RoomContext) {
    this.jid = jid;
    this.#context = context;
    const { batch, patch, isOpen } = context;
    const onChange = this.#onChange;
    this.#typists = new Typists((typing) => {
      patch({ typing });
    });
    this.#ownTyping = new OwnTyping((composing) => {
      const { nick, name = nick } = context.self();
      if (this.membership.joined) this.#link?.send(buildChatState(jid, composing, name));
    });
    this.membership = new RoomMembership(jid, {
      occupants: this.occupants,
      batch,
      patch,
      onJoined: (created) => {
        this.#entering = true;
        context.onJoined();
        // A room of our own is not open before it is configured.
        if (!created) void this.#resume();
      },
      onLeft: (nick) => {
        this.#typists.stopped(nick);
      },
      onDenied: (denial, text) => {
        this.#quiet();
        this.outbox.refuse(denial, text);
        context.onDenied(denial, text);
      },
    });
    this.outbox = new Outbox(jid, {
      timeline: this.timeline,
      dialect: context.dialect,
      records: context.outboxRecords,
      knowing: context.knowingRecords,
      onFailure: context.onSendFailure,
      onNotJoined: () => {
        this.rejoin();
      },
      onChange,
    });
    this.reading = new RoomReading(jid, {
      timeline: this.timeline,
      counts: context.counts,
      positions: context.positions,
      loaded: () => this.history.loaded,
      isOpen,
      patch,
      tell: (message) => {
        this.#tellSeen(message);
      },
    });
    this.history = new RoomHistory(jid, {
      timeline: this.timeline,
      batch,
      toMessage: (wire) => this.#toMessage(wire),
      settle: (messages) => this.outbox.settle(messages),
      onChange,
      onFailure: context.onHistoryFailure,
    });
  }

  /** Enters the room and reads its newest messages, both at once. Resolves when both are done. */
  async enter(link: Link, reader: ArchiveReader): Promise<void> {
    this.#link = link;
    this.history.reader = reader;
    this.outbox.close();
    // In this order, so that nothing is missed between the page's end and our entry.
    const joined = this.membership.join(link);
    this.#current = this.#loadNewest();
    void this.#describe(link);
    await Promise.all([joined, this.#current]);
    await this.#reading;
    if (this.#context.isOpen()) void this.history.check();
  }

  /** Shows what this browser has kept of the messages. */
  restore(record: TimelineRecord) {
    this.history.restore(record);
    if (this.#context.isOpen() && this.history.loaded) this.reading.mark();
  }

  /** A stream of an earlier page goes on, and we are in the room still: nothing has to be asked. */
  goOn(link: Link, reader: ArchiveReader, record: RoomRecord) {
    this.#link = link;
    this.history.reader = reader;
    this.history.confirm();
    this.membership.restore(link, record);
    // Of rooms that were entered a moment before the page went nothing was kept yet.
    if (this.history.loaded) this.#current = Promise.resolve(true);
    this.reading.resume();
    void this.#resume();
  }

  /** Another tab of the account enters the room, and this one with it. */
  async enterAlong(link: Link, reader: ArchiveReader): Promise<void> {
    this.#link = link;
    this.history.reader = reader;
    this.outbox.close();
    await this.membership.joinAlong(link);
    await this.refresh();
  }

  /** Another tab has left the room. */
  leaveAlong() {
    this.membership.offline();
    this.leave();
  }

  /**
   * Enters a room that comes to be by that. False when it was there before.
   * @throws {RoomError} when it does not let us in.
   */
  create(link: Link, reader: ArchiveReader): Promise<boolean> {
    this.#link = link;
    this.history.reader = reader;
    this.outbox.close();
    return this.membership.create(link);
  }

  /** The room that we made is ready for messages. */
  begin() {
    void this.#resume();
    void this.refresh();
  }

  /** Goes out of the room, and stays out. */
  leave() {
    this.#quiet();
    this.outbox.close();
    this.membership.leave();
  }

  /** Asks the room once more what it says of itself. */
  async refresh(): Promise<void> {
    if (this.#link) await this.#describe(this.#link);
  }

  /** The connection is gone. */
  offline() {
    this.#link = undefined;
    this.history.reader = undefined;
    this.#current = undefined;
    this.#quiet();
    this.outbox.close();
    this.membership.offline();
  }

  /** The connection is lost, but the stream may go on. */
  pause() {
    this.membership.pause();
    this.outbox.pause();
  }

  /** It goes on. */
  resume() {
    this.membership.resume();
    this.outbox.resume();
  }

  /** The room is on the screen from now on: the unread line is drawn where it was left. */
  open() {
    if (this.history.loaded) this.reading.mark();
    if (this.timeline.$status.get() === 'error') void this.#loadNewest();
    if (this.membership.joined) void this.history.check();
  }

  /** The room is not on the screen any more. */
  close() {
    this.timeline.setUnreadMark(undefined);
    this.history.trim();
  }

  receive({ time, ...wire }: GroupchatMessage) {
    // While we enter, the room tells what was before: its subject is no news then. Later nobody may date a message.
    const past = this.#entering && time !== undefined;
    const greeting = this.#entering && wire.subject !== undefined;
    if (greeting || time === undefined) this.#entering = false;
    const message = greeting ? undefined : this.#toMessage(past ? { ...wire, time } : wire);
    if (!message) return;
    this.#typists.stopped(message.author.nick);
    this.history.receive(message);
    if (!message.own && message.kind !== 'system') this.#context.onReceive(message);
  }

  /** Somebody began to write, or stopped. */
  hearState(state: ChatState) {
    if (state.nick !== this.membership.nick) this.#typists.hear(state);
  }

  /** An occupant has seen everything up to a message; it may be the user, on another device. */
  hearSeen({ nick, archiveId }: Displayed) {
    // With the next frame: the message itself may be waiting for it.
    this.#context.batch.add(() => {
      if (nick === this.membership.nick) this.reading.advance(archiveId);
      else this.reading.hearSeen(nick, archiveId);
    });
  }

  /** The user writes, or has stopped. */
  setTyping(typing: boolean) {
    this.#ownTyping.set(typing);
  }

  async loadOlder(): Promise<void> {
    await (this.history.loaded ? this.history.loadOlder() : this.#loadNewest());
  }

  /** The first message from this time on, with a page of those after it; undefined when there is none. */
  async jumpTo(time: number): Promise<Message | undefined> {
    if (!this.history.loaded) await this.#loadNewest();
    return this.history.jumpTo(time);
  }

  /** Undefined when there is nothing but blanks. */
  send(text: string): Message | undefined {
    const body = cleanXmlText(text).trim();
    if (!body) return undefined;
    const message = this.#write(`send-text-message-${randomId()}`, { kind: 'text', body });
    void this.outbox.add(message);
    return message;
  }

  /** A message with a file that is not uploaded yet, for the outbox. */
  writeFile(attachment: Attachment): Message {
    const clientId = `send-media-message:${randomId()}`;
    return this.#write(clientId, { kind: mediaKindOf(attachment), body: '', attachment, progress: 0 });
  }

  #write(clientId: string, content: MessageContent): Message {
    this.#ownTyping.reset();
    return createOwnMessage(this.jid, clientId, this.#context.self(), content);
  }

  /** Takes over what an ended page has written. */
  restoreOutgoing(records: readonly OutboxRecord[]) {
    this.outbox.restore(records);
    if (this.membership.joined && this.outbox.doubtful.length > 0) void this.#resume();
  }

  /** Sends a failed message once more, unless the room turns out to have it. */
  retry(key: string) {
    const sent = this.outbox.retry(key, !this.history.hasArchive);
    if (!sent && this.membership.joined) void this.#resume();
  }

  /** What waits goes out once it is known which of it the room has. */
  async #resume(): Promise<void> {
    const link = this.#link;
    const turn = (this.#resumptions += 1);
    const isCurrent = () => link === this.#link && turn === this.#resumptions && this.membership.joined;
    let isKnown = await (this.#current ?? this.#loadNewest());
    this.#current = undefined;
    // What has come is in the timeline with the next frame; it may be what we doubt.
    this.#context.batch.settle();
    if (link) await this.outbox.calm(link);
    if (link && isKnown && this.outbox.doubtful.length > 0) {
      const info = await askRoomInfo(this.jid, link.iq);
      if (info) isKnown = this.history.hasArchive = keepsArchive(info);
    }
    for (let pages = 0; isKnown && isCurrent() && pages < MAX_PAGES_FOR_OWN; pages += 1) {
      if (this.outbox.doubtfulAfter.every((archiveId) => this.history.reachesBackTo(archiveId))) break;
      isKnown = await this.history.loadBeforeNewest();
    }
    this.#context.batch.settle();
    if (!link || !isCurrent()) return;
    if (!isKnown) this.outbox.failDoubtful();
    this.outbox.open(link);
    this.reading.start();
  }

  /** Tries once more to get in, after the room said that we are not. */
  rejoin() {
    if (!this.#link) return;
    this.outbox.close();
    this.membership.offline();
    void this.membership.join(this.#link);
  }

  /** Asks the room whether we are still in it, and enters it again if not; false then. */
  async check(): Promise<boolean> {
    const { nick, joined } = this.membership;
    const link = this.#link;
    if (!link || !joined || (await isInside(link.iq, `${this.jid}/${nick}`))) return true;
    if (link === this.#link && this.membership.joined) this.rejoin();
    return false;
  }

  async #describe(link: Link): Promise<void> {
    const info = await askRoomInfo(this.jid, link.iq);
    if (!info) return;
    this.#context.onInfo(info);
    this.#context.patch(looksOf(this.jid, info, this.#context.ownJid()));
  }

  #tellSeen({ archiveId, markable, time }: Message) {
    if (archiveId === undefined || !this.membership.joined) return;
    if (markable && this.#context.sendsMarkers) this.#link?.send(buildDisplayed(this.jid, archiveId));
    void this.#context.readSync()?.tell(this.jid, archiveId, time);
  }

  /** Whoever wrote here is not heard any more, nor are we. */
  #quiet() {
    this.#ownTyping.reset();
    this.#typists.clear();
    this.reading.stop();
  }

  /** Resolves when the messages are here, with false when they could not be had; what is unread of them may take longer. */
  async #loadNewest(): Promise<boolean> {
    const { reader } = this.history;
    if (!reader) return false;
    this.reading.unsettle();
    const loaded = this.history.loadNewest(this.#context.isOpen() ? OPEN_ROOM : BACKGROUND_ROOM);
    this.#reading = loaded.then(() =>
      this.reading.find({
        seen: () => this.#context.readSync()?.of(this.jid),
        loadOlder: () => this.history.loadBeforeNewest(),
        // Signed out meanwhile: nothing of this account may be written down any more.
        isCurrent: () => reader === this.history.reader,
      }),
    );
    return loaded;
  }

  #toMessage(wire: GroupchatMessage): Message | undefined {
    const self = { ...this.#context.self(), nick: this.membership.nick };
    return createMessage(wire, self, (id) => this.outbox.has(id));
  }

  readonly #onChange = () => {
    const newest = this.timeline.$messages.get().at(-1);
    if (newest) this.#context.patch({ preview: previewOf(newest) });
    // Counted a frame later: by then, whoever reads along has said so.
    this.#context.counts.add(this.reading.count);
  };
}
