/** Where this browser keeps what belongs to one account: an IndexedDB database of its own for each. */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { OutboxRecord, RoomRecord, TimelineRecord } from './records.js';

export interface AccountSchema extends DBSchema {
  /** By room JID. */
  rooms: { key: string; value: RoomRecord };
  /** By room JID; apart from the rooms, since the list needs no messages. */
  timelines: { key: string; value: TimelineRecord };
  /** By client id. */
  outbox: { key: string; value: OutboxRecord };
  /** Single things, each by its name. */
  values: { key: string; value: unknown };
}

export type AccountDatabase = IDBPDatabase<AccountSchema>;
type StoreName = 'rooms' | 'timelines' | 'outbox' | 'values';
export type AccountTransaction = IDBPTransaction<AccountSchema, StoreName[], 'readwrite'>;

/** From each version to the next. Never changed, only added to: a visitor may come from any of them. */
const MIGRATIONS: readonly ((database: AccountDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('rooms', { keyPath: 'jid' });
    database.createObjectStore('timelines', { keyPath: 'jid' });
    database.createObjectStore('outbox', { keyPath: 'id' });
    database.createObjectStore('values');
  },
];

/** How long a browser may take to open its storage, ms; some never answer. */
const OPEN_TIMEOUT_MS = 3_000;

/**
 * `onLost`: the browser, or a newer version of this module in another tab, has closed it.
 * @throws {Error} when there is none, it does not answer, or a newer version of this module has changed it.
 */
export async function openAccountDatabase(account: string, onLost: () => void): Promise<AccountDatabase> {
  const opening = open(account, onLost).catch(async (error: unknown) => {
    // Damaged, it is of no use to anybody. What a newer version has written is.
    if (error instanceof DOMException && error.name === 'VersionError') throw error;
    await deleteDB(databaseName(account));
    return open(account, onLost);
  });
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(reject, OPEN_TIMEOUT_MS, new Error('The browser does not open its storage'));
  });
  try {
    return await Promise.race([opening, timeout]);
  } catch (error) {
    // Whatever comes late is not used.
    opening.then(
      (database) => database.close(),
      () => undefined,
    );
    throw error;
  }
}

/** Whether something is kept of an account; where the browser does not tell, false. */
export async function hasAccountDatabase(account: string): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === databaseName(account));
  } catch {
    return false;
  }
}

/** Forgets the account. Resolves when nothing is left, or nothing can be done. */
export async function deleteAccountDatabase(account: string): Promise<void> {
  // Other tabs close theirs when they are asked, see `blocking`.
  await deleteDB(databaseName(account)).catch(() => undefined);
}

/** For a request of a transaction: how it went, the transaction tells. */
export function ignore(request: Promise<unknown>) {
  request.catch(() => undefined);
}

async function open(account: string, onLost: () => void): Promise<AccountDatabase> {
  const database = await openDB<AccountSchema>(databaseName(account), MIGRATIONS.length, {
    upgrade: (upgraded, from) => {
      for (const migrate of MIGRATIONS.slice(from)) migrate(upgraded);
    },
    blocking: () => {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

function databaseName(account: string): string {
  return `ethora-chat:${account}`;
}
