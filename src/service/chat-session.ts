/** A signed-in user's chat: puts connection, rooms and stores together. */
import type { ChatService } from '../context.js';
import { isTerminal } from '../domain/connection.js';
import { jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import type { Message, MessageFailure } from '../domain/message.js';
import type { RoomDenial } from '../domain/room.js';
import { ChatError, type ErrorCode, type SessionError, type SessionEventMap } from '../domain/session-events.js';
import { xml } from '../protocol/xml.js';
import { buildVcardRequest, parseVcardName } from '../protocol/vcard.js';
import { createConnectionStore } from '../state/connection-store.js';
import { createDraftStore } from '../state/draft-store.js';
import { createRoomStore } from '../state/room-store.js';
import { createUploadStore } from '../state/upload-store.js';
import { ReadPositions } from '../storage/read-positions.js';
import { ArchiveReader } from './archive-reader.js';
import { Connection, type Link } from './connection.js';
import { FrameBatch } from './frame-batch.js';
import { findHttpUploader } from './http-uploader.js';
import { JoinPool } from './join-pool.js';
import type { Self } from './message-factory.js';
import type { SessionOptions } from './options.js';
import { NoAnswer } from './iq.js';
import { RoomAdmin } from './room-admin.js';
import { RoomController } from './room-controller.js';
import { RoomDirectory } from './room-directory.js';
import { ReadSync } from './read-sync.js';
import { listRooms } from './rest-rooms.js';
import { RestUploader } from './rest-uploader.js';
import { findConference, type ListedRoom } from './room-list.js';
import { SessionEmitter } from './session-emitter.js';
import { SignIn } from './sign-in.js';
import { routeStanza, routeTaken } from './stanza-router.js';
import { Uploads } from './uploads.js';

/** Makes a session. Nothing happens before `connect()`. */
export function createChatSession(options: SessionOptions): ChatService {
  return new ChatSession(options);
}

class ChatSession implements ChatService {
  readonly connection = createConnectionStore();
  readonly rooms = createRoomStore();
  readonly drafts = createDraftStore();
  readonly uploads = createUploadStore();
  readonly admin = new RoomAdmin({
    rooms: this.rooms,
    link: () => this.#link,
    reader: () => this.#reader,
    client: () => this.#signIn.client,
    room: (jid) => this.room(jid),
    conference: async ({ iq, jid }) => {
      const domain = jidDomain(jid);
      return this.#options.conference || (await findConference(iq, domain).catch(() => '')) || `conference.${domain}`;
    },
    enter: async (jid) => {
      this.#directory.welcome(jid);
      if (this.#directory.add(jid)) await this.#enter(jid);
      this.#directory.flush();
      return this.rooms.get(jid);
    },
    forget: (jid) => {
      this.#forget(jid);
    },
  });
  readonly #options: SessionOptions;
  readonly #signIn: SignIn;
  readonly #connection: Connection;
  readonly #batch = new FrameBatch();
  readonly #pool = new JoinPool();
  readonly #controllers = new Map<string, RoomController>();
  readonly #directory = new RoomDirectory(this.rooms, this.#batch, this.#controllers);
  readonly #emitter = new SessionEmitter();
  readonly #uploading = new Uploads(this.uploads);
  #positions: ReadPositions | undefined;
  #link: Link | undefined;
  #reader: ArchiveReader | undefined;
  #readSync: ReadSync | undefined;
  #ready = promiseReady();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#signIn = new SignIn(options);
    this.#connection = new Connection(options, this.#signIn, this.connection, {
      onOnline: (link) => {
        this.#online(link);
      },
      onOffline: () => {
        this.#offline();
      },
      onStanza: (stanza) => {
        if (!this.#reader?.handle(stanza) && !this.admin.handle(stanza)) routeStanza(stanza, this.#controllers);
      },
      onTaken: (stanza) => {
        routeTaken(stanza, this.#controllers);
      },
    });
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
    this.#signIn.forget();
    this.#positions?.clear();
    this.#positions = undefined;
    this.connection.setName(undefined);
    this.#uploading.clear();
    this.#controllers.clear();
    this.admin.invitations.clear();
    this.admin.pictures.forget();
    this.#batch.cancel();
    this.#directory.clear();
    this.drafts.clear();
    this.connection.setJid('');
    this.#ready = promiseReady();
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
    if (jid === previous || (jid !== undefined && !this.#directory.add(jid))) return;
    if (previous !== undefined) this.room(previous).close();
    this.rooms.setActive(jid);
    if (jid !== undefined) this.#directory.welcome(jid);
    if (jid !== undefined) {
      this.room(jid).open();
      void this.#enter(jid);
    }
    this.#emitter.emit('room-change', { roomJid: jid });
  }

  async reloadRooms(): Promise<void> {
    if (this.#link) await this.#loadRooms(this.#link);
    else await this.connect().catch(() => undefined);
  }

  rejoin(roomJid: string): void {
    const jid = normalizeJid(roomJid);
    if (this.#directory.add(jid)) void this.#enter(jid);
  }

  loadOlder(roomJid: string): Promise<void> {
    return this.room(roomJid).loadOlder();
  }

  markRead(roomJid: string): void {
    this.room(roomJid).reading.markRead();
  }

  send(text: string, roomJid = this.rooms.$active.get()): Message | undefined {
    const jid = normalizeJid(roomJid ?? '');
    if (!jid || !this.#directory.add(jid)) return undefined;
    const message = this.room(jid).send(text);
    if (message) this.#enterToWrite(jid);
    return message;
  }

  stageFiles(files: readonly File[], roomJid = this.rooms.$active.get()) {
    const jid = normalizeJid(roomJid ?? '');
    if (jid) this.#uploading.stage(jid, files);
  }

  unstageFile(roomJid: string, id: string) {
    this.#uploading.unstage(normalizeJid(roomJid), id);
  }

  sendFiles(files: readonly File[], roomJid = this.rooms.$active.get()): readonly Message[] {
    const jid = normalizeJid(roomJid ?? '');
    if (files.length === 0 || !this.uploads.$limits.get() || !jid || !this.#directory.add(jid)) return [];
    const messages = this.#uploading.send(this.room(jid), files);
    this.#enterToWrite(jid);
    return messages;
  }

  retry(roomJid: string, key: string): void {
    const room = this.room(roomJid);
    room.outbox.retry(key);
    this.#uploading.resume(room);
  }

  discard(roomJid: string, key: string): void {
    this.#uploading.cancel(key);
    this.room(roomJid).outbox.discard(key);
  }

  setTyping(roomJid: string, typing: boolean): void {
    this.room(roomJid).setTyping(typing);
  }

  setDraft(roomJid: string, text: string): void {
    this.drafts.set(normalizeJid(roomJid), text);
  }

  on<Name extends keyof SessionEventMap>(name: Name, callback: (event: SessionEventMap[Name]) => void): () => void {
    return this.#emitter.on(name, callback);
  }

  /** Everything that needs no answer of something else goes out in one go: presence, the open room, the list. */
  #online(link: Link) {
    this.#link = link;
    this.#reader = new ArchiveReader(link.iq);
    this.#usePositions(this.connection.$jid.get());
    link.send(xml('presence'));
    const active = this.rooms.$active.get();
    const entered = active === undefined ? Promise.resolve() : this.#enter(active);
    this.#readSync = new ReadSync(link.iq);
    void this.#loadRooms(link, entered);
    void this.#learnName(link);
    void this.#findUploader(link, entered);
  }

  /** Messages go out under the name that the API knows, else the one on the user's own card. */
  async #learnName(link: Link) {
    const { name } = this.#signIn;
    if (name) this.connection.setName(name);
    else {
      const card = await link.iq.ask('get', buildVcardRequest()).catch(() => undefined);
      if (card) this.connection.setName(parseVcardName(card));
    }
  }

  #offline() {
    this.#link = undefined;
    this.#reader = undefined;
    this.#readSync = undefined;
    this.#pool.stop();
    this.#uploading.pause();
    for (const controller of this.#controllers.values()) controller.offline();
  }

  /** A room that we are not in is entered; one that refused us, when the user asks for that. */
  #enterToWrite(jid: string) {
    if (this.room(jid).membership.outside && this.rooms.get(jid)?.presence !== 'denied') void this.#enter(jid);
  }

  #forget(jid: string) {
    if (this.rooms.$active.get() === jid) this.openRoom(undefined);
    this.#controllers.delete(jid);
    this.#directory.remove(jid);
    this.admin.pictures.forget(jid);
  }

  async #enter(roomJid: string): Promise<void> {
    const controller = this.room(roomJid);
    if (this.#link && this.#reader && !controller.membership.joined) await controller.enter(this.#link, this.#reader);
  }

  /** The others are entered when the open one is on the screen. */
  async #loadRooms(link: Link, opened: Promise<void> = Promise.resolve()): Promise<void> {
    const { conference = '' } = this.#options;
    try {
      const listed = await listRooms(link, conference, this.#signIn.client, (rooms) => {
        if (link === this.#link && this.rooms.$status.get() !== 'ready') this.#show(rooms);
      });
      if (link !== this.#link) return;
      this.#show(listed);
      await opened;
      if (link !== this.#link) return;
      const idle = this.rooms.$sorted.get().filter((room) => room.presence === 'idle');
      this.#pool.start(
        idle.map((room) => room.jid),
        (jid) => this.#enter(jid),
      );
    } catch (error) {
      if (error instanceof NoAnswer && error.offline) return;
      this.rooms.setStatus('error');
      this.#fail('room-list', error, true);
    }
  }

  /** Asked when what can be read is here: nobody attaches a file before. */
  async #findUploader(link: Link, entered: Promise<void>): Promise<void> {
    await entered;
    const { client } = this.#signIn;
    const uploader = client ? new RestUploader(client) : await findHttpUploader(link.iq, jidDomain(link.jid));
    if (link === this.#link) this.#uploading.start(uploader);
  }

  #show(listed: readonly ListedRoom[]) {
    this.#directory.show(listed, this.connection.$jid.get());
    this.#ready.resolve();
  }

  #createController(jid: string): RoomController {
    return new RoomController(jid, {
      batch: this.#batch,
      dialect: this.#options.mediaDialect ?? 'standard',
      positions: () => this.#usePositions(this.connection.$jid.get()),
      self: () => this.#self(),
      patch: (change) => {
        this.#directory.patch(jid, change);
      },
      ownJid: () => this.connection.$jid.get(),
      readSync: () => this.#readSync,
      sendsMarkers: !this.#options.noReadMarkers,
      isOpen: () => this.rooms.$active.get() === jid,
      onInfo: (info) => {
        this.admin.pictures.learn(jid, info);
      },
      onReceive: (message) => {
        this.#emitter.emit('message-receive', { message, roomJid: jid });
      },
      onDenied: (denial, text) => {
        this.#denied(jid, denial, text);
      },
      onSendFailure: (message, failure, text) => {
        this.#sendFailed(message, failure, text);
      },
      onHistoryFailure: (error) => {
        this.#fail('history', error, true, { roomJid: jid });
      },
    });
  }

  #usePositions(account: string): ReadPositions {
    if (this.#positions?.account === account) return this.#positions;
    return (this.#positions = new ReadPositions(account, () => {
      this.#fail('storage', 'The browser does not let this page store anything', false);
    }));
  }

  #self(): Self {
    const jid = this.connection.$jid.get();
    return { nick: jidLocal(jid), domain: jidDomain(jid), name: this.connection.$name.get() };
  }

  #denied(roomJid: string, denial: RoomDenial, text: string) {
    this.#fail('room-denied', text ? `${denial}: ${text}` : denial, true, { roomJid });
  }

  #sendFailed(message: Message, failure: MessageFailure, text: string) {
    const { roomJid, key } = message;
    this.#fail('send', text ? `${failure}: ${text}` : failure, true, { roomJid, messageId: key });
  }

  #report() {
    this.connection.$state.listen((state) => {
      this.#emitter.emit('connection-change', state);
    });
    this.rooms.$unread.listen((total) => {
      this.#emitter.emit('unread-change', { total });
    });
    let gaveUp = false;
    this.connection.$state.listen(({ status, reason = 'lost', detail }) => {
      if (status === 'connecting' && gaveUp) this.#ready = promiseReady();
      gaveUp = status === 'error';
      if (!gaveUp) return;
      const message = detail ? `${reason}: ${detail}` : reason;
      this.#fail('connection', message, true);
      this.#ready.reject(new ChatError('connection', message, !isTerminal(reason)));
    });
  }

  #fail(
    code: ErrorCode,
    cause: unknown,
    recoverable: boolean,
    where: Pick<SessionError, 'roomJid' | 'messageId'> = {},
  ) {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#emitter.emit('error', { code, message, recoverable, ...where });
  }
}

/** Nobody has to wait for it. */
function promiseReady(): PromiseWithResolvers<void> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  return ready;
}
