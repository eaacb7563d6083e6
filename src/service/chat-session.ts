/** A signed-in user's chat: puts connection, rooms and stores together. */
import type { ChatService } from '../context.js';
import { jidDomain, normalizeJid } from '../domain/jid.js';
import type { Message } from '../domain/message.js';
import type { SessionEventMap } from '../domain/session-events.js';
import { xml } from '../protocol/xml.js';
import { buildVcardRequest, parseVcardName } from '../protocol/vcard.js';
import { createConnectionStore } from '../state/connection-store.js';
import { createDraftStore } from '../state/draft-store.js';
import { createRoomStore } from '../state/room-store.js';
import { createUploadStore } from '../state/upload-store.js';
import { Connection, type Link } from './connection.js';
import { findHttpUploader } from './http-uploader.js';
import type { SessionOptions } from './options.js';
import { RestUploader } from './rest-uploader.js';
import { RoomAdmin } from './room-admin.js';
import type { RoomController } from './room-controller.js';
import { SessionReports } from './session-reports.js';
import { SessionRooms } from './session-rooms.js';
import { SignIn } from './sign-in.js';
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
  readonly admin: RoomAdmin;
  readonly #reports = new SessionReports(this.connection, this.rooms);
  readonly #uploading = new Uploads(this.uploads);
  readonly #signIn: SignIn;
  readonly #rooms: SessionRooms;
  readonly #connection: Connection;

  constructor(options: SessionOptions) {
    this.#signIn = new SignIn(options);
    this.#rooms = new SessionRooms({
      options,
      connection: this.connection,
      rooms: this.rooms,
      reports: this.#reports,
      client: () => this.#signIn.client,
    });
    this.admin = new RoomAdmin(this.#rooms);
    this.#connection = new Connection(options, this.#signIn, this.connection, {
      onOnline: (link) => {
        this.#online(link);
      },
      onOffline: () => {
        this.#rooms.offline();
        this.#uploading.pause();
      },
      onCheck: () => {
        this.#rooms.check();
      },
      onStanza: (stanza) => {
        if (!this.admin.handle(stanza)) this.#rooms.handle(stanza);
      },
      onTaken: (stanza) => {
        this.#rooms.handleTaken(stanza);
      },
    });
  }

  get ready(): Promise<void> {
    return this.#reports.ready;
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
    this.connection.setName(undefined);
    this.#uploading.clear();
    this.admin.clear();
    this.#rooms.clear();
    this.drafts.clear();
    this.connection.setJid('');
    this.#reports.renew();
    return Promise.resolve();
  }

  room(roomJid: string): RoomController {
    return this.#rooms.room(roomJid);
  }

  openRoom(roomJid: string | undefined): void {
    this.#rooms.open(roomJid);
  }

  async reloadRooms(): Promise<void> {
    const link = this.#rooms.link();
    if (link) await this.#rooms.reload(link);
    else await this.connect().catch(() => undefined);
  }

  rejoin(roomJid: string): void {
    this.#rooms.rejoin(roomJid);
  }

  loadOlder(roomJid: string): Promise<void> {
    return this.room(roomJid).loadOlder();
  }

  fillGap(roomJid: string, key: string, forth = false): Promise<void> {
    return this.room(roomJid).history.fillGap(key, forth);
  }

  jumpToDate(roomJid: string, date: Date): Promise<Message | undefined> {
    return this.room(roomJid).jumpTo(date.getTime());
  }

  markRead(roomJid: string): void {
    this.room(roomJid).reading.markRead();
  }

  send(text: string, roomJid?: string): Message | undefined {
    const room = this.#rooms.toWrite(roomJid);
    const message = room?.send(text);
    if (room && message) this.#rooms.written(room);
    return message;
  }

  stageFiles(files: readonly File[], roomJid = this.rooms.$active.get()) {
    const jid = normalizeJid(roomJid ?? '');
    if (jid) this.#uploading.stage(jid, files);
  }

  unstageFile(roomJid: string, id: string) {
    this.#uploading.unstage(normalizeJid(roomJid), id);
  }

  sendFiles(files: readonly File[], roomJid?: string): readonly Message[] {
    const room = files.length > 0 && this.uploads.$limits.get() ? this.#rooms.toWrite(roomJid) : undefined;
    if (!room) return [];
    const messages = this.#uploading.send(room, files);
    this.#rooms.written(room);
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
    return this.#reports.on(name, callback);
  }

  /** What is asked first is what is seen first: presence, the open room, the list. */
  #online(link: Link) {
    link.send(xml('presence'));
    const entered = this.#rooms.online(link);
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

  /** Asked when what can be read is here: nobody attaches a file before. */
  async #findUploader(link: Link, entered: Promise<void>): Promise<void> {
    await entered;
    const { client } = this.#signIn;
    const uploader = client ? new RestUploader(client) : await findHttpUploader(link.iq, jidDomain(link.jid));
    if (link === this.#rooms.link()) this.#uploading.start(uploader);
  }
}
