/** Puts the demo's people, rooms and conversations into a new app of Ethora's, as its clients do: accounts, rooms and files by REST. */
import { readFile } from 'node:fs/promises';
import { PICTURES } from './conversations/pictures.mjs';
import { conversationIn, ROOMS } from './demo-rooms.mjs';
import { sendHistory } from './history.mjs';
import { PEOPLE } from './people.mjs';
import { ScriptClient } from './script-client.mjs';

/** How often the long room tells each of its talks: weeks, but not hundreds of messages, for which there is the other world. */
const ROUNDS = 1;
/** Rooms that only their members find. */
const CLOSED = new Set(['support-escalations', 'berlin-office']);
/** How long after the words about it a picture comes, ms. */
const PICTURE_DELAY_MS = 7000;

/** @typedef {{ name: string, xmppUsername: string, token: string, client: ScriptClient }} Member */

/**
 * Until the server is restarted its rooms hold their newest messages in memory, with the time of sending.
 * @param {import('./ejabberd.mjs').Domain} domain
 * @param {import('./rest/api.mjs').Rest} rest Empty yet.
 * @param {number} [now] ms since the epoch; conversations end a little before.
 */
export async function fillEthora(domain, rest, now = Date.now()) {
  const entries = PEOPLE.map(async (person) => [person.user, await signIn(domain, rest, person)]);
  /** @type {ReadonlyMap<string, Member>} */
  const people = new Map(await Promise.all(entries));
  const clients = new Map([...people].map(([user, { client }]) => [user, client]));
  try {
    const messages = await Promise.all(ROOMS.map((room) => makeRoom({ domain, rest, people, now }, room)));
    await sendHistory(domain, clients, messages.flat());
  } finally {
    for (const client of clients.values()) client.close();
  }
}

/** Makes the account first. @returns {Promise<Member>} */
async function signIn({ service, domain }, rest, { name, email, password }) {
  const [firstName = '', ...more] = name.split(' ');
  await rest.addUser({ email, password, firstName, lastName: more.join(' ') });
  const { token, user } = await post(rest, rest.appToken, '/v1/users/login-with-email', { email, password });
  const { xmppUsername, xmppPassword } = user;
  const client = await ScriptClient.connect({ service, domain, user: xmppUsername, password: xmppPassword });
  return { name, xmppUsername, token, client };
}

/** Makes a room that all its members are in; gives what is to be said there. */
async function makeRoom({ domain, rest, people, now }, room) {
  const members = room.members.map((user) => people.get(user));
  const jid = `${await createChat(rest, room, members)}@${domain.conference}`;
  await Promise.all(members.map(({ client, xmppUsername }) => client.join(jid, xmppUsername)));
  const said = conversationIn(room, now, ROUNDS).map((message) => ({
    ...message,
    room: jid,
    data: authorOf(people.get(message.from)),
  }));
  return [...said, ...(await Promise.all(picturesAmong(room, said).map((share) => sharePicture(rest, people, share))))];
}

/** The name of the room. */
async function createChat(rest, { id, title, description, direct }, [owner, ...others]) {
  const members = others.map(({ xmppUsername }) => xmppUsername);
  const type = CLOSED.has(id) ? 'group' : 'public';
  const { result } = direct
    ? await post(rest, owner.token, '/v1/chats/private', { username: members[0] })
    : await post(rest, owner.token, '/v1/chats', { uuid: id, title, description, type, members });
  return result.name;
}

/** Who wrote a message, as Ethora's clients say it. */
function authorOf({ name }) {
  const [senderFirstName = '', ...more] = name.split(' ');
  return { senderFirstName, senderLastName: more.join(' '), fullName: name };
}

function picturesAmong({ id }, messages) {
  return PICTURES.filter(({ room }) => room === id).flatMap((picture) => {
    const words = messages.findLast(({ body }) => body.startsWith(picture.after));
    return words ? [{ picture, words }] : [];
  });
}

async function sharePicture(rest, people, { picture, words }) {
  const { name, width, height } = picture;
  const form = new FormData();
  form.append('files', new File([await readFile(picture.file)], name, { type: 'image/png' }));
  const { results } = await post(rest, people.get(words.from).token, '/v1/files', form);
  const [{ _id: attachmentId, location, mimetype, size, filename: fileName }] = results;
  const file = {
    isMediafile: 'true',
    location,
    mimetype,
    size,
    fileName,
    originalName: name,
    width,
    height,
    attachmentId,
  };
  return { ...words, body: 'media', time: words.time + PICTURE_DELAY_MS, data: { ...words.data, ...file } };
}

/** @throws {Error} with what the API answered. */
async function post(rest, token, path, body) {
  const response = await fetch(rest.url + path, {
    method: 'POST',
    headers: { authorization: token },
    body: body instanceof FormData ? body : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The REST API refused ${path} (${response.status}): ${text}`);
  return JSON.parse(text);
}
