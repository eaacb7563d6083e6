import type { LitElement } from 'lit';
import { computed, type ReadableAtom } from 'nanostores';
import type { ChatService, RoomSession } from '../../context.js';
import { StoreController } from '../../controllers/store-controller.js';
import type { GapState } from '../../domain/archive-spans.js';
import type { Room } from '../../domain/room.js';

const NO_GAPS: ReadonlyMap<string, GapState> = new Map();

/** What a thread shows: one room of a session, followed for the host. */
export class ThreadSource {
  readonly #chat: () => ChatService | undefined;
  readonly #wanted: () => string;
  readonly #active;
  readonly #room;
  readonly #connection;
  readonly #messages;
  readonly #status;
  readonly #loadingOlder;
  readonly #catchingUp;
  readonly #mark;
  readonly #gaps;
  readonly #target;
  readonly #limits;
  #rooms:
    { readonly chat: ChatService; readonly jid: string; readonly $room: ReadableAtom<Room | undefined> } | undefined;

  /** `wanted` is the JID of the room; empty: the one that is open in the session. */
  constructor(host: LitElement, chat: () => ChatService | undefined, wanted: () => string) {
    this.#chat = chat;
    this.#wanted = wanted;
    const timeline = () => this.#session?.timeline;
    this.#active = new StoreController(host, () => chat()?.rooms.$active);
    this.#room = new StoreController(host, () => this.#roomStore());
    this.#connection = new StoreController(host, () => chat()?.connection.$state);
    this.#messages = new StoreController(host, () => timeline()?.$messages);
    this.#status = new StoreController(host, () => timeline()?.$status);
    this.#loadingOlder = new StoreController(host, () => timeline()?.$loadingOlder);
    this.#catchingUp = new StoreController(host, () => timeline()?.$catchingUp);
    this.#mark = new StoreController(host, () => timeline()?.$unreadMark);
    this.#gaps = new StoreController(host, () => timeline()?.$gaps);
    this.#target = new StoreController(host, () => timeline()?.$target);
    this.#limits = new StoreController(host, () => chat()?.uploads.$limits);
  }

  get jid(): string | undefined {
    return this.#wanted() || this.#active.value;
  }

  get room() {
    return this.#room.value;
  }

  get connection() {
    return this.#connection.value?.status;
  }

  /** Oldest first; empty also where there is no room. */
  get messages() {
    return this.#messages.value ?? [];
  }

  get status() {
    return this.#status.value;
  }

  get loadingOlder(): boolean {
    return this.#loadingOlder.value === true;
  }

  get catchingUp(): boolean {
    return this.#catchingUp.value === true;
  }

  get mark() {
    return this.#mark.value;
  }

  get gaps(): ReadonlyMap<string, GapState> {
    return this.#gaps.value ?? NO_GAPS;
  }

  get target() {
    return this.#target.value;
  }

  /** What files the server takes; undefined when it takes none. */
  get limits() {
    return this.#limits.value;
  }

  get #session(): RoomSession | undefined {
    const { jid } = this;
    return jid === undefined ? undefined : this.#chat()?.room(jid);
  }

  /** Only this room: the others change often, too. */
  #roomStore(): ReadableAtom<Room | undefined> | undefined {
    const { jid } = this;
    const chat = this.#chat();
    if (!chat || jid === undefined) return undefined;
    if (this.#rooms?.chat !== chat || this.#rooms.jid !== jid) {
      this.#rooms = { chat, jid, $room: computed(chat.rooms.$byJid, (rooms) => rooms[jid]) };
    }
    return this.#rooms.$room;
  }
}
