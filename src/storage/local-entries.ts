/** Texts in localStorage whose keys begin alike. They are written at once, and other pages hear of it. */

export class LocalEntries {
  readonly #prefix: string;
  readonly #onFailure: () => void;

  /** `onFailure` is called whenever the browser's storage cannot be used. */
  constructor(prefix: string, onFailure: () => void) {
    this.#prefix = prefix;
    this.#onFailure = onFailure;
  }

  /** By what their keys end with. */
  all(): ReadonlyMap<string, string> {
    const entries = this.#try(() =>
      this.#keys().map((key) => [key.slice(this.#prefix.length), localStorage.getItem(key) ?? ''] as const),
    );
    return new Map(entries);
  }

  get(name: string): string | undefined {
    return this.#try(() => localStorage.getItem(this.#prefix + name)) ?? undefined;
  }

  /** Nobody hears of a text that is there already. */
  set(name: string, text: string) {
    this.#try(() => localStorage.setItem(this.#prefix + name, text));
  }

  remove(name: string) {
    this.#try(() => localStorage.removeItem(this.#prefix + name));
  }

  clear() {
    this.#try(() => this.#keys().forEach((key) => localStorage.removeItem(key)));
  }

  /** Calls back with what other pages write, empty for what they remove, until the returned function is called. */
  follow(onChange: (name: string, text: string) => void): () => void {
    const listener = ({ key, newValue }: StorageEvent) => {
      if (key?.startsWith(this.#prefix)) onChange(key.slice(this.#prefix.length), newValue ?? '');
    };
    addEventListener('storage', listener);
    return () => removeEventListener('storage', listener);
  }

  #keys(): string[] {
    return Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
  }

  #try<Result>(access: () => Result): Result | undefined {
    try {
      return access();
    } catch {
      this.#onFailure();
      return undefined;
    }
  }
}
