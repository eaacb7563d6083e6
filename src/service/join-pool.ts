/** Does something for many rooms, a few at a time and in the order in which they matter. */

/** Rooms at the same time. */
const WIDTH = 5;

export class JoinPool {
  #waiting: string[] = [];
  #preferred: ReadonlySet<string> = new Set();
  #running = 0;
  #job: ((roomJid: string) => Promise<void>) | undefined;

  /** Starts over with these rooms; what is running goes on. */
  start(roomJids: readonly string[], job: (roomJid: string) => Promise<void>) {
    this.#waiting = [...roomJids];
    this.#job = job;
    this.#fill();
  }

  stop() {
    this.#waiting = [];
    this.#job = undefined;
  }

  /** These go before all others from now on. */
  prefer(roomJids: readonly string[]) {
    this.#preferred = new Set(roomJids);
  }

  #fill() {
    while (this.#running < WIDTH && this.#job) {
      const roomJid = this.#next();
      if (roomJid === undefined) return;
      this.#running += 1;
      void this.#job(roomJid).finally(() => {
        this.#running -= 1;
        this.#fill();
      });
    }
  }

  #next(): string | undefined {
    const preferred = this.#waiting.findIndex((roomJid) => this.#preferred.has(roomJid));
    return this.#waiting.splice(Math.max(0, preferred), 1)[0];
  }
}
