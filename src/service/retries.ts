/** When to try to connect again: soon at first, then less often, and not for ever. */

const DEFAULT_MOST = 3;

/** Before the n-th automatic attempt, ms: 1 s, 4 s, 12 s, then 30 s. With three attempts a restart of the server is survived. */
const DELAYS_MS = [1_000, 4_000, 12_000, 30_000];

/** How far a delay is moved at random, so that not all pages come back in the same instant. */
const JITTER = 0.2;

export class Retries {
  readonly #most: number;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(most = DEFAULT_MOST) {
    this.#most = most;
  }

  /** Those since the last success, or since somebody asked. */
  get count(): number {
    return this.#count;
  }

  get exhausted(): boolean {
    return this.#count >= this.#most;
  }

  /** They are counted anew. */
  reset() {
    this.#count = 0;
  }

  /** Plans the next one. Gives its time, in ms since the epoch. */
  schedule(attempt: () => void): number {
    const delay = DELAYS_MS[Math.min(this.#count, DELAYS_MS.length - 1)] ?? 0;
    const jittered = delay * (1 - JITTER + 2 * JITTER * Math.random());
    this.#count += 1;
    this.#timer = setTimeout(attempt, jittered);
    return Date.now() + jittered;
  }

  /** Nothing is planned any more. */
  cancel() {
    clearTimeout(this.#timer);
  }
}
