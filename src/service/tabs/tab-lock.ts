/** Who of the tabs leads: the holder of a Web Lock. When it goes, in whatever way, the browser gives the lock to the next in the queue. */

/** How long the holder has for an answer, ms; twice, since the first may end while this tab itself was asleep. */
const PATIENCE_MS = 500;

export interface TabLockHandlers {
  onGranted(): void;
  /** Another tab has taken it: this one did not answer any more. */
  onLost(): void;
}

export class TabLock {
  readonly #name: string;
  readonly #handlers: TabLockHandlers;
  /** The request that counts; what comes of an earlier one is not wanted any more. */
  #request: AbortController | undefined;
  #release: (() => void) | undefined;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, handlers: TabLockHandlers) {
    this.#name = name;
    this.#handlers = handlers;
  }

  get held(): boolean {
    return this.#release !== undefined;
  }

  /** Waits for its turn. */
  queue() {
    if (this.#request) return;
    const request = new AbortController();
    void this.#ask(request, { signal: request.signal });
  }

  /** The holder was asked something. One that does not answer is frozen, or has gone without the browser noticing: this tab takes it. */
  expectAnswer() {
    if (this.held) return;
    this.#alarm ??= setTimeout(() => {
      this.#alarm = setTimeout(() => {
        this.steal();
      }, PATIENCE_MS);
    }, PATIENCE_MS);
  }

  /** The holder lives. */
  answered() {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
  }

  /** Takes it from whoever has it. */
  steal() {
    this.release();
    void this.#ask(new AbortController(), { steal: true });
  }

  /** Gives it to the next, or leaves the queue. */
  release() {
    const release = this.#release;
    this.answered();
    this.#request?.abort();
    this.#request = undefined;
    this.#release = undefined;
    release?.();
  }

  /** Whether somebody waits for it. */
  async isWanted(): Promise<boolean> {
    const { pending = [] } = await navigator.locks.query();
    return pending.some(({ name }) => name === this.#name);
  }

  async #ask(request: AbortController, options: LockOptions) {
    this.#request = request;
    await navigator.locks.request(this.#name, options, () => this.#hold(request)).catch(() => undefined);
    if (request !== this.#request) return;
    // Neither given back nor withdrawn by ourselves.
    this.#request = undefined;
    this.#release = undefined;
    this.#handlers.onLost();
  }

  #hold(request: AbortController): Promise<void> | undefined {
    if (request !== this.#request) return undefined;
    const held = Promise.withResolvers<void>();
    this.#release = held.resolve;
    this.answered();
    this.#handlers.onGranted();
    return held.promise;
  }
}
