/** A signed-in user's chat: puts connection, rooms and stores together. */
import type { ChatService } from '../context.js';
import { jidDomain, jidLocal, isBareJid, normalizeJid } from '../domain/jid.js';
import type { Message, MessageFailure } from '../domain/message.js';
import type { Room, RoomDenial } from '../domain/room.js';
import type { ErrorCode, SessionError, SessionEventMap } from '../domain/session-events.js';
import { log } from '../log.js';
import { parseGroupchatMessage } from '../protocol/groupchat.js';
import { parseMucPresence } from '../protocol/muc.js';
import { parseStanzaError, StanzaFailure } from '../protocol/stanza-error.js';
import { xml, type Element } from '../protocol/xml.js';
import { createConnectionStore } from '../state/connection-store.js';
import { createDraftStore } from '../state/draft-store.js';
import { createRoomStore } from '../state/room-store.js';
import { ReadPositions } from '../storage/read-positions.js';
import { ArchiveReader } from './archive-reader.js';
import { Connection, type Link } from './connection.js';
import { FrameBatch } from './frame-batch.js';
import { JoinPool } from './join-pool.js';
import type { SessionOptions } from './options.js';
import { NoAnswer } from './iq.js';
import { RoomController } from './room-controller.js';
import { fetchRooms, type ListedRoom } from './room-list.js';

/** Makes a session. Nothing happens before `connect()`. */
export function createChatSession(options: SessionOptions): ChatService {
  return new ChatSession(options);
}

type Listeners = { [Name in keyof SessionEventMap]: Set<(event: SessionEventMap[Name]) => void> };

