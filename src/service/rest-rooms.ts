/** The rooms that Ethora's REST API lists, before those that the chat server does. */
import { fetchRooms as fetchApiRooms, type ApiRoom } from '../api/chats.js';
import type { ApiClient } from '../api/client.js';
import { isPlaceholder } from '../domain/direct-room.js';
import { isBareJid, jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import { log } from '../log.js';
import type { Link } from './connection.js';
import { NoAnswer } from './iq.js';
import { fetchBookmarks, fetchRooms, mergeRooms, withoutLeft, type ListedRoom, type RoomListing } from './room-list.js';

/**
 * All rooms: those of the API, when there is one, and those of the chat server; what the API says of a room goes first. `onEarly`
 * gets the API's as soon as they are there.
 * @throws {NoAnswer} when nothing answered.
 */
export async function listRooms(
  link: Link,
  conference: string,
  client: ApiClient | undefined,
  onEarly: (rooms: readonly ListedRoom[]) => void,
): Promise<RoomListing> {
  const domain = jidDomain(link.jid);
  const bookmarks = fetchBookmarks(link.iq);
  const listed = fetchRooms(link.iq, domain, conference, bookmarks);
  if (!client) return listed;
  const rest = Promise.all([
    fetchRestRooms(client, conference || `conference.${domain}`, jidLocal(link.jid)),
    bookmarks.catch(() => []),
  ]).then(([all, marks]) => {
    const rooms = withoutLeft(all, marks);
    if (rooms.length > 0) onEarly(rooms);
    return rooms;
  });
  const [own, { rooms, more }] = await Promise.all([
    rest,
    listed.catch(async (error: unknown) => {
      const isOffline = error instanceof NoAnswer && error.offline;
      if (isOffline || (await rest).length === 0) throw error;
      return { rooms: [], more: undefined };
    }),
  ]);
  return { rooms: mergeRooms(rooms, own), ...(own.length === 0 && more && { more }) };
}

/** None when the API does not answer: the chat server has a list as well. */
async function fetchRestRooms(client: ApiClient, conference: string, self: string): Promise<ListedRoom[]> {
  try {
    return (await fetchApiRooms(client)).flatMap((room) => toListed(room, conference, self));
  } catch (error) {
    log.debug('the API lists no rooms', error);
    return [];
  }
}

/** One for the list; none when it has no address that a room can have. */
export function toListed(room: ApiRoom, conference: string, self: string): ListedRoom[] {
  const jid = normalizeJid(room.name.includes('@') ? room.name : `${room.name}@${conference}`);
  if (!isBareJid(jid)) return [];
  const direct = room.type === 'private';
  const name = [direct ? peerName(room, self) : '', room.title].find((one) => !isPlaceholder(one));
  return [
    {
      jid,
      ...(name && { name }),
      ...(direct && { direct }),
      ...(room.description && { description: room.description }),
      ...(room.picture && { picture: room.picture }),
      ...(room.memberCount !== undefined && { memberCount: room.memberCount }),
    },
  ];
}

/** A room of two is called by the other one. */
function peerName({ members }: ApiRoom, self: string): string {
  const peer = members.find(({ xmppUsername }) => normalizeJid(xmppUsername) !== self);
  return peer ? `${peer.firstName} ${peer.lastName}`.trim() : '';
}
