/**
 * Choices that a seed repeats: mulberry32.
 *
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;

  /** From 0 to below 1. */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  /** A whole number; both ends are possible. */
  const int = (from, to) => from + Math.floor(next() * (to - from + 1));

  return {
    int,
    chance: (probability) => next() < probability,
    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => list[int(0, list.length - 1)],
  };
}
