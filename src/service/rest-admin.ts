/** Rooms that Ethora's REST API keeps are made, filled and ended there. */
import { createRoom, openPrivateRoom } from '../api/chats.js';
import type { ApiClient } from '../api/client.js';
import { ApiError } from '../api/http.js';
import { jidLocal } from '../domain/jid.js';
import { RoomError } from '../domain/room-error.js';
import { toListed } from './rest-rooms.js';
import type { ListedRoom } from './room-list.js';
import type { Plan } from './room-maker.js';

/**
 * Makes a room with its members, or gives the room of two that is there already.
 * @throws {RoomError}
 */
export async function makeByApi(
  client: ApiClient,
  { people, settings, looks, picture }: Plan & { readonly picture?: string | undefined },
  conference: string,
  self: string,
): Promise<ListedRoom> {
  const members = people.map(jidLocal);
  const { name: title = '', description = '', membersOnly } = settings;
  try {
    const room = looks.direct
      ? await openPrivateRoom(client, members.join())
      : await createRoom(client, {
          title,
          description,
          type: membersOnly ? 'group' : 'public',
          members,
          ...(picture && { picture }),
        });
    const [listed] = toListed(room, conference, self);
    if (listed) return listed;
  } catch (error) {
    throw toRoomError(error);
  }
  throw new RoomError('undefined-condition', '');
}

/**
 * Changes a room by the API. False where there is none, or none that knows the room: then the chat server has it alone.
 * @throws {RoomError}
 */
export async function changeByApi(client: ApiClient | undefined, run: (client: ApiClient) => Promise<unknown>) {
  if (!client) return false;
  try {
    await run(client);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw toRoomError(error);
  }
}

/** In the words of XMPP, which the interface knows; what the API says of it goes along. */
function toRoomError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { status, code, message } = error;
  if (status === 0) return new RoomError('no-answer', '');
  const isDouble = status === 409 || (status === 422 && /duplicate|exist|already/i.test(`${code} ${message}`));
  return new RoomError(isDouble ? 'conflict' : (CONDITIONS[status] ?? 'undefined-condition'), message);
}

const CONDITIONS: Readonly<Record<number, string>> = { 401: 'not-authorized', 403: 'forbidden', 404: 'item-not-found' };
