/** Tells a room that we write: seldom, since everybody in it gets a copy. */

/** While one goes on writing it is said again after this time, ms; others forget it. */
const REPEAT_MS = 5_000;
/** Without a key pressed for so long, one has stopped, ms. */
const PAUSE_MS = 5_000;
/** Least time between two words about it, ms. */
const LEAST_MS = 1_000;

export class OwnTyping {
  readonly #tell: (composing: boolean) => void;
  #told = false;
  #toldAt = -Infinity;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;

  /** `tell` says it to the room. */
  constructor(tell: (composing: boolean) => void) {
    this.#tell = tell;
  }

  /** A key was pressed, or nothing is being written any more. */
  set(typing: boolean) {
    if (typing) this.#typed();
    else this.#stopped();
  }

  #typed() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#stopped();
    }, PAUSE_MS);
    if (this.#told && Date.now() - this.#toldAt < REPEAT_MS) clearTimeout(this.#late);
    else this.#say(true);
  }

  #stopped() {
    clearTimeout(this.#pause);
    if (this.#told) this.#say(false);
    else clearTimeout(this.#late);
  }

  /** Nobody has to be told: a message was sent, which says it, or the room was left. */
  reset() {
    clearTimeout(this.#pause);
    clearTimeout(this.#late);
    this.#told = false;
  }

  #say(composing: boolean) {
    clearTimeout(this.#late);
    this.#late = setTimeout(
      () => {
        this.#told = composing;
        this.#toldAt = Date.now();
        this.#tell(composing);
      },
      Math.max(0, this.#toldAt + LEAST_MS - Date.now()),
    );
  }
}
