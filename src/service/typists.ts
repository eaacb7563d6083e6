/** Who writes in a room just now. */
import type { ChatState } from '../protocol/chat-states.js';
import { nameFrom } from './message-factory.js';

/** Without another sign somebody has stopped, ms: the one that says so may have been lost. */
const EXPIRES_MS = 15_000;

interface Typist {
  readonly name: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Typists {
  readonly #onChange: (names: readonly string[]) => void;
  readonly #byNick = new Map<string, Typist>();

  /** `onChange` gets the names of all, in the order in which they began. */
  constructor(onChange: (names: readonly string[]) => void) {
    this.#onChange = onChange;
  }

  /** Somebody began to write, or stopped. */
  hear({ nick, composing, claimedName }: ChatState) {
    if (composing) this.#started(nick, nameFrom(nick, claimedName));
    else this.stopped(nick);
  }

  #started(nick: string, name: string) {
    const known = this.#byNick.get(nick);
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      this.stopped(nick);
    }, EXPIRES_MS);
    this.#byNick.set(nick, { name, timer });
    if (known?.name !== name) this.#tell();
  }

  /** They said so, wrote, or left. */
  stopped(nick: string) {
    clearTimeout(this.#byNick.get(nick)?.timer);
    if (this.#byNick.delete(nick)) this.#tell();
  }

  clear() {
    for (const nick of [...this.#byNick.keys()]) this.stopped(nick);
  }

  #tell() {
    this.#onChange(Array.from(this.#byNick.values(), ({ name }) => name));
  }
}
