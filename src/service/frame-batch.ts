/** Collects changes and applies them once per animation frame, however many stanzas arrive. */

/** Longest wait, ms; a hidden tab draws no frames. */
const PATIENCE_MS = 250;

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
    this.cancel();
    const jobs = this.#jobs;
    this.#jobs = new Set();
    for (const job of jobs) job();
  };

  /** Stops waiting; what was added stays until the next `add` or `flush`. */
  cancel() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
