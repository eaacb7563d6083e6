/** Fills rooms with messages from the past. */
import { randomBytes } from 'node:crypto';

/**
 * @typedef {object} PastMessage
 * @property {string} room JID.
 * @property {string} from The user who writes it.
 * @property {Record<string, string | number>} data Attributes of Ethora's <data>.
 * @property {string} body
 * @property {number} time ms since the epoch.
 */

/** How many messages of one author may be on their way. */
const WINDOW = 50;

/**
 * Has every message sent by its author as any client would, so that the archive holds what the server itself writes, and
 * then changes the times in the archive. The newest ones stay in the rooms' memory with the time of sending until the server
 * restarts; only clients that ask for history at joining see them.
 * @param {import('./ejabberd.mjs').Domain} server
 * @param {ReadonlyMap<string, import('./script-client.mjs').ScriptClient>} clients By user; each is in the rooms it writes to.
 * @param {readonly PastMessage[]} messages In any order.
 */
export async function sendHistory(server, clients, messages) {
  // Of one length, so that SQL can cut it out of the stored stanza.
  const batch = `past-${randomBytes(4).toString('hex')}-`;
  const marked = messages.map((message, index) => ({ ...message, id: batch + String(index).padStart(7, '0') }));
  const authors = new Map();
  for (const message of marked) authors.set(message.from, [...(authors.get(message.from) ?? []), message]);
  await Promise.all([...authors].map(([user, own]) => sendAll(clientOf(clients, user), own)));
  await changeTimes(server, batch, marked);
}

function clientOf(clients, user) {
  const client = clients.get(user);
  if (!client) throw new Error(`${user} is not signed in.`);
  return client;
}

async function sendAll(client, messages) {
  for (let index = 0; index < messages.length; index += WINDOW) {
    const batch = messages.slice(index, index + WINDOW);
    await Promise.all(batch.map(({ room, body, id, data }) => client.say(room, body, id, data)));
  }
}

async function changeTimes(server, batch, messages) {
  const rows = archiveTimes(messages).map(({ id, micros }) => `('${id}', ${micros})`);
  const length = batch.length + 7;
  const id = `substr(xml, instr(xml, '${batch}'), ${length})`;
  await server.sql(`
    CREATE TEMP TABLE past (id TEXT PRIMARY KEY, micros INTEGER);
    INSERT INTO past VALUES ${rows.join(',')};
    UPDATE archive SET timestamp = (SELECT micros FROM past WHERE past.id = ${id}) WHERE instr(xml, '${batch}') > 0;
    DROP TABLE past;
  `);
  await server
    .sql(`UPDATE archive SET origin_id = CAST(timestamp AS TEXT) WHERE instr(xml, '${batch}') > 0;`)
    .catch((error) => {
      // ejabberd before 23.10 has no such column.
      if (!/no such column/.test(error.message)) throw error;
    });
}

/** In a room's archive the time, in microseconds, is also the id: no two may be alike. */
function archiveTimes(messages) {
  const last = new Map();
  return [...messages]
    .sort((a, b) => a.time - b.time)
    .map(({ id, room, time }) => {
      const micros = Math.max(Math.round(time) * 1000 + 137, (last.get(room) ?? 0) + 1);
      last.set(room, micros);
      return { id, micros };
    });
}
