/** In the bundle this stands for the package `events`, of which the XML parser uses no more and which is 13 times as long. */
type Listener = (...args: unknown[]) => void;

export class EventEmitter {
  readonly #listeners: [event: string, listener: Listener][] = [];

  on(event: string, listener: Listener) {
    this.#listeners.push([event, listener]);
  }

  emit(event: string, ...args: unknown[]) {
    for (const [name, listener] of this.#listeners) if (name === event) listener(...args);
  }
}
