/** What the list shows: the rooms as the server lists them, and what is learned of each later. */
import { peerOf } from '../domain/direct-room.js';
import { isBareJid, jidLocal } from '../domain/jid.js';
import type { Room } from '../domain/room.js';
import { log } from '../log.js';
import type { RoomStore } from '../state/room-store.js';
import type { FrameBatch } from './frame-batch.js';
import type { RoomController } from './room-controller.js';
import type { ListedRoom } from './room-list.js';

export class RoomDirectory {
  readonly #rooms: RoomStore;
  readonly #batch: FrameBatch;
  readonly #controllers: ReadonlyMap<string, RoomController>;
  readonly #patches = new Map<string, Partial<Room>>();
  /** Rooms that the user has left since signing in; the server may list them still. */
  readonly #left = new Set<string>();

  constructor(rooms: RoomStore, batch: FrameBatch, controllers: ReadonlyMap<string, RoomController>) {
    this.#rooms = rooms;
    this.#batch = batch;
    this.#controllers = controllers;
  }

  /** Puts a room on the list if it is not there. False when the address cannot be a room's. */
  add(jid: string): boolean {
    if (isBareJid(jid)) {
      if (!this.#rooms.get(jid)) this.#rooms.put(unknownRoom(jid));
      return true;
    }
    log.warn(`"${jid}" is not the JID of a room; it looks like room@conference.example.org`);
    return false;
  }

  /** The user has left the room: it goes, and stays away. */
  remove(jid: string) {
    this.#left.add(jid);
    this.#patches.delete(jid);
    this.#rooms.remove(jid);
  }

  /** The user wants to be in the room, perhaps again. */
  welcome(jid: string) {
    this.#left.delete(jid);
  }

  /** Makes the list what the server says it is. */
  show(listed: readonly ListedRoom[], ownJid: string) {
    const wanted = listed.filter(({ jid }) => !this.#left.has(jid));
    this.flush();
    for (const { jid } of this.#rooms.$sorted.get()) if (!this.#isKept(jid, wanted)) this.#rooms.remove(jid);
    this.#rooms.putAll(
      wanted.map(({ onlineCount, ...room }) => ({
        ...(this.#rooms.get(room.jid) ?? unknownRoom(room.jid)),
        ...room,
        // Whoever is inside knows better.
        ...(onlineCount !== undefined && !this.#controllers.get(room.jid)?.membership.joined && { onlineCount }),
        ...describeDirect(room, ownJid),
        ...this.#ownWords(room.jid),
      })),
    );
    this.#rooms.setStatus('ready');
  }

  /** Shows the list as it was when it was last kept. */
  restore(rooms: readonly Room[]) {
    this.flush();
    this.#rooms.putAll(rooms);
    this.#rooms.setStatus('ready');
  }

  /** Something about a room has changed; shown with the next frame. */
  patch(jid: string, change: Partial<Room>) {
    this.#patches.set(jid, { ...this.#patches.get(jid), ...change });
    this.#batch.add(this.flush);
  }

  /** Shows what has changed. */
  readonly flush = () => {
    const changed = [...this.#patches].flatMap(([jid, change]) => {
      const room = this.#rooms.get(jid);
      return room ? [{ ...room, ...change }] : [];
    });
    this.#patches.clear();
    this.#rooms.putAll(changed);
  };

  clear() {
    this.#patches.clear();
    this.#left.clear();
    this.#rooms.clear();
  }

  /** What a room has said of itself is newer than any list or bookmark. */
  #ownWords(jid: string): Partial<Room> {
    const room = this.#rooms.get(jid);
    return room?.membersOnly === undefined ? {} : { name: room.name, direct: room.direct };
  }

  /** A room that is not listed, or not yet, stays while somebody is in it, enters it or writes to it. */
  #isKept(jid: string, listed: readonly ListedRoom[]): boolean {
    const controller = this.#controllers.get(jid);
    const used = controller && (!controller.membership.outside || controller.outbox.messages.length > 0);
    return used === true || jid === this.#rooms.$active.get() || listed.some((room) => room.jid === jid);
  }
}

/** A room of which only the address is known. */
function unknownRoom(jid: string): Room {
  return { jid, name: jidLocal(jid), direct: false, unread: 0, presence: 'idle' };
}

/** A room of two is called by the other one, unless it was given a name of its own. */
function describeDirect(
  { jid, name, direct = false }: ListedRoom,
  ownJid: string,
): Pick<Room, 'direct'> & Partial<Room> {
  const peer = peerOf(jid, ownJid);
  if (peer === undefined || direct) return { direct };
  return { direct: true, ...((!name || name === jidLocal(jid)) && { name: peer }) };
}
