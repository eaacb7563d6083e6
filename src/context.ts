import { createContext } from '@lit/context';
import type { ConnectionStore } from './state/connection-store.js';
import type { DraftStore } from './state/draft-store.js';
import type { InvitationStore } from './state/invitation-store.js';
import type { MemberStore } from './state/member-store.js';
import type { OccupantStore } from './state/occupant-store.js';
import type { RoomStore } from './state/room-store.js';
import type { TimelineStore } from './state/timeline-store.js';
import type { UploadStore } from './state/upload-store.js';
import type { Message } from './domain/message.js';
import type { NewRoom } from './domain/new-room.js';
import type { Affiliation } from './domain/room.js';
import type { OfferedSettings } from './domain/room-settings.js';
import type { SessionEventMap } from './domain/session-events.js';

type Readable<Store> = { readonly [Key in keyof Store as Key extends `$${string}` | 'get' ? Key : never]: Store[Key] };

/** What a room's pane follows. */
export interface RoomSession {
  readonly jid: string;
  readonly timeline: Readable<TimelineStore>;
  readonly occupants: Readable<OccupantStore>;
  /** Who belongs to the room; complete after `admin.loadMembers()`. */
  readonly members: Readable<MemberStore>;
}

/**
 * What can be done to rooms and the people in them. Every promise rejects with a `RoomError` that says what the room or the
 * server answered, or with `offline`. What it changes shows in the stores.
 */
export interface RoomAdministration {
  readonly invitations: Readable<InvitationStore>;

  /** Makes a room and asks people in; gives its JID. After a failure nothing of it is left. A room of two that is there already is entered. */
  create(wanted: NewRoom): Promise<string>;
  /** The settings that the server offers, for owners. */
  settings(roomJid: string): Promise<OfferedSettings>;
  /** Changes settings; those that the server does not offer are left. */
  saveSettings(roomJid: string, changes: OfferedSettings): Promise<void>;
  /** Whether a room takes a picture; without a JID, whether one that is to be made would. */
  takesPicture(roomJid?: string): Promise<boolean>;
  /** Gives a room a picture, cut to a square and made small; without one, takes it away. */
  setPicture(roomJid: string, picture?: Blob): Promise<void>;
  /** Asks the room who belongs to it. Where it does not tell, `members` keeps those who are there. */
  loadMembers(roomJid: string): Promise<void>;

  /** Invites people by their addresses; where only members may enter it makes them members first. */
  invite(roomJid: string, people: readonly string[], reason?: string): Promise<void>;
  /** Enters a room that we were invited to. */
  accept(roomJid: string): Promise<void>;
  /** Takes an invitation away, and tells who invited. */
  decline(roomJid: string, reason?: string): void;

  /** Makes somebody `owner`, `admin`, `member` or `none`. */
  setAffiliation(roomJid: string, jid: string, affiliation: Affiliation, reason?: string): Promise<void>;
  /** Puts somebody out who may come back. */
  kick(roomJid: string, nick: string, reason?: string): Promise<void>;
  /** Puts somebody out for good; or, where `timedBans` says that the server can, keeps somebody from writing for so many seconds. */
  ban(roomJid: string, jid: string, reason?: string, seconds?: number): Promise<void>;
  unban(roomJid: string, jid: string): Promise<void>;

  /** Leaves a room, on all devices. */
  leave(roomJid: string): Promise<void>;
  /** Ends a room for everyone. */
  destroy(roomJid: string, reason?: string): Promise<void>;
}

/**
 * A signed-in user's chat: stores to follow and one action for everything a person can do. `<ethora-chat>` creates one and
 * provides it to the elements inside it; `createChatSession()` makes one for code without any element.
 *
 * Actions never throw over what a server or a network does; failures show in the stores and as `error` events.
 */
export interface ChatService {
  readonly connection: Readable<ConnectionStore>;
  readonly rooms: Readable<RoomStore>;
  readonly drafts: Readable<DraftStore>;
  /** Files that are chosen and not sent, and whether the server takes any. */
  readonly uploads: Readable<UploadStore>;

  /** Making, changing and leaving rooms; invitations, members, bans. Its actions do reject. */
  readonly admin: RoomAdministration;

  /** The stores of one room; made on first use, so it may be asked before the room is known. */
  room(roomJid: string): RoomSession;

  /** Connects, or tries again at once when an attempt is waiting. Resolves when online; rejects with a `ChatError` when it gave up. */
  connect(): Promise<void>;
  /** Closes the connection and stays offline until `connect()`. Messages not sent yet are kept. */
  disconnect(): Promise<void>;
  /** Closes the connection and forgets everything about this user on this device. */
  logout(): Promise<void>;
  /** Fulfilled when online with the room list known. */
  readonly ready: Promise<void>;

  /** Opens a room: joins it, fetches its newest messages, marks it read. `undefined` closes the one that is open. */
  openRoom(roomJid: string | undefined): void;
  /** Says which rooms of the list are on the screen: what was missed in them is fetched before what was missed in others. */
  showing(roomJids: readonly string[]): void;
  /** Asks the server for the room list once more. */
  reloadRooms(): Promise<void>;
  /** Tries again to enter a room that denied us. */
  rejoin(roomJid: string): void;
  /** Fetches the next older page, unless one is on its way or the first message is here. */
  loadOlder(roomJid: string): Promise<void>;
  /**
   * Fetches a page of the messages that are missing before the one with this key, one of `timeline.$gaps`: the newest of them, or
   * where `forth` the oldest. The gap is gone when nothing is missing any more.
   */
  fillGap(roomJid: string, key: string, forth?: boolean): Promise<void>;
  /**
   * Fetches the messages from a moment on, and leads every pane of the room there; gives the first, or undefined when there is none.
   * Rejects with a `RoomError` when the server refuses or does not answer.
   */
  jumpToDate(roomJid: string, date: Date): Promise<Message | undefined>;
  /** Says that the user has seen everything in this room. */
  markRead(roomJid: string): void;

  /** Writes to a room, by default the open one. Undefined when there is nothing to send: only blanks, or no room. */
  send(text: string, roomJid?: string): Message | undefined;
  /** Lays files beside what is being written in a room, by default the open one; those that the server would not take, with the reason. */
  stageFiles(files: readonly File[], roomJid?: string): void;
  /** Takes one of them away. */
  unstageFile(roomJid: string, id: string): void;
  /**
   * Uploads files and sends them to a room, by default the open one: a message for each, in order. They are pending until the
   * upload is done, which no outage stops; `retry` and `discard` work for them too. Empty when the server takes no files.
   */
  sendFiles(files: readonly File[], roomJid?: string): readonly Message[];
  /** Sends a failed message once more, with the same id; its file first, when that is not uploaded. */
  retry(roomJid: string, key: string): void;
  /** Takes back a message that was not sent, and stops the upload of its file. */
  discard(roomJid: string, key: string): void;
  /** Says that the user is writing, at every key, or has stopped. The room is told every few seconds at most. */
  setTyping(roomJid: string, typing: boolean): void;
  /** Keeps what the user has begun to write. */
  setDraft(roomJid: string, text: string): void;

  /** Calls back on live messages of others, declined invitations, connection changes and errors, until the returned function is called. */
  on<Name extends keyof SessionEventMap>(name: Name, callback: (event: SessionEventMap[Name]) => void): () => void;
}

/** The Lit context through which the elements find their session. */
export const chatContext = createContext<ChatService | undefined>(Symbol.for('ethora-chat'));
