/** What an administrator does to rooms of the test server. */
import { server } from './server.js';

function split(roomJid: string): { name: string; service: string } {
  const [name = '', service = ''] = roomJid.split('@');
  return { name, service };
}

/** Changes one option of the room, such as `moderated`. */
export async function setRoomOption(roomJid: string, option: string, value: string): Promise<void> {
  await server.api('change_room_option', { ...split(roomJid), option, value });
}

/** Makes somebody `owner`, `admin`, `member`, `none` or `outcast` (banned). */
export async function setAffiliation(
  roomJid: string,
  jid: string,
  affiliation: string,
  on: Pick<typeof server, 'api'> = server,
): Promise<void> {
  await on.api('set_room_affiliation', { ...split(roomJid), jid, affiliation });
}

/** Ends the room for good. */
export async function destroyRoom(roomJid: string): Promise<void> {
  await server.api('destroy_room', split(roomJid));
}

/** The rooms that exist. */
export async function existingRooms(): Promise<readonly string[]> {
  const { conference } = await server.start();
  return (await server.api('muc_online_rooms', { service: conference })) as string[];
}
