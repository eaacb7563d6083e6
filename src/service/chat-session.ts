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
import { DraftKeeper, wipeDrafts } from './draft-keeper.js';
import { findUploadService, HttpUploader, type UploadService } from './http-uploader.js';
import type { SessionOptions } from './options.js';
import { Outgoing, wipeOutgoing } from './outgoing.js';
import { RestUploader } from './rest-uploader.js';
import { RoomAdmin } from './room-admin.js';
import type { RoomController } from './room-controller.js';
import { SessionFacts } from './session-facts.js';
import { SessionAccount } from './session-account.js';
import { SessionReports } from './session-reports.js';
import { SessionRooms } from './session-rooms.js';
import { SignIn } from './sign-in.js';
import { wipeStream } from './stream-keeper.js';
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
  readonly #outgoing = new Outgoing({
    rooms: () => this.#rooms,
    uploads: this.#uploading,
    onFailure: () => {
      this.#reports.storageFailed();
    },
  });
  readonly #drafts = new DraftKeeper(this.drafts, () => {
    this.#reports.storageFailed();
  });
  readonly #account: SessionAccount;
  readonly #facts = new SessionFacts();
  readonly #connection: Connection;

  constructor(options: SessionOptions) {
    this.#signIn = new SignIn(options);
    this.#rooms = new SessionRooms({
      options,
      connection: this.connection,
      rooms: this.rooms,
      reports: this.#reports,
      outboxRecords: () => this.#outgoing.records,
      knowingRecords: () => this.#outgoing.knowing,
      client: () => this.#signIn.client,
      onListed: (listed) => {
        this.#facts.learn({ listed });
      },
    });
    this.admin = new RoomAdmin(this.#rooms);
    this.#account = new SessionAccount({
      restore: async (data) => {
        this.#drafts.use(data.account);
        const restored = Promise.withResolvers<void>();
        // Whoever sees what they have may write, and that is kept.
        await this.#outgoing.use(data, restored.promise);
        if (data !== this.#account.data) return;
        this.connection.setJid(data.account);
        const facts = this.#facts.use(data).then(() => {
          if (this.#facts.upload) this.#uploading.expect(this.#facts.upload);
        });
        await Promise.all([this.#rooms.cache.use(data), facts]);
        restored.resolve();
      },
      onClosed: () => {
        this.#outgoing.close();
      },
      onOther: () => {
        const open = this.rooms.$active.get();
        this.#forget();
        this.#rooms.open(open);
      },
      onFull: (database) => this.#rooms.cache.shrink(database),
      onFailure: () => {
        this.#reports.storageFailed();
        this.#connection.storageFailed();
      },
    });
    this.#connection = new Connection(options, this.#signIn, this.connection, {
      onRecognized: async (identity) => {
        await (identity ? this.#account.recognize(identity) : this.#account.leave());
        return this.#account.data;
      },
      onAdmitted: async (identity) => {
        if (!identity) return undefined;
        this.#signIn.admitted(identity.account);
        await this.#account.admit(identity);
        return this.#account.data;
      },
      onRefused: () => void this.#account.refuse(),
      onShared: () => {
        this.#rooms.cache.leave();
      },
      onLead: () => {
        const { data } = this.#account;
        if (data && !this.#rooms.cache.uses(data)) void this.#rooms.cache.use(data);
      },
      onKeep: () => this.#account.keep(),
      isRestored: () => this.#rooms.restored,
      onSent: (stanza) => {
        this.#rooms.handleSent(stanza);
      },
      onLogout: () => void this.#logOut(true),
      onOnline: (link) => {
        this.#online(link);
      },
      onGoOn: (link) => {
        this.#rooms.goOn(link, this.#facts.listed);
        void this.#learnName(link, this.#facts.name);
        void this.#findUploader(link, Promise.resolve(), this.#facts.upload);
      },
      onOffline: () => {
        this.#rooms.offline();
        this.#uploading.pause();
      },
      onSuspend: () => {
        this.#rooms.pause();
      },
      onResume: () => {
        this.#rooms.resume();
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
    this.#outgoing.prepare();
    return this.#connection.connect();
  }

  async disconnect(): Promise<void> {
    await this.#connection.disconnect();
    await this.#account.close();
    this.#connection.release();
  }

  logout(): Promise<void> {
    return this.#logOut(false);
  }

  /** `told`: the user has done it in another page, which tells the server. */
  async #logOut(told: boolean): Promise<void> {
    const { remembered } = this.#signIn;
    this.#connection.logOut(told);
    this.#signIn.forget();
    const account = this.connection.$jid.get() || remembered;
    this.#rooms.wipe(account);
    wipeDrafts(account);
    wipeOutgoing(account);
    wipeStream(account);
    this.#forget();
    this.#reports.renew();
    await this.#account.wipe(remembered);
    this.#connection.release();
  }

  /** Of this user nothing stays in memory. */
  #forget() {
    this.connection.setName(undefined);
    this.#uploading.clear();
    this.admin.clear();
    this.#rooms.clear();
    this.#facts.leave();
    this.#drafts.clear();
    this.connection.setJid('');
  }

  room(roomJid: string): RoomController {
    return this.#rooms.room(roomJid);
  }

  openRoom(roomJid: string | undefined): void {
    this.#rooms.open(roomJid);
  }

  showing(roomJids: readonly string[]): void {
    this.#rooms.prefer(roomJids);
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
    room.retry(key);
    this.#uploading.resume(room);
  }

  discard(roomJid: string, key: string): void {
    this.#uploading.cancel(key);
    this.room(roomJid).outbox.discard(key);
  }

  setTyping(roomJid: string, typing: boolean): void {
    this.#drafts.setWriting(normalizeJid(roomJid), typing);
    this.room(roomJid).setTyping(typing);
  }

  setDraft(roomJid: string, text: string): void {
    this.#drafts.set(normalizeJid(roomJid), text);
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
  async #learnName(link: Link, known?: string) {
    const name = this.#signIn.name || known;
    if (name !== undefined) this.connection.setName(name || undefined);
    else {
      const card = await link.iq.ask('get', buildVcardRequest()).catch(() => undefined);
      if (!card) return;
      const found = parseVcardName(card);
      this.connection.setName(found);
      this.#facts.learn({ name: found ?? '' });
    }
  }

  /** Asked when what can be read is here: nobody attaches a file before. */
  async #findUploader(link: Link, entered: Promise<void>, known?: UploadService | null): Promise<void> {
    await entered;
    const { client } = this.#signIn;
    const service = client || known !== undefined ? known : await findUploadService(link.iq, jidDomain(link.jid));
    if (link !== this.#rooms.link()) return;
    const uploader = service ? new HttpUploader(link.iq, service) : undefined;
    this.#uploading.start(client ? new RestUploader(client) : uploader);
    if (!client) this.#facts.learn({ upload: service ?? null });
  }
}
