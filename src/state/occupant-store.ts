import { atom, computed } from 'nanostores';
import type { Occupant } from '../domain/room.js';
import { readonlyStore } from './readonly.js';

/** Who is in one room now. */
export function createOccupantStore() {
  const $byNick = atom<ReadonlyMap<string, Occupant>>(new Map());
  return {
    /** By nick. */
    $byNick: readonlyStore($byNick),
    $count: readonlyStore(computed($byNick, (occupants) => occupants.size)),
    set(occupants: ReadonlyMap<string, Occupant>) {
      $byNick.set(occupants);
    },
  };
}
export type OccupantStore = ReturnType<typeof createOccupantStore>;
