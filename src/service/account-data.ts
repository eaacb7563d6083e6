/**
 * What this browser keeps of the account that is signed in. Everybody who has something to keep contributes to one transaction,
 * so that what is found after a crash fits together: rooms, messages, and how far the stream was handled.
 */
import { log } from '../log.js';
import {
  deleteAccountDatabase,
  openAccountDatabase,
  type AccountDatabase,
  type AccountTransaction,
} from '../storage/account-database.js';

/** How long changes are gathered, ms. */
const GATHER_MS = 300;

/** Issues its writes at once, without waiting for anything. What it returns is called when they are on the disk. */
export type Contribution = (transaction: AccountTransaction) => (() => void) | undefined;

/** What an account's data tells its owner. */
export interface AccountDataHandlers {
  /** Called once: nothing can be kept. The session goes on from memory. */
  onFailure(): void;
  /** The browser has no room left: gives some up. False when there is nothing to give up. */
  onFull(database: AccountDatabase): Promise<boolean>;
}

export class AccountData {
  /** Bare JID. */
  readonly account: string;
  readonly #handlers: AccountDataHandlers;
  readonly #contributions = new Set<Contribution>();
  readonly #opened: Promise<void>;
  #database: AccountDatabase | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;
  #changed = false;
  #closed = false;

  constructor(account: string, handlers: AccountDataHandlers) {
    this.account = account;
    this.#handlers = handlers;
    this.#opened = this.#open();
    addEventListener('pagehide', this.#onLeave);
    document.addEventListener('visibilitychange', this.#onHide);
  }

  /** False when nothing can be kept; known once `read()` has resolved. */
  get keeps(): boolean {
    return this.#database !== undefined;
  }

  /** What `load` finds; undefined when nothing can be kept, or the storage is damaged. */
  async read<T>(load: (database: AccountDatabase) => Promise<T>): Promise<T | undefined> {
    await this.#opened;
    if (!this.#database) return undefined;
    try {
      return await load(this.#database);
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Takes part in every flush, until the returned function is called. */
  contribute(contribution: Contribution): () => void {
    this.#contributions.add(contribution);
    return () => this.#contributions.delete(contribution);
  }

  /** There is something to keep; it will be, soon. */
  changed() {
    this.#changed = true;
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Resolves when everything that was there when it was called is on the disk, or nothing can be kept. */
  async flush(): Promise<void> {
    await this.#opened;
    // What is being written was gathered before.
    while (this.#writing) await this.#writing;
    if (!this.#changed || !this.#database) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed = false;
    this.#writing = this.#write(this.#database);
    await this.#writing;
    this.#writing = undefined;
  }

  /** Writes what is left and lets go. */
  async close(): Promise<void> {
    await this.flush();
    this.#end();
  }

  /** Forgets the account on this device. */
  async wipe(): Promise<void> {
    await this.#opened;
    this.#changed = false;
    await this.#writing;
    this.#end();
    await deleteAccountDatabase(this.account);
  }

  async #open(): Promise<void> {
    try {
      this.#database = await openAccountDatabase(this.account, () => {
        this.#database = undefined;
      });
      if (this.#closed) this.#end();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #write(database: AccountDatabase, again = true): Promise<void> {
    try {
      const transaction = database.transaction(['rooms', 'timelines', 'outbox', 'values'], 'readwrite');
      const done = [...this.#contributions].map((contribute) => contribute(transaction));
      // A page that goes now may not hear of the end.
      transaction.commit();
      await transaction.done;
      for (const tell of done) tell?.();
    } catch (error) {
      // In a page that is gone there is no class to compare it with.
      const isFull = (error as Partial<DOMException>).name === 'QuotaExceededError';
      if (isFull && again && (await this.#handlers.onFull(database))) await this.#write(database, false);
      else if (this.#database === database) this.#fail(error);
    }
  }

  #fail(error: unknown) {
    log.debug('storage failed', error);
    const first = !this.#closed;
    this.#end();
    if (first) this.#handlers.onFailure();
  }

  #end() {
    this.#closed = true;
    clearTimeout(this.#timer);
    removeEventListener('pagehide', this.#onLeave);
    document.removeEventListener('visibilitychange', this.#onHide);
    this.#database?.close();
    this.#database = undefined;
  }

  /** The page goes, and nothing that waits for anything is done any more. */
  readonly #onLeave = () => {
    if (this.#database) void this.#write(this.#database);
  };

  /** The page may not come back. */
  readonly #onHide = () => {
    if (document.visibilityState === 'hidden') void this.flush();
  };
}
