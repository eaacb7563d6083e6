/** Does something for many rooms, a few at a time and in the order in which they matter. */

/** Rooms at the same time. */
const WIDTH = 5;

export class JoinPool {
  #waiting: string[] = [];
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

  #fill() {
    while (this.#running < WIDTH && this.#job) {
      const roomJid = this.#waiting.shift();
      if (roomJid === undefined) return;
      this.#running += 1;
      void this.#job(roomJid).finally(() => {
        this.#running -= 1;
        this.#fill();
      });
    }
  }
}
