/** When the page is left and shown again, and when it is worth looking whether the server can be reached. */

export interface PageWatchHandlers {
  /** There is a network again, or somebody looks. */
  onWake(): void;
  /** The page goes into the back/forward cache of the browser, where nothing runs. */
  onSleep(): void;
  /** It is shown again. */
  onReturn(): void;
}

export class PageWatch {
  readonly #handlers: PageWatchHandlers;
  #watching: AbortController | undefined;

  constructor(handlers: PageWatchHandlers) {
    this.#handlers = handlers;
  }

  get watching(): boolean {
    return this.#watching !== undefined;
  }

  start() {
    if (this.#watching) return;
    const { signal } = (this.#watching = new AbortController());
    addEventListener('online', () => this.#handlers.onWake(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') this.#handlers.onWake();
      },
      { signal },
    );
    // Of a page that is gone for good the browser gives the lead away itself, and not before all that it wrote is written.
    addEventListener('pagehide', ({ persisted }) => persisted && this.#handlers.onSleep(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#handlers.onReturn(), { signal });
  }

  stop() {
    this.#watching?.abort();
    this.#watching = undefined;
  }
}
