/** Slows sending down after a server said that it was too much (the reference's `resource-constraint`, type `wait`). */

/** Before a message is sent again, ms; so often, and then it has failed. */
const DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

export class SendPace {
  #bounces = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** True from the first refusal until everything is sent: one message at a time. */
  get slow(): boolean {
    return this.#bounces > 0;
  }

  /** True while nothing may be sent. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** Waits, longer each time, and calls `resume`. False when it was tried often enough. */
  slowDown(resume: () => void): boolean {
    // Of several that were refused together only the first counts.
    if (this.waiting) return true;
    const delay = DELAYS_MS[this.#bounces];
    if (delay === undefined) return false;
    this.#bounces += 1;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      resume();
    }, delay);
    return true;
  }

  /** As fast as it goes again. */
  reset() {
    this.#bounces = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
