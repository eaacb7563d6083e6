/** Rooms, and who belongs to them. */
import { createRoom, setAffiliation } from '../rooms.mjs';
import { RestError, textOf } from './http.mjs';
import { memberOf } from './people.mjs';
import { newId } from './store.mjs';

/** @typedef {import('./store.mjs').Chat} Chat @typedef {import('./store.mjs').User} User */

/** @type {import('./api.mjs').Route[]} */
export const chatRoutes = [
  ['GET', '/chats/my', listChats],
  ['GET', '/chats/my/:name', ({ user, params, ...context }) => roomOf(ownChat(user(), params.name, context), context)],
  ['POST', '/chats', createChat],
  ['DELETE', '/chats', deleteChat],
  ['POST', '/chats/private', createPrivateChat],
  ['POST', '/chats/users-access', addMembers],
  ['DELETE', '/chats/users-access', removeMembers],
  [
    'GET',
    '/apps/users/:name',
    ({ user, params, ...context }) => user() && { result: memberOf(usersOf([params.name], context)[0]) },
  ],
];

function listChats({ user, state }) {
  const { _id } = user();
  const chats = Object.values(state.chats).filter((chat) => chat.members.includes(_id));
  return { items: chats.map((chat) => roomOf(chat, { state })) };
}

async function createChat({ user, json, ...context }) {
  const creator = user();
  const type = json.type ?? 'public';
  if (type !== 'public' && type !== 'group') throw new RestError(422, `There is no type "${type}"`, 'VALIDATION');
  const members = usersOf(json.members ?? [], context);
  const { state } = context;
  const chat = {
    ...newChat(creator, type, [creator, ...members]),
    name: `${state.appId}_${json.uuid === undefined ? newId() : textOf(json.uuid, 'uuid')}`,
    title: textOf(json.title, 'title'),
    description: String(json.description ?? ''),
    picture: String(json.picture ?? 'none'),
  };
  if (context.store.findChat(chat.name)) throw new RestError(422, 'There is such a room already', 'DUPLICATE');
  await open(chat, context);
  return { result: roomOf(chat, context) };
}

/** The room of two: the same one whoever asks, and however often. */
async function createPrivateChat({ user, json, ...context }) {
  const creator = user();
  const [peer] = usersOf([textOf(json.username, 'username')], context);
  if (peer._id === creator._id) throw new RestError(422, 'A room of two needs somebody else', 'VALIDATION');
  const name = [creator.xmppUsername, peer.xmppUsername].sort().join('-');
  const known = context.store.findChat(name);
  if (known) return { result: roomOf(known, context) };
  const title = [creator, peer].map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim()).join(', ');
  const chat = { ...newChat(creator, 'private', [creator, peer]), name, title, description: '', picture: 'none' };
  await open(chat, context);
  return { result: roomOf(chat, context) };
}

async function deleteChat({ user, json, ...context }) {
  const chat = createdChat(user(), textOf(json.name, 'name'), context);
  const { server, state, store } = context;
  await server.api('destroy_room', { name: chat.name, service: server.conference });
  delete state.chats[chat._id];
  await store.save();
  return { result: roomOf(chat, context) };
}

async function addMembers({ user, json, ...context }) {
  const chat = ownChat(user(), textOf(json.chatName, 'chatName'), context);
  const members = usersOf(json.members, context).filter(({ _id }) => !chat.members.includes(_id));
  for (const { xmppUsername } of members) await setAffiliation(context.server, chat.name, xmppUsername, 'member');
  chat.members.push(...members.map(({ _id }) => _id));
  await context.store.save();
  return { results: members.map(memberOf) };
}

async function removeMembers({ user, json, ...context }) {
  const chat = createdChat(user(), textOf(json.chatName, 'chatName'), context);
  const members = usersOf(json.members, context);
  for (const { xmppUsername } of members) await setAffiliation(context.server, chat.name, xmppUsername, 'none');
  const gone = members.map(({ _id }) => _id);
  chat.members = chat.members.filter((id) => !gone.includes(id));
  await context.store.save();
  return { result: roomOf(chat, context) };
}

/** @returns {Omit<Chat, 'name' | 'title' | 'description' | 'picture'>} */
function newChat(creator, type, members) {
  return {
    _id: newId(),
    type,
    createdBy: creator._id,
    createdAt: new Date().toISOString(),
    members: [...new Set(members.map(({ _id }) => _id))],
  };
}

/** Makes the room on the chat server. */
async function open(chat, { server, state, store }) {
  const open = chat.type === 'public';
  const options = { title: chat.title, description: chat.description, public: open, members_only: !open };
  await createRoom(server, chat.name, options);
  for (const id of chat.members)
    await setAffiliation(server, chat.name, state.users[id].xmppUsername, id === chat.createdBy ? 'owner' : 'member');
  state.chats[chat._id] = chat;
  await store.save();
}

/** @throws {RestError} 404 when the user is not in it: it is then none of theirs. @returns {Chat} */
function ownChat({ _id }, name, { store }) {
  const chat = store.findChat(name);
  if (!chat?.members.includes(_id)) throw new RestError(404, 'There is no such room', 'CHAT_NOT_FOUND');
  return chat;
}

/** @throws {RestError} 403 when somebody else made it. */
function createdChat(user, name, context) {
  const chat = ownChat(user, name, context);
  if (chat.createdBy !== user._id) throw new RestError(403, 'Only who made the room may do that', 'FORBIDDEN');
  return chat;
}

/** @throws {RestError} 422 @returns {User[]} */
function usersOf(names, { store }) {
  if (!Array.isArray(names)) throw new RestError(422, '"members" is no list', 'VALIDATION');
  return names.map((name) => {
    const user = store.findUser(({ xmppUsername }) => xmppUsername === name);
    if (!user) throw new RestError(422, `There is no user "${name}"`, 'VALIDATION');
    return user;
  });
}

function roomOf({ members, ...chat }, { state }) {
  const people = members.flatMap((id) => (state.users[id] ? [memberOf(state.users[id])] : []));
  return { ...chat, appId: state.appId, isAppChat: false, members: people, usersCnt: people.length };
}
