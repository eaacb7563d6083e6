/** Own messages beyond the page that they were written in: where they are kept, and back to their rooms in the next one. */
import type { OutboxRecord } from '../storage/records.js';
import { LivingPage } from '../storage/living-pages.js';
import { OutboxJournal } from '../storage/outbox-journal.js';
import type { AccountData } from './account-data.js';
import { OutboxRecords } from './outbox-records.js';
import type { SessionRooms } from './session-rooms.js';
import type { Uploads } from './uploads.js';

/** How long what is written waits for a place to be kept in, ms. */
const PATIENCE_MS = 3_000;

export interface OutgoingContext {
  rooms(): SessionRooms;
  readonly uploads: Uploads;
  /** The browser's storage cannot be used. */
  onFailure(): void;
}

export class Outgoing {
  readonly #context: OutgoingContext;
  #records: OutboxRecords | undefined;
  /** The same before it can be used. */
  #opening: OutboxRecords | undefined;
  #page: LivingPage | undefined;
  #living: Promise<boolean> | undefined;
  /** Until it is known whether messages can be kept. */
  #knowing: PromiseWithResolvers<void> | undefined;
  /** As whom this session has kept messages before it was closed. */
  #before = '';

  constructor(context: OutgoingContext) {
    this.#context = context;
  }

  /** Undefined until the account is known, and where nothing can be kept. */
  get records(): OutboxRecords | undefined {
    return this.#records;
  }

  /** Resolves when it is known whether messages can be kept, after a moment in any case; undefined when there is no need to wait. */
  get knowing(): Promise<void> | undefined {
    return this.#knowing?.promise;
  }

  /** Somebody may become known soon: then nothing that is written has to wait for the browser. */
  prepare() {
    if (this.#page) return;
    this.#page = new LivingPage();
    this.#living = this.#page.begin();
    this.#knowing = Promise.withResolvers();
    setTimeout(this.#known, PATIENCE_MS);
  }

  /** It is this account. What earlier pages have left shows when its rooms are `restored`. */
  async use(data: AccountData, restored: Promise<void>): Promise<void> {
    this.close();
    this.prepare();
    const { id = '' } = this.#page ?? {};
    const records = new OutboxRecords(
      data,
      id,
      (inherited) => {
        void restored.then(() => this.#restore(inherited));
      },
      () => this.#context.onFailure(),
    );
    this.#opening = records;
    // Without locks nobody could tell whose page lives: two pages would send the same message.
    const isSafe = await this.#living;
    if (this.#opening !== records) return;
    if (isSafe) await this.#open(records, id);
    this.#known();
  }

  async #open(records: OutboxRecords, id: string): Promise<void> {
    records.open();
    if (this.#before) await records.take(this.#before);
    if (this.#opening !== records) return;
    this.#before = id;
    this.#records = records;
    this.#context.rooms().keepOutgoing();
  }

  readonly #known = () => {
    this.#knowing?.resolve();
    this.#knowing = undefined;
  };

  /** What is left is another page's, or this one's when it comes back. */
  close() {
    if (!this.#opening) return;
    this.#opening.close();
    this.#opening = undefined;
    this.#known();
    this.#page?.end();
    this.#page = undefined;
    this.#living = undefined;
    this.#records = undefined;
  }

  #restore(records: readonly OutboxRecord[]) {
    const rooms = this.#context.rooms();
    for (const roomJid of new Set(records.map(({ message }) => message.roomJid))) {
      const room = rooms.toWrite(roomJid);
      if (!room) continue;
      const left = records.filter(({ message }) => message.roomJid === roomJid);
      room.restoreOutgoing(left.map((record) => this.#context.uploads.restore(room, record)));
      this.#context.uploads.resume(room);
      rooms.written(room);
    }
  }
}

/** Forgets what localStorage has of the account's messages. */
export function wipeOutgoing(account: string) {
  new OutboxJournal(account, () => undefined).clear();
}
