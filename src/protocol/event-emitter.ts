/**
 * Node's EventEmitter as far as xmpp.js uses it. In the bundle it stands for the package `events`, which is ten times as long.
 * It differs in one thing: an `error` that nobody listens to is dropped, not thrown into the page.
 */
type Listener = (...args: unknown[]) => void;

export class EventEmitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    const first = (...args: unknown[]) => {
      this.off(event, first);
      listener(...args);
    };
    this.#originals.set(first, listener);
    return this.on(event, first);
  }

  off(event: string, listener: Listener): this {
    const listeners = this.#listeners.get(event) ?? [];
    const index = listeners.findLastIndex((item) => item === listener || this.#originals.get(item) === listener);
    this.#listeners.set(
      event,
      listeners.filter((_, position) => position !== index),
    );
    return this;
  }

  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }

  /** True when somebody listened. */
  emit(event: string, ...args: unknown[]): boolean {
    const listeners = this.#listeners.get(event) ?? [];
    for (const listener of listeners) listener.apply(this, args);
    return listeners.length > 0;
  }

  /** The function that was given to `once`, by the one that stands for it. */
  readonly #originals = new WeakMap<Listener, Listener>();
}
