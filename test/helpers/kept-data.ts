/** What the browser keeps of an account, seen and changed from outside. */
import { openDB, type IDBPDatabase } from 'idb';
import type { TimelineRecord } from '../../src/storage/records.js';

/** Does something with an account's database. `jid`: its bare JID. */
export async function inKeptData<T>(jid: string, use: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  const database = await openDB(`ethora-chat:${jid}`);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** Makes another timeline of what is kept of a room. */
export function changeTimeline(
  jid: string,
  roomJid: string,
  change: (record: TimelineRecord) => unknown,
): Promise<unknown> {
  return inKeptData(jid, async (database) => {
    const record = (await database.get('timelines', roomJid)) as TimelineRecord;
    return database.put('timelines', change(record));
  });
}
