/** Collects changes and applies them once per animation frame, however many stanzas arrive. */

/** Longest wait, ms; a hidden tab draws no frames. */
const PATIENCE_MS = 250;

/** Jobs that add jobs come to an end sooner; a mistake does, too. */
const MAX_ROUNDS = 10;

export class FrameBatch {
  #jobs = new Set<() => void>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Runs `job` with the next frame; the same function runs once, however often it was added. */
  add(job: () => void) {
    this.#jobs.add(job);
    if (this.#timer !== undefined) return;
    this.#frame = requestAnimationFrame(this.flush);
    this.#timer = setTimeout(this.flush, document.visibilityState === 'visible' ? PATIENCE_MS : 0);
  }

  /** Runs what is waiting. Jobs that are added meanwhile wait for the next frame. */
  readonly flush = () => {
    const jobs = this.#jobs;
    this.cancel();
    for (const job of jobs) {
      try {
        job();
      } catch (error) {
        // Who follows a store may throw; that is theirs, and the other jobs go on.
        reportError(error);
      }
    }
  };

  /** Runs everything that is waiting, and what comes of it. */
  settle() {
    for (let rounds = 0; rounds < MAX_ROUNDS && this.#jobs.size > 0; rounds += 1) this.flush();
  }

  /** Forgets what is waiting. */
  cancel() {
    this.#jobs = new Set();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