class ChatSession implements ChatService {
  readonly connection = createConnectionStore();
  readonly rooms = createRoomStore();
  readonly drafts = createDraftStore();
  readonly #options: SessionOptions;
  readonly #connection: Connection;
  readonly #batch = new FrameBatch();
  readonly #pool = new JoinPool();
  readonly #controllers = new Map<string, RoomController>();
  readonly #patches = new Map<string, Partial<Room>>();
  readonly #listeners: Listeners = {
    'connection-change': new Set(),
    'message-receive': new Set(),
    'room-change': new Set(),
    'unread-change': new Set(),
    error: new Set(),
  };
  #positions: ReadPositions | undefined;
  #link: Link | undefined;
  #reader: ArchiveReader | undefined;
  #ready = Promise.withResolvers<void>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#connection = new Connection(options, this.connection, {
      onOnline: (link) => { this.#online(link); },
      onOffline: () => { this.#offline(); },
      onStanza: (stanza) => { this.#route(stanza); },
      onTaken: (stanza) => { this.#taken(stanza); },
    });
    this.#ready.promise.catch(() => undefined);
    this.#report();
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  connect(): Promise<void> {
    return this.#connection.connect();
  }

  disconnect(): Promise<void> {
    this.#connection.disconnect('idle');
    return Promise.resolve();
  }

  logout(): Promise<void> {
    this.#connection.disconnect('logged-out');
    this.#positions?.clear();
    this.#positions = undefined;
    this.#controllers.clear();
    this.#patches.clear();
    this.#batch.cancel();
    this.rooms.clear();
    this.drafts.clear();
    this.connection.setJid('');
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => undefined);
    return Promise.resolve();
  }

  room(roomJid: string): RoomController {
    const jid = normalizeJid(roomJid);
    const known = this.#controllers.get(jid);
    if (known) return known;
    const controller = this.#createController(jid);
    this.#controllers.set(jid, controller);
    return controller;
  }

  openRoom(roomJid: string | undefined): void {
    const jid = roomJid === undefined ? undefined : normalizeJid(roomJid.trim());
    const previous = this.rooms.$active.get();
    if (jid === previous) return;
    if (jid !== undefined && !isBareJid(jid)) {
      log.warn(`"${jid}" is not the JID of a room; it looks like room@conference.example.org`);
      return;
    }
    if (previous !== undefined) this.room(previous).close();
    if (jid !== undefined && !this.rooms.get(jid)) this.rooms.put(unknownRoom(jid));
    this.rooms.setActive(jid);
    if (jid !== undefined) {
      this.room(jid).open();
      void this.#enter(jid);
    }
    this.#emit('room-change', { roomJid: jid });
  }

  async reloadRooms(): Promise<void> {
    if (this.#link) await this.#loadRooms(this.#link);
    else await this.connect().catch(() => undefined);
  }

  rejoin(roomJid: string): void {
    const room = this.room(roomJid);
    if (!room.membership.joined) void this.#enter(room.jid);
  }

  loadOlder(roomJid: string): Promise<void> {
    return this.room(roomJid).loadOlder();
  }

  markRead(roomJid: string): void {
    this.room(roomJid).markRead();
  }

  send(text: string, roomJid = this.rooms.$active.get()): Message | undefined {
    return roomJid === undefined ? undefined : this.room(roomJid).send(text);
  }

  retry(roomJid: string, key: string): void {
    this.room(roomJid).outbox.retry(key);
  }

  discard(roomJid: string, key: string): void {
    this.room(roomJid).outbox.discard(key);
  }

  setDraft(roomJid: string, text: string): void {
    this.drafts.set(normalizeJid(roomJid), text);
  }

  on<Name extends keyof SessionEventMap>(name: Name, callback: (event: SessionEventMap[Name]) => void): () => void {
    this.#listeners[name].add(callback);
    return () => this.#listeners[name].delete(callback);
  }

  /** Everything that needs no answer of something else goes out in one go: presence, the open room, the list. */
  #online(link: Link) {
    this.#link = link;
    this.#reader = new ArchiveReader(link.iq);
    this.#usePositions(this.connection.$jid.get());
    link.send(xml('presence'));
    const active = this.rooms.$active.get();
    const entered = active === undefined ? Promise.resolve() : this.#enter(active);
    void this.#loadRooms(link, entered);
  }

  #offline() {
    this.#link = undefined;
    this.#reader = undefined;
    this.#pool.stop();
    for (const controller of this.#controllers.values()) controller.offline();
  }

  async #enter(roomJid: string): Promise<void> {
    const controller = this.room(roomJid);
    if (this.#link && this.#reader && !controller.membership.joined) await controller.enter(this.#link, this.#reader);
  }

  /** The others are entered when the open one is on the screen. */
  async #loadRooms(link: Link, opened: Promise<void> = Promise.resolve()): Promise<void> {
    const { conference = '' } = this.#options;
    const domain = jidDomain(link.jid);
    try {
      const listed = await fetchRooms(link.iq, domain, conference);
      if (link !== this.#link) return;
      this.#showRooms(listed);
      this.#ready.resolve();
      await opened;
      if (link !== this.#link) return;
      const idle = this.rooms.$sorted.get().filter((room) => room.presence === 'idle');
      this.#pool.start(idle.map((room) => room.jid), (jid) => this.#enter(jid));
    } catch (error) {
      if (error instanceof NoAnswer && error.offline) return;
      this.rooms.setStatus('error');
      this.#fail('room-list', error, true);
    }
  }

  #showRooms(listed: readonly ListedRoom[]) {
    const own = this.connection.$jid.get();
    this.#flushPatches();
    const known = listed.map((room) => ({
      ...(this.rooms.get(room.jid) ?? unknownRoom(room.jid)),
      ...room,
      direct: isDirect(room.jid, own),
    }));
    this.rooms.putAll(known);
    this.rooms.setStatus('ready');
  }

  #route(stanza: Element) {
    if (stanza.getName() === 'presence') this.#routePresence(stanza);
    else if (stanza.getName() === 'message') this.#routeMessage(stanza);
  }

  #routePresence(stanza: Element) {
    const error = parseStanzaError(stanza);
    if (error) {
      const from = normalizeJid(stanza.attrs.from ?? '').split('/', 1)[0] ?? '';
      this.#controllers.get(from)?.membership.handleError(error);
      return;
    }
    const presence = parseMucPresence(stanza);
    if (presence) this.#controllers.get(presence.roomJid)?.membership.handlePresence(presence);
  }

  #routeMessage(stanza: Element) {
    if (this.#reader?.handle(stanza)) return;
    const error = parseStanzaError(stanza);
    const from = normalizeJid(stanza.attrs.from ?? '').split('/', 1)[0] ?? '';
    const controller = this.#controllers.get(from);
    if (error && stanza.attrs.id) {
      controller?.outbox.handleError(stanza.attrs.id, error);
      return;
    }
    const message = parseGroupchatMessage(stanza);
    // Only rooms that we are in may speak to us.
    if (message && controller?.membership.joined) controller.receive(message);
  }

  #taken({ attrs }: Element) {
    if (attrs.type !== 'groupchat' || !attrs.to || !attrs.id) return;
    this.#controllers.get(attrs.to)?.outbox.handleTaken(attrs.id);
  }

  #createController(jid: string): RoomController {
    return new RoomController(jid, {
      batch: this.#batch,
      positions: () => this.#usePositions(this.connection.$jid.get()),
      self: () => ({ nick: jidLocal(this.connection.$jid.get()), domain: jidDomain(this.connection.$jid.get()) }),
      patch: (change) => { this.#patch(jid, change); },
      isOpen: () => this.rooms.$active.get() === jid,
      onReceive: (message) => { this.#emit('message-receive', { message, roomJid: jid }); },
      onDenied: (denial, text) => { this.#denied(jid, denial, text); },
      onSendFailure: (message, failure, text) => { this.#sendFailed(message, failure, text); },
      onHistoryFailure: (error) => { this.#fail('history', error, true, { roomJid: jid }); },
    });
  }

  #usePositions(account: string): ReadPositions {
    this.#positions ??= new ReadPositions(account, () => {
      this.#fail('storage', 'The browser does not let this page store anything', false);
    });
    return this.#positions;
  }

  #patch(jid: string, change: Partial<Room>) {
    this.#patches.set(jid, { ...this.#patches.get(jid), ...change });
    this.#batch.add(this.#flushPatches);
  }

  readonly #flushPatches = () => {
    const changed = [...this.#patches].flatMap(([jid, change]) => {
      const room = this.rooms.get(jid);
      return room ? [{ ...room, ...change }] : [];
    });
    this.#patches.clear();
    this.rooms.putAll(changed);
  };

  #denied(roomJid: string, denial: RoomDenial, text: string) {
    this.#fail('room-denied', text ? `${denial}: ${text}` : denial, true, { roomJid });
  }

  #sendFailed(message: Message, failure: MessageFailure, text: string) {
    const { roomJid, key } = message;
    this.#fail('send', text ? `${failure}: ${text}` : failure, true, { roomJid, messageId: key });
  }

  #report() {
    this.connection.$state.listen((state) => { this.#emit('connection-change', state); });
    this.rooms.$unread.listen((total) => { this.#emit('unread-change', { total }); });
    this.connection.$state.listen(({ status, reason = '', detail }) => {
      if (status === 'error') this.#fail('connection', detail ? `${reason}: ${detail}` : reason, true);
    });
  }

  #fail(code: ErrorCode, cause: unknown, recoverable: boolean, where: Pick<SessionError, 'roomJid' | 'messageId'> = {}) {
    const message = cause instanceof StanzaFailure || cause instanceof Error ? cause.message : String(cause);
    this.#emit('error', { code, message, recoverable, ...where });
  }

  #emit<Name extends keyof SessionEventMap>(name: Name, event: SessionEventMap[Name]) {
    for (const callback of this.#listeners[name]) {
      try {
        callback(event);
      } catch (error) {
        // The page's error is reported as its own, and stops nothing here.
        reportError(error);
      }
    }
  }
}

/** A room of which only the address is known. */
function unknownRoom(jid: string): Room {
  return { jid, name: jidLocal(jid), direct: false, unread: 0, presence: 'idle' };
}

/** Ethora names the room of two people after both: their local parts, sorted, with a hyphen between. */
function isDirect(roomJid: string, ownJid: string): boolean {
  const own = jidLocal(ownJid);
  const room = jidLocal(roomJid);
  return room.startsWith(`${own}-`) || room.endsWith(`-${own}`);
}
