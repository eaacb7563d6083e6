import { atom, computed } from 'nanostores';
import type { Room } from '../domain/room.js';
import { compareRooms } from '../domain/room-order.js';
import { readonlyStore } from './readonly.js';

/** `loading`: not known yet. `ready`: known. `error`: the server did not give the list. */
export type RoomListStatus = 'loading' | 'ready' | 'error';

/** Rooms of one signed-in user. */
export function createRoomStore() {
  const $byJid = atom<Rooms>(emptyRooms());
  const $status = atom<RoomListStatus>('loading');
  const $active = atom<string | undefined>(undefined);
  return {
    /** Every known room, by its bare JID. */
    $byJid: readonlyStore($byJid),
    /** Newest activity first. */
    $sorted: readonlyStore(computed($byJid, (rooms) => Object.values(rooms).sort(compareRooms))),
    /** Unread messages in all rooms. */
    $unread: readonlyStore(
      computed($byJid, (rooms) => Object.values(rooms).reduce((sum, room) => sum + room.unread, 0)),
    ),
    $status: readonlyStore($status),
    /** JID of the room that is open; undefined when none is. */
    $active: readonlyStore($active),

    get(jid: string): Room | undefined {
      return $byJid.get()[jid];
    },
    put(room: Room) {
      this.putAll([room]);
    },
    /** Several at once: followers are told once. */
    putAll(rooms: readonly Room[]) {
      if (rooms.length === 0) return;
      const next = copy($byJid.get());
      for (const room of rooms) next[room.jid] = room;
      $byJid.set(next);
    },
    /** Changes a known room; an unknown one stays unknown. */
    update(jid: string, change: Partial<Room>) {
      const room = $byJid.get()[jid];
      if (room) this.put({ ...room, ...change });
    },
    remove(jid: string) {
      const next = copy($byJid.get());
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record without a prototype, keyed by JID
      delete next[jid];
      $byJid.set(next);
    },
    setStatus(status: RoomListStatus) {
      $status.set(status);
    },
    setActive(jid: string | undefined) {
      $active.set(jid);
    },
    clear() {
      $byJid.set(emptyRooms());
      $status.set('loading');
      $active.set(undefined);
    },
  };
}
export type RoomStore = ReturnType<typeof createRoomStore>;

type Rooms = Readonly<Record<string, Room>>;

/** Without a prototype, so that no JID means something of its own. */
function emptyRooms(): Record<string, Room> {
  return Object.create(null) as Record<string, Room>;
}

function copy(rooms: Rooms): Record<string, Room> {
  return Object.assign(emptyRooms(), rooms);
}
