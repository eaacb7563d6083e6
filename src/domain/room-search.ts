import type { Room } from './room.js';

/** The rooms whose name holds every word of the query, whatever the case and the accents; all for an empty query. */
export function matchRooms(rooms: readonly Room[], query: string): readonly Room[] {
  return matchNames(rooms, query);
}

/** The same for whatever has a name. */
export function matchNames<Named extends { readonly name: string }>(
  all: readonly Named[],
  query: string,
): readonly Named[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter((one) => {
    const name = fold(one.name);
    return words.every((word) => name.includes(word));
  });
}

/** "Tomás" and "tomas" are the same to somebody who searches. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
