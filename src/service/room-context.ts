import type { MediaDialect } from '../domain/attachment.js';
import type { Message, MessageFailure } from '../domain/message.js';
import type { Room, RoomDenial } from '../domain/room.js';
import type { DiscoInfo } from '../protocol/disco.js';
import type { ReadPositions } from '../storage/read-positions.js';
import type { FrameBatch } from './frame-batch.js';
import type { OutboxRecords } from './outbox-records.js';
import type { Self } from './message-factory.js';
import type { ReadSync } from './read-sync.js';

/** What a room needs from its session. */
export interface RoomContext {
  readonly batch: FrameBatch;
  /** The same for counting what is unread, never in one go with what shows it: whoever reads along comes in between. */
  readonly counts: FrameBatch;
  readonly dialect: MediaDialect;
  readonly positions: () => ReadPositions;
  /** Where own messages are kept until the room has them; undefined while there is no such place. */
  readonly outboxRecords: () => OutboxRecords | undefined;
  /** Resolves when it is known whether there is one; undefined when it is. */
  readonly knowingRecords: () => Promise<void> | undefined;
  readonly self: () => Self;
  /** Changes what the list and the header show. */
  readonly patch: (change: Partial<Room>) => void;
  /** Own bare JID. */
  readonly ownJid: () => string;
  readonly isOpen: () => boolean;
  /** The room has let us in. */
  readonly onJoined: () => void;
  /** What the room says of itself. */
  readonly onInfo: (info: DiscoInfo) => void;
  readonly onReceive: (message: Message) => void;
  readonly onDenied: (denial: RoomDenial, text: string) => void;
  readonly onSendFailure: (message: Message, failure: MessageFailure, text: string) => void;
  readonly onHistoryFailure: (error: unknown) => void;
  /** What the user's other devices have read; undefined while offline. */
  readonly readSync: () => ReadSync | undefined;
  /** True when others may know what the user has seen. */
  readonly sendsMarkers: boolean;
}
