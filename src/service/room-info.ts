/** Asks a room what it says of itself. */
import { peerOf } from '../domain/direct-room.js';
import type { Room } from '../domain/room.js';
import { buildDiscoInfo, parseDiscoInfo } from '../protocol/disco.js';
import type { IqCaller } from './iq.js';

/** Empty for a room that says nothing: it keeps what the list said. */
export async function askRoomInfo(jid: string, iq: IqCaller, ownJid: string): Promise<Partial<Room>> {
  const answer = await iq.ask('get', buildDiscoInfo(), jid).catch(() => undefined);
  const info = answer && parseDiscoInfo(answer);
  if (!info) return {};
  const name = info.identities.find(({ category }) => category === 'conference')?.name;
  const description = info.fields.get('muc#roominfo_description');
  const membersOnly = info.features.has('muc_membersonly');
  const direct = membersOnly && peerOf(jid, ownJid) !== undefined;
  return { ...(name && !direct && { name }), ...(description !== undefined && { description }), membersOnly, direct };
}
