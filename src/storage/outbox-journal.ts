/**
 * What the outbox in the database does not hold yet: written at once, so that a page that goes in the same moment loses nothing.
 * An entry for each message.
 */
import { LocalEntries } from './local-entries.js';
import type { OutboxRecord } from './records.js';

/** A message as it is now; or, without one, that it is gone. */
export type JournalEntry = OutboxRecord | (Pick<OutboxRecord, 'id' | 'owner'> & { readonly message?: never });

export class OutboxJournal {
  readonly #entries: LocalEntries;

  /** `onFailure` is called whenever the browser's storage cannot be used. */
  constructor(account: string, onFailure: () => void) {
    this.#entries = new LocalEntries(`ethora-chat:outbox:${account}:`, onFailure);
  }

  write(entry: JournalEntry) {
    this.#entries.set(entry.id, JSON.stringify(entry));
  }

  remove(id: string) {
    this.#entries.remove(id);
  }

  entries(): readonly JournalEntry[] {
    return [...this.#entries.all().values()].map(parseEntry).filter((entry) => entry !== undefined);
  }

  clear() {
    this.#entries.clear();
  }

  /** Calls back with whoever writes something down in another page, until the returned function is called. */
  follow(onOwner: (owner: string) => void): () => void {
    return this.#entries.follow((_, text) => {
      const entry = parseEntry(text);
      if (entry) onOwner(entry.owner);
    });
  }
}

/** Undefined when it is damaged. */
function parseEntry(text: string): JournalEntry | undefined {
  try {
    const { id, owner, message, order } = JSON.parse(text) as Partial<OutboxRecord>;
    const isWhole = typeof id === 'string' && typeof owner === 'string' && (!message || typeof order === 'number');
    return isWhole ? (JSON.parse(text) as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
