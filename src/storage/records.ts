/** What is kept of an account, record by record. Only what can be cloned: no functions, no `blob:` addresses. */
import type { Author, Message } from '../domain/message.js';
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
  /**
   * Present when the room may have it: the archive id of the newest message that was here before it was first sent, empty when
   * there was none. Unlike times, it does not depend on anybody's clock.
   */
  readonly after?: string;
}

/** A stream that the next page goes on with (XEP-0198). */
export interface StreamRecord {
  readonly id: string;
  /** How many of its stanzas are in the other records. */
  readonly handled: number;
  /** Own full JID in it. */
  readonly jid: string;
  /** How long after a loss it can go on, s. */
  readonly max: number;
  /** When it was last there, ms since the epoch. */
  readonly at: number;
}

/** Records may be damaged, or of a version that had mistakes; one that cannot be shown counts as none. */
export function isRoomRecord(value: unknown): value is RoomRecord {
  const { jid, room, nick, occupants, usedAt } = fieldsOf<RoomRecord>(value);
  const { jid: roomJid, name, unread } = fieldsOf<Room>(room);
  return (
    typeof jid === 'string' &&
    jid === roomJid &&
    typeof name === 'string' &&
    typeof unread === 'number' &&
    typeof nick === 'string' &&
    typeof usedAt === 'number' &&
    Array.isArray(occupants) &&
    occupants.every((occupant) => typeof fieldsOf<Occupant>(occupant).nick === 'string')
  );
}

export function isTimelineRecord(value: unknown): value is TimelineRecord {
  const { jid, messages, first, complete } = fieldsOf<TimelineRecord>(value);
  return (
    typeof jid === 'string' &&
    Array.isArray(messages) &&
    messages.every(isMessage) &&
    (first === undefined || typeof first === 'string') &&
    typeof complete === 'boolean'
  );
}

export function isStreamRecord(value: unknown): value is StreamRecord {
  const { id, handled, jid, max, at } = fieldsOf<StreamRecord>(value);
  return [id, jid].every((text) => typeof text === 'string') && [handled, max, at].every(Number.isFinite);
}

function isMessage(value: unknown): boolean {
  const { key, body, time, kind, author } = fieldsOf<Message>(value);
  const { id, nick, name } = fieldsOf<Author>(author);
  return [key, body, kind, id, nick, name].every((text) => typeof text === 'string') && typeof time === 'number';
}

function fieldsOf<T>(value: unknown): Partial<Record<keyof T, unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}
