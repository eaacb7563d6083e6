/**
 * What the user has submitted, kept until its room has sent it back. Each record belongs to one living page, which alone sends it;
 * those of pages that have ended are inherited by one that lives.
 */
import type { Message } from '../domain/message.js';
import { ignore } from '../storage/account-database.js';
import { whenEnded } from '../storage/living-pages.js';
import { OutboxJournal } from '../storage/outbox-journal.js';
import type { OutboxRecord } from '../storage/records.js';
import type { AccountData } from './account-data.js';

/** What a record says besides the message. */
export type OutboxDetails = Pick<OutboxRecord, 'after' | 'file'>;

export class OutboxRecords {
  readonly #data: AccountData;
  readonly #onInherit: (records: readonly OutboxRecord[]) => void;
  readonly #journal: OutboxJournal;
  /** Id of the page that they belong to. */
  readonly #owner: string;
  readonly #own = new Map<string, OutboxRecord>();
  /** What the database does not hold yet; undefined: it still holds it. */
  readonly #unwritten = new Map<string, OutboxRecord | undefined>();
  readonly #taking = new Map<string, Promise<void>>();
  readonly #aborter = new AbortController();
  readonly #stops: (() => void)[] = [];
  #lastOrder = 0;

  /**
   * `owner`: id of the page, which others know to live. `onInherit` gets what ended pages have left, in the order of writing.
   * `onFailure`: localStorage cannot be used.
   */
  constructor(
    data: AccountData,
    owner: string,
    onInherit: (records: readonly OutboxRecord[]) => void,
    onFailure: () => void,
  ) {
    this.#data = data;
    this.#owner = owner;
    this.#onInherit = onInherit;
    this.#journal = new OutboxJournal(data.account, onFailure);
  }

  /** From now on messages can be kept; what others have left comes later. */
  open() {
    this.#stops.push(
      this.#data.contribute((transaction) => this.#write(transaction.objectStore('outbox'))),
      this.#journal.follow((owner) => void this.take(owner)),
    );
    void this.#findOthers();
  }

  /** Takes over what a page with this id has left, as soon as it has ended. Resolves when that is done, or it is too late. */
  async take(owner: string): Promise<void> {
    if (owner === this.#owner) return;
    const taking = this.#taking.get(owner) ?? whenEnded(owner, () => this.#inherit(owner), this.#aborter.signal);
    this.#taking.set(owner, taking);
    await taking;
  }

  /** Lower for what was written earlier; undefined for what is not kept. */
  orderOf(id: string): number | undefined {
    return this.#own.get(id)?.order;
  }

  /** True when it is known that the message is none of this page's. */
  lacks(id: string): boolean {
    return this.#data.keeps && !this.#own.has(id);
  }

  /** Keeps a message as it is now. A text is safe at once; a file when `stored()` has resolved. */
  keep(message: Message, details: OutboxDetails) {
    const id = message.key;
    this.#put({
      id,
      message: details.file ? withoutAddress(message) : message,
      // By the clock, so that it goes on from page to page; should that be set back, as before.
      order: this.#own.get(id)?.order ?? Math.max(Date.now(), this.#lastOrder + 1),
      owner: this.#owner,
      ...details,
    });
  }

  /** Resolves when everything is in the database, or it cannot be. */
  stored(): Promise<void> {
    return this.#data.flush();
  }

  /** The room has it, or the user has taken it back. */
  remove(id: string) {
    if (!this.#own.delete(id)) return;
    if (this.#data.keeps) this.#journal.write({ id, owner: this.#owner });
    else this.#journal.remove(id);
    this.#unwritten.set(id, undefined);
    this.#data.changed();
  }

  /** Nothing is kept any more; what is there is left to others. */
  close() {
    this.#aborter.abort();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #put(record: OutboxRecord) {
    this.#own.set(record.id, record);
    this.#unwritten.set(record.id, record);
    this.#lastOrder = Math.max(this.#lastOrder, record.order);
    // No file fits there.
    if (!record.file) this.#journal.write(record);
    this.#data.changed();
  }

  async #findOthers(): Promise<void> {
    const stored = (await this.#data.read((database) => database.getAll('outbox'))) ?? [];
    for (const { owner } of [...stored, ...this.#journal.entries()]) void this.take(owner);
  }

  /** They are ours when that is on the disk: a page that ends before leaves them as they were. */
  async #inherit(owner: string): Promise<void> {
    const stored = (await this.#data.read((database) => database.getAll('outbox'))) ?? [];
    const left = new Map(stored.filter((record) => record.owner === owner).map((record) => [record.id, record]));
    for (const entry of this.#journal.entries()) {
      // Newer than what the database has, and whose it is now.
      if (entry.owner !== owner) left.delete(entry.id);
      else if (entry.message) left.set(entry.id, entry);
      else {
        left.delete(entry.id);
        this.#unwritten.set(entry.id, undefined);
        this.#data.changed();
      }
    }
    const records = [...left.values()].sort((a, b) => a.order - b.order);
    if (this.#isClosed()) return;
    for (const record of records) this.#put({ ...record, owner: this.#owner });
    await this.#data.flush();
    if (records.length > 0 && !this.#isClosed()) this.#onInherit(records);
  }

  #isClosed(): boolean {
    return this.#aborter.signal.aborted;
  }

  #write(store: OutboxStore) {
    if (this.#unwritten.size === 0) return undefined;
    const written = [...this.#unwritten];
    for (const [id, record] of written) ignore(record ? store.put(record) : store.delete(id));
    return () => {
      for (const [id, record] of written) {
        if (!this.#unwritten.has(id) || this.#unwritten.get(id) !== record) continue;
        this.#unwritten.delete(id);
        this.#journal.remove(id);
      }
    };
  }
}

/** That of a file which is not uploaded is the page's own. */
function withoutAddress({ attachment, ...message }: Message): Message {
  return attachment ? { ...message, attachment: { ...attachment, url: '' } } : message;
}

interface OutboxStore {
  put(record: OutboxRecord): Promise<unknown>;
  delete(id: string): Promise<unknown>;
}
