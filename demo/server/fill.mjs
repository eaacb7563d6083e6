/** Puts the demo's people, rooms and conversations on a new server. */
import { registerPerson } from './accounts.mjs';
import { publishBookmark } from './bookmarks.mjs';
import { longRoom, shortRoom } from './conversation-times.mjs';
import { ROOMS, roomNameFor, roomOptions } from './demo-rooms.mjs';
import { sendHistory } from './history.mjs';
import { nameOf, PEOPLE } from './people.mjs';
import { createRoom, setAffiliation } from './rooms.mjs';
import { ScriptClient } from './script-client.mjs';

/** The room with hundreds of messages. */
const LONG_ROOM = 'launch-week';

/**
 * @param {import('./ejabberd.mjs').Ejabberd} server
 * @param {number} [now] ms since the epoch; conversations end a little before.
 */
export async function fillServer(server, now = Date.now()) {
  await Promise.all(PEOPLE.map((person) => registerPerson(server, person)));
  await Promise.all(ROOMS.map((room) => makeRoom(server, room)));
  const clients = await signIn(server);
  try {
    await Promise.all([...clients].map(([user, client]) => enterRooms(server, user, client)));
    await sendHistory(
      server,
      clients,
      ROOMS.flatMap((room) => messagesOf(server, room, now)),
    );
  } finally {
    for (const client of clients.values()) client.close();
  }
  // The rooms still hold their newest messages in memory with the time of sending; from now on they are read from the archive.
  await server.restart();
}

async function makeRoom(server, room) {
  await createRoom(server, room.id, roomOptions(room));
  for (const [index, user] of room.members.entries()) {
    await setAffiliation(server, room.id, user, index === 0 ? 'owner' : 'member');
  }
}

async function signIn({ service, domain }) {
  const entries = PEOPLE.map(async ({ user, password }) => {
    return [user, await ScriptClient.connect({ service, domain, user, password })];
  });
  return new Map(await Promise.all(entries));
}

async function enterRooms(server, user, client) {
  for (const room of ROOMS) {
    if (!room.members.includes(user)) continue;
    const jid = jidOf(server, room);
    // The nick that Ethora's clients take; the name comes with each message.
    await client.join(jid, user);
    await publishBookmark(client, { room: jid, name: roomNameFor(room, user), nick: user });
  }
}

function messagesOf(server, room, now) {
  const messages =
    room.id === LONG_ROOM
      ? longRoom(room.members, now, room.endsBeforeMs)
      : shortRoom(room.talk, now, room.endsBeforeMs);
  return messages.map((message) => ({ ...message, room: jidOf(server, room), name: nameOf(message.from) }));
}

function jidOf(server, room) {
  return `${room.id}@${server.conference}`;
}
