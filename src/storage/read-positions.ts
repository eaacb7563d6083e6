/** How far the user has read in each room, kept for this account on this device. */
import { LocalEntries } from './local-entries.js';

/** An archive id by room JID; the empty string: nothing read yet. Each has its own key: tabs that read at once disturb none. */
export class ReadPositions {
  /** Whose they are: a bare JID. */
  readonly account: string;
  readonly #entries: LocalEntries;
  readonly #positions: Map<string, string>;

  /** `onFailure` is called once when the browser's storage cannot be used; positions then live in memory. */
  constructor(account: string, onFailure: () => void) {
    this.account = account;
    let failed = false;
    this.#entries = new LocalEntries(`ethora-chat:read:${account}/`, () => {
      if (!failed) onFailure();
      failed = true;
    });
    this.#positions = new Map(this.#entries.all());
  }

  /** Undefined when the room was never seen on this device. */
  get(roomJid: string): string | undefined {
    return this.#positions.get(roomJid);
  }

  set(roomJid: string, archiveId: string) {
    if (this.#positions.get(roomJid) === archiveId) return;
    this.#positions.set(roomJid, archiveId);
    this.#entries.set(roomJid, archiveId);
  }

  /** Calls back with what other tabs have read, until the returned function is called. */
  follow(onRead: (roomJid: string, archiveId: string) => void): () => void {
    return this.#entries.follow((roomJid, archiveId) => {
      if (archiveId && this.#positions.get(roomJid) !== archiveId) onRead(roomJid, archiveId);
    });
  }

  /** Forgets all, here and in the browser's storage. */
  clear() {
    this.#positions.clear();
    this.#entries.clear();
  }
}
