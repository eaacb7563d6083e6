/** Notices a peer that is gone without a word: at most 25 s of silence, or at once when asked. */

/** Silence after which the server is asked for a sign of life, ms. */
const SILENCE_MS = 17_000;

/** How long it has for the answer, ms. */
const PATIENCE_MS = 8_000;

export class Keepalive {
  readonly #ping: () => void;
  readonly #onDead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastSign = Date.now();
  #asked = false;

  constructor(ping: () => void, onDead: () => void) {
    this.#ping = ping;
    this.#onDead = onDead;
    this.#watch(SILENCE_MS);
  }

  /** Something came. */
  touch() {
    this.#lastSign = Date.now();
    if (this.#asked) {
      this.#asked = false;
      this.#watch(SILENCE_MS);
    }
  }

  /** Asks now, as after sleep or a change of network. */
  check() {
    if (this.#asked) return;
    this.#asked = true;
    this.#watch(PATIENCE_MS);
    this.#ping();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  // One timer for all stanzas, not one for each: a burst must not pay for it.
  #watch(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#asked) this.#onDead();
      else this.#checkSilence();
    }, ms);
  }

  #checkSilence() {
    const silence = Date.now() - this.#lastSign;
    // Also negative, when the clock was set back.
    if (silence >= 0 && silence < SILENCE_MS) this.#watch(SILENCE_MS - silence);
    else this.check();
  }
}
