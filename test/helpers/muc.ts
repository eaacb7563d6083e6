/** What an administrator does to rooms of the test server. */
import { server } from './server.js';

function split(roomJid: string): { room: string; service: string } {
  const [room = '', service = ''] = roomJid.split('@');
  return { room, service };
}

/** Changes one option of the room, such as `moderated`. */
export async function setRoomOption(roomJid: string, option: string, value: string): Promise<void> {
  await server.api('change_room_option', { ...split(roomJid), option, value });
}

/** Makes somebody `owner`, `admin`, `member`, `none` or `outcast` (banned). */
export async function setAffiliation(roomJid: string, jid: string, affiliation: string): Promise<void> {
  const [user = '', host = ''] = jid.split('@');
  await server.api('set_room_affiliation', { ...split(roomJid), user, host, affiliation });
}

/** The rooms that exist. */
export async function existingRooms(): Promise<readonly string[]> {
  const { conference } = await server.start();
  return (await server.api('muc_online_rooms', { service: conference })) as string[];
}
