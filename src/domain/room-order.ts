import type { Room } from './room.js';

/** Newest activity first; rooms without a message by name. */
export function compareRooms(a: Room, b: Room): number {
  return (b.preview?.time ?? 0) - (a.preview?.time ?? 0) || a.name.localeCompare(b.name) || (a.jid < b.jid ? -1 : 1);
}
