/** The rooms of a session: how the list comes to be, which one is open, and who is entered when. */
import type { ApiClient } from '../api/client.js';
import { jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import type { Room } from '../domain/room.js';
import { parseDecline } from '../protocol/invite.js';
import { parseEntrance } from '../protocol/muc.js';
import { parseMucsubMessage } from '../protocol/mucsub.js';
import type { Element } from '../protocol/xml.js';
import type { ConnectionStore } from '../state/connection-store.js';
import type { RoomStore } from '../state/room-store.js';
import { ReadPositions } from '../storage/read-positions.js';
import type { RoomRecord, TimelineRecord } from '../storage/records.js';
import { ArchiveReader } from './archive-reader.js';
import type { Link } from './connection.js';
import { FrameBatch } from './frame-batch.js';
import { NoAnswer } from './iq.js';
import { JoinPool } from './join-pool.js';
import type { SessionOptions } from './options.js';
import { ReadSync } from './read-sync.js';
import type { OutboxRecords } from './outbox-records.js';
import { listRooms } from './rest-rooms.js';
import type { RoomAdminContext } from './room-admin.js';
import { RoomCache, type Place, type RoomCacheContext } from './room-cache.js';
import { RoomChecks } from './room-checks.js';
import type { RoomContext } from './room-context.js';
import { RoomController } from './room-controller.js';
import { RoomDirectory } from './room-directory.js';
import { RoomPictures } from './room-pictures.js';
import { RoomUpdates } from './room-updates.js';
import { findConference, type ListedRoom } from './room-list.js';
import type { SessionReports } from './session-reports.js';
import { routeStanza, routeTaken } from './stanza-router.js';

/** What the rooms need from their session. */
export interface SessionRoomsContext {
  readonly options: SessionOptions;
  readonly connection: ConnectionStore;
  readonly rooms: RoomStore;
  readonly reports: SessionReports;
  /** Where own messages are kept until their rooms have them; undefined while there is no such place. */
  outboxRecords(): OutboxRecords | undefined;
  /** Resolves when it is known whether there is one; undefined when it is. */
  knowingRecords(): Promise<void> | undefined;
  /** Ethora's REST API, for somebody who is logged in there. */
  client(): ApiClient | undefined;
  /** Whether the whole list has been asked for in this session. */
  onListed(listed: boolean): void;
}

export class SessionRooms implements RoomAdminContext, RoomCacheContext {
  readonly rooms: RoomStore;
  readonly pictures: RoomPictures;
  readonly batch = new FrameBatch();
  readonly #counts = new FrameBatch();
  readonly cache = new RoomCache(this);
  readonly #context: SessionRoomsContext;
  readonly #pool = new JoinPool();
  readonly #controllers = new Map<string, RoomController>();
  readonly #directory: RoomDirectory;
  readonly #updates: RoomUpdates;
  readonly #checks = new RoomChecks(this.#controllers);
  #positions: ReadPositions | undefined;
  #stopFollowing: (() => void) | undefined;
  /** The rooms as they were kept, until it is known whether we are in them still. */
  #kept = new Map<string, RoomRecord>();
  #link: Link | undefined;
  #paused = false;
  #reader: ArchiveReader | undefined;
  #readSync: ReadSync | undefined;

  constructor(context: SessionRoomsContext) {
    this.#context = context;
    this.rooms = context.rooms;
    this.pictures = new RoomPictures(this);
    this.#directory = new RoomDirectory(this.rooms, this.batch, this.#controllers);
    this.#updates = new RoomUpdates({
      ...context,
      controllers: this.#controllers,
      patch: (jid, change) => {
        this.#directory.patch(jid, change);
      },
    });
  }

  link() {
    return this.#link;
  }

  reader() {
    return this.#reader;
  }

  client() {
    return this.#context.client();
  }

  get controllers(): ReadonlyMap<string, RoomController> {
    return this.#controllers;
  }

  place(jid: string): Place {
    const kept = this.#kept.get(jid);
    const { membership, occupants } = this.#controllers.get(jid) ?? {};
    return (
      kept ?? (membership?.joined ? { nick: membership.nick, occupants: occupants?.$byNick.get() ?? [] } : NO_PLACE)
    );
  }

  /** Shows the rooms as they were when they were last kept. What is known already is newer. */
  restore(records: readonly RoomRecord[]) {
    if (this.rooms.$status.get() === 'ready' || records.length === 0) return;
    this.#kept = new Map(records.map((record) => [record.jid, record]));
    this.#directory.restore(records.map(({ room }) => room));
  }

  /** True when rooms are shown as they were kept, and nothing is known yet of whether we are in them. */
  get restored(): boolean {
    return this.#kept.size > 0;
  }

  /** The same of the messages of one room. */
  restoreTimeline(record: TimelineRecord) {
    if (this.rooms.get(record.jid)) this.room(record.jid).restore(record);
  }

  /**
   * The stream of an earlier page goes on: we are in the rooms that were restored, and only what that page had not come to is asked.
   * `listed`: it had the whole list.
   */
  goOn(link: Link, listed: boolean) {
    const kept = this.#begin(link);
    for (const [jid, record] of kept) if (record.nick && this.#reader) this.room(jid).goOn(link, this.#reader, record);
    const opened = this.#enterOpen();
    this.#readSync = new ReadSync(link.iq);
    void (listed ? this.#enterOthers(link, opened) : this.#load(link, opened));
    this.#context.reports.isReady();
  }

  /** Everything that needs no answer of something else goes out in one go. Resolves when the open room is on the screen. */
  online(link: Link): Promise<void> {
    this.#begin(link);
    this.#context.onListed(false);
    const entered = this.#enterOpen();
    this.#readSync = new ReadSync(link.iq);
    void this.#load(link, entered);
    return entered;
  }

  /** Gives the rooms as they were kept; from now on we know better. */
  #begin(link: Link): ReadonlyMap<string, RoomRecord> {
    this.#link = link;
    this.#reader = new ArchiveReader(link.iq);
    this.#usePositions();
    const kept = this.#kept;
    this.#kept = new Map();
    return kept;
  }

  offline() {
    this.#paused = false;
    this.#link = undefined;
    this.#reader = undefined;
    this.#readSync = undefined;
    this.#pool.stop();
    this.#updates.stop();
    for (const controller of this.#controllers.values()) controller.offline();
  }

  /** The connection is lost, but the stream may go on: everything stays as it is. */
  pause() {
    this.#paused = true;
    for (const controller of this.#controllers.values()) controller.pause();
  }

  /** It goes on. */
  resume() {
    this.#paused = false;
    for (const controller of this.#controllers.values()) controller.resume();
  }

  /** Nothing was heard for some time, or somebody looks again. */
  check() {
    void this.#checks.check(this.rooms.$active.get());
  }

  /** Forgets what this browser has kept of an account outside of its data. */
  wipe(account: string) {
    this.#usePositions(account).clear();
  }

  /** Somebody else signs in, or nobody: nothing of this user is here any more. */
  clear() {
    this.cache.leave();
    this.#positions = undefined;
    this.#stopFollowing?.();
    this.#kept = new Map();
    this.pictures.forget();
    this.#controllers.clear();
    this.batch.cancel();
    this.#counts.cancel();
    this.#directory.clear();
  }

  /** Takes an answer of an archive, else a message or presence of a room. */
  handle(stanza: Element) {
    if (this.#reader?.handle(stanza)) return;
    routeStanza(parseMucsubMessage(stanza) ?? stanza, this.#controllers);
    this.#updates.handle(stanza);
    const declined = parseDecline(stanza);
    if (declined && this.#controllers.get(declined.roomJid)?.membership.joined) {
      this.#context.reports.emit('invitation-decline', declined);
    }
    this.pictures.handle(stanza);
  }

  /** Another tab of the account has sent this: where it enters a room or leaves one, so does this tab. */
  handleSent(stanza: Element) {
    const { roomJid = '', entering } = parseEntrance(stanza) ?? {};
    if (entering === false && this.#controllers.has(roomJid)) {
      this.room(roomJid).leaveAlong();
      this.forget(roomJid);
    } else if (entering && this.#link && this.#reader && this.#directory.add(roomJid)) {
      const room = this.room(roomJid);
      if (room.membership.outside) void room.enterAlong(this.#link, this.#reader);
    }
  }

  handleTaken(stanza: Element) {
    routeTaken(stanza, this.#controllers);
  }

  /** There is a place to keep own messages now: those that were written before are put there. */
  keepOutgoing() {
    for (const { outbox } of this.#controllers.values()) outbox.keepAll();
  }

  room(roomJid: string): RoomController {
    const jid = normalizeJid(roomJid);
    const known = this.#controllers.get(jid);
    if (known) return known;
    const controller = new RoomController(jid, this.#contextOf(jid));
    this.#controllers.set(jid, controller);
    if (this.#paused) controller.pause();
    this.cache.watch(controller);
    return controller;
  }

  open(roomJid: string | undefined) {
    const jid = roomJid === undefined ? undefined : normalizeJid(roomJid.trim());
    const previous = this.rooms.$active.get();
    if (jid === previous || (jid !== undefined && !this.#directory.add(jid))) return;
    if (previous !== undefined) this.room(previous).close();
    this.rooms.setActive(jid);
    if (jid !== undefined) {
      this.#directory.welcome(jid);
      this.room(jid).open();
      void this.#enter(jid);
    }
    this.#context.reports.emit('room-change', { roomJid: jid });
  }

  /** These are on the screen: they are entered before the others. */
  prefer(roomJids: readonly string[]) {
    this.#pool.prefer(roomJids);
  }

  /** Asks for the list once more. */
  async reload(link: Link): Promise<void> {
    await this.#load(link);
  }

  rejoin(roomJid: string) {
    const jid = normalizeJid(roomJid);
    if (!this.#directory.add(jid)) return;
    // A ban that keeps us from writing only may be over.
    if (this.room(jid).membership.joined) this.#directory.patch(jid, { presence: 'joined', denial: undefined });
    else void this.#enter(jid);
  }

  async enter(jid: string): Promise<Room | undefined> {
    this.#directory.welcome(jid);
    if (this.#directory.add(jid)) await this.#enter(jid);
    this.#directory.flush();
    return this.rooms.get(jid);
  }

  /** The room, listed, to write something there. Undefined when the address cannot be a room's. */
  toWrite(roomJid = this.rooms.$active.get() ?? ''): RoomController | undefined {
    const jid = normalizeJid(roomJid);
    return jid && this.#directory.add(jid) ? this.room(jid) : undefined;
  }

  /** Something was written. A room that we are not in is entered; one that refused us, when the user asks for that. */
  written({ jid, membership }: RoomController) {
    if (membership.outside && this.rooms.get(jid)?.presence !== 'denied') void this.#enter(jid);
  }

  forget(jid: string) {
    if (this.rooms.$active.get() === jid) this.open(undefined);
    this.#controllers.delete(jid);
    this.#directory.remove(jid);
    this.pictures.forget(jid);
  }

  async conference({ iq, jid }: Link): Promise<string> {
    const { conference } = this.#context.options;
    const domain = jidDomain(jid);
    return conference || (await findConference(iq, domain).catch(() => '')) || `conference.${domain}`;
  }

  async #enter(roomJid: string): Promise<void> {
    const controller = this.room(roomJid);
    if (this.#link && this.#reader && !controller.membership.joined) await controller.enter(this.#link, this.#reader);
  }

  #enterOpen(): Promise<void> {
    const active = this.rooms.$active.get();
    return active === undefined ? Promise.resolve() : this.#enter(active);
  }

  /** The others are entered when the open one is on the screen. */
  async #load(link: Link, opened: Promise<void> = Promise.resolve()): Promise<void> {
    const { conference = '' } = this.#context.options;
    try {
      const { rooms, more } = await listRooms(link, conference, this.client(), (early) => {
        if (link === this.#link && this.rooms.$status.get() !== 'ready') this.#show(early);
      });
      if (link !== this.#link) return;
      const late = more?.();
      // Only an empty list waits for that.
      if (rooms.length > 0 || !late) await this.#showAndEnter(link, rooms, opened);
      const all = (await late) ?? [];
      if (all.length > 0 || rooms.length === 0) await this.#showAndEnter(link, all, opened);
      if (link === this.#link) this.#context.onListed(true);
    } catch (error) {
      if (error instanceof NoAnswer && error.offline) return;
      this.rooms.setStatus('error');
      this.#context.reports.fail('room-list', error, true);
    }
  }

  async #showAndEnter(link: Link, listed: readonly ListedRoom[], opened: Promise<void>): Promise<void> {
    if (link !== this.#link) return;
    this.#show(listed);
    await this.#enterOthers(link, opened);
  }

  async #enterOthers(link: Link, opened: Promise<void>): Promise<void> {
    await opened;
    if (link !== this.#link) return;
    const idle = this.rooms.$sorted.get().filter((room) => room.presence === 'idle');
    this.#pool.start(
      idle.map((room) => room.jid),
      (jid) => this.#enter(jid),
    );
  }

  #show(listed: readonly ListedRoom[]) {
    this.#directory.show(listed, this.#context.connection.$jid.get());
    this.#context.reports.isReady();
  }

  #contextOf(jid: string): RoomContext {
    const { options, connection, reports } = this.#context;
    return {
      batch: this.batch,
      counts: this.#counts,
      dialect: options.mediaDialect ?? 'standard',
      positions: () => this.#usePositions(),
      outboxRecords: () => this.#context.outboxRecords(),
      knowingRecords: () => this.#context.knowingRecords(),
      self: () => {
        const own = connection.$jid.get();
        return { nick: jidLocal(own), domain: jidDomain(own), name: connection.$name.get() };
      },
      patch: (change) => {
        this.#directory.patch(jid, change);
      },
      ownJid: () => connection.$jid.get(),
      readSync: () => this.#readSync,
      sendsMarkers: !options.noReadMarkers,
      isOpen: () => this.rooms.$active.get() === jid,
      onJoined: () => {
        this.#updates.entered = jid;
      },
      onInfo: (info) => {
        this.pictures.learn(jid, info);
      },
      onReceive: (message) => {
        reports.emit('message-receive', { message, roomJid: jid });
      },
      onDenied: (denial, text) => {
        reports.roomDenied(jid, denial, text);
      },
      onSendFailure: (message, failure, text) => {
        if (failure === 'banned') this.#directory.patch(jid, { presence: 'denied', denial: 'banned', denialText: '' });
        reports.sendFailed(message, failure, text);
      },
      onHistoryFailure: (error) => {
        reports.fail('history', error, true, { roomJid: jid });
      },
    };
  }

  #usePositions(account = this.#context.connection.$jid.get()): ReadPositions {
    if (this.#positions?.account === account) return this.#positions;
    const positions = new ReadPositions(account, () => {
      this.#context.reports.storageFailed();
    });
    this.#stopFollowing?.();
    this.#stopFollowing = positions.follow((roomJid, archiveId) => {
      const { history, reading } = this.#controllers.get(roomJid) ?? {};
      if (history?.loaded) reading?.follow(archiveId);
      else positions.set(roomJid, archiveId);
    });
    return (this.#positions = positions);
  }
}

const NO_PLACE: Place = { nick: '', occupants: [] };
