/** What is kept of an account, record by record. Only what can be cloned: no functions, no `blob:` addresses. */
import type { Message } from '../domain/message.js';
import type { Occupant, Room } from '../domain/room.js';

/** A room as it was last seen. */
export interface RoomRecord {
  readonly jid: string;
  readonly room: Room;
  /** Own nick there; empty when we were not in it. */
  readonly nick: string;
  /** Who was in it, as long as we were. */
  readonly occupants: readonly Occupant[];
  /** When it was last open or heard of, ms since the epoch: the oldest go first when there are too many. */
  readonly usedAt: number;
}

/** The newest messages of a room, without a gap. */
export interface TimelineRecord {
  /** The room's. */
  readonly jid: string;
  readonly messages: readonly Message[];
  /** Archive id of the first entry, shown or not. */
  readonly first: string | undefined;
  /** True when nothing lies before it. */
  readonly complete: boolean;
}

/** A message that the user has submitted, and that its room has not sent back yet. */
export interface OutboxRecord {
  /** Its client id. */
  readonly id: string;
  readonly message: Message;
  /** What is still to be uploaded. */
  readonly file?: File;
  /** Of those of one room, the lower goes out first. */
  readonly order: number;
  /** The page that wrote it, see `living-pages.ts`: as long as it lives nobody else sends it. */
  readonly owner: string;
}
