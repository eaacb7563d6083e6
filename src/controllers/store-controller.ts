import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableAtom } from 'nanostores';

/** Re-renders the host when the store chosen by `pick` changes. */
export class StoreController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #pick: () => ReadableAtom<T> | undefined;
  #store: ReadableAtom<T> | undefined;
  #stop: (() => void) | undefined;

  /** `pick` is asked before every update, so a store that comes late or changes is found. */
  constructor(host: ReactiveControllerHost, pick: () => ReadableAtom<T> | undefined) {
    this.#host = host;
    this.#pick = pick;
    host.addController(this);
  }

  /** What the store holds now; undefined while there is none. */
  get value(): T | undefined {
    return this.#store?.get();
  }

  hostConnected() {
    this.#host.requestUpdate();
  }

  hostUpdate() {
    this.#follow(this.#pick());
  }

  hostDisconnected() {
    this.#follow(undefined);
  }

  #follow(store: ReadableAtom<T> | undefined) {
    if (store === this.#store) return;
    this.#stop?.();
    this.#store = store;
    this.#stop = store?.listen(() => {
      this.#host.requestUpdate();
    });
  }
}
