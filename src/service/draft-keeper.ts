/** Keeps what the user has begun to write for the next page, and in step with other tabs. */
import type { DraftStore } from '../state/draft-store.js';
import { LocalEntries } from '../storage/local-entries.js';

export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #onFailure: () => void;
  #account = '';
  #kept: LocalEntries | undefined;
  #stop: (() => void) | undefined;
  #writingIn = '';

  /** `onFailure` is called whenever the browser's storage cannot be used. */
  constructor(store: DraftStore, onFailure: () => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Shows what was kept of this account (a bare JID), except where something is written already. */
  use(account: string) {
    if (account === this.#account) return;
    this.#account = account;
    const kept = (this.#kept = entriesOf(account, this.#onFailure));
    const drafts = this.#store.$drafts.get();
    for (const [roomJid, text] of Object.entries(drafts)) if (text) kept.set(roomJid, text);
    for (const [roomJid, text] of kept.all()) if (!drafts[roomJid]) this.#store.set(roomJid, text);
    this.#stop?.();
    this.#stop = kept.follow((roomJid, text) => {
      if (roomJid !== this.#writingIn) this.#store.set(roomJid, text);
    });
  }

  set(roomJid: string, text: string) {
    this.#store.set(roomJid, text);
    if (text) this.#kept?.set(roomJid, text);
    else this.#kept?.remove(roomJid);
  }

  /** The user writes in a room, or has stopped; there nobody else changes anything. */
  setWriting(roomJid: string, writing: boolean) {
    if (writing) this.#writingIn = roomJid;
    else if (this.#writingIn === roomJid) this.#writingIn = '';
  }

  /** Nothing of this user stays in memory. */
  clear() {
    this.#stop?.();
    this.#stop = undefined;
    this.#kept = undefined;
    this.#account = '';
    this.#store.clear();
  }
}

/** Forgets the account's drafts on this device. */
export function wipeDrafts(account: string) {
  entriesOf(account, () => undefined).clear();
}

function entriesOf(account: string, onFailure: () => void): LocalEntries {
  return new LocalEntries(`ethora-chat:draft:${account}:`, onFailure);
}
