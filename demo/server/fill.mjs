/** Puts the demo's people, rooms and conversations on a new server, as clients without a REST API do. */
import { registerPerson } from './accounts.mjs';
import { publishBookmark } from './bookmarks.mjs';
import { conversationIn, ROOMS, roomNameFor, roomOptions } from './demo-rooms.mjs';
import { sendHistory } from './history.mjs';
import { nameOf, PEOPLE } from './people.mjs';
import { createRoom, setAffiliation } from './rooms.mjs';
import { ScriptClient } from './script-client.mjs';

/** Makes the long room one with hundreds of messages. */
const ROUNDS = 4;

/**
 * Until the server is restarted its rooms hold their newest messages in memory, with the time of sending.
 * @param {import('./ejabberd.mjs').Domain} server
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
  const place = jidOf(server, room);
  return conversationIn(room, now, ROUNDS).map((message) => ({
    ...message,
    room: place,
    data: { fullName: nameOf(message.from) },
  }));
}

function jidOf(server, room) {
  return `${room.id}@${server.conference}`;
}
