/** How far the user has read in each room, kept for this account on this device. */

/** An archive id by room JID; the empty string: nothing read yet. */
export class ReadPositions {
  /** Whose they are: a bare JID. */
  readonly account: string;
  readonly #key: string;
  readonly #positions: Map<string, string>;
  readonly #onFailure: () => void;
  #failed = false;

  /** `onFailure` is called once when the browser's storage cannot be used; positions then live in memory. */
  constructor(account: string, onFailure: () => void) {
    this.account = account;
    this.#key = storageKey(account);
    this.#onFailure = onFailure;
    this.#positions = new Map(this.#load());
  }

  /** Undefined when the room was never seen on this device. */
  get(roomJid: string): string | undefined {
    return this.#positions.get(roomJid);
  }

  set(roomJid: string, archiveId: string) {
    if (this.#positions.get(roomJid) === archiveId) return;
    this.#positions.set(roomJid, archiveId);
    this.#try(() => {
      // What another tab has read meanwhile stays.
      const all = new Map([...this.#positions, ...this.#load(), [roomJid, archiveId]]);
      localStorage.setItem(this.#key, JSON.stringify([...all]));
    });
  }

  /** Calls back with what other tabs have read, until the returned function is called. */
  follow(onRead: (roomJid: string, archiveId: string) => void): () => void {
    const listener = ({ key }: StorageEvent) => {
      if (key !== this.#key) return;
      for (const [roomJid, archiveId] of this.#load()) {
        if (this.#positions.get(roomJid) !== archiveId) onRead(roomJid, archiveId);
      }
    };
    addEventListener('storage', listener);
    return () => removeEventListener('storage', listener);
  }

  /** Forgets all, here and in the browser's storage. */
  clear() {
    this.#positions.clear();
    this.#try(() => {
      localStorage.removeItem(this.#key);
    });
  }

  #load(): [string, string][] {
    const stored = this.#try(() => localStorage.getItem(this.#key));
    if (!stored) return [];
    try {
      const entries: unknown = JSON.parse(stored);
      return Array.isArray(entries) ? entries.filter(isEntry) : [];
    } catch {
      // Damaged: as if nothing was read here yet.
      return [];
    }
  }

  #try<T>(access: () => T): T | undefined {
    try {
      return access();
    } catch {
      if (!this.#failed) this.#onFailure();
      this.#failed = true;
      return undefined;
    }
  }
}

function storageKey(account: string): string {
  return `ethora-chat:read:${account}`;
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
