import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Announcements are at least this far apart. */
const PAUSE_MS = 1000;
/** How long one stays where a screen reader can find it again. */
const STAY_MS = 7000;

/** Gathers live messages into one short text a second, for a polite live region. */
export class WindowAnnouncer implements ReactiveController {
  /** What the live region says now. */
  text = '';

  readonly #host: ReactiveControllerHost;
  readonly #word: (authors: readonly string[]) => string;
  #authors: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `word` makes the text from the authors' names, one for each message. */
  constructor(host: ReactiveControllerHost, word: (authors: readonly string[]) => string) {
    this.#host = host;
    this.#word = word;
    host.addController(this);
  }

  /** A message of somebody else came in. */
  hear(author: string) {
    this.#authors.push(author);
    if (this.#authors.length === 1) this.#after(PAUSE_MS, this.#say);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#authors = [];
    this.text = '';
  }

  readonly #say = () => {
    const text = this.#word(this.#authors);
    this.#authors = [];
    // The same text again would not be read: only changes are.
    this.text = text === this.text ? `${text}\u00a0` : text;
    this.#host.requestUpdate();
    this.#after(STAY_MS, this.#clear);
  };

  readonly #clear = () => {
    this.text = '';
    this.#host.requestUpdate();
  };

  #after(delayMs: number, action: () => void) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delayMs);
  }
}
