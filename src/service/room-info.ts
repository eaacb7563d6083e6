/** What a room says of itself. */
import { peerOf } from '../domain/direct-room.js';
import type { Room } from '../domain/room.js';
import { buildDiscoInfo, parseDiscoInfo, type DiscoInfo } from '../protocol/disco.js';
import type { IqCaller } from './iq.js';

/** Undefined when it says nothing. */
export async function askRoomInfo(jid: string, iq: IqCaller): Promise<DiscoInfo | undefined> {
  const answer = await iq.ask('get', buildDiscoInfo(), jid).catch(() => undefined);
  return answer && parseDiscoInfo(answer);
}

export function nameOf({ identities }: DiscoInfo): string | undefined {
  return identities.find(({ category }) => category === 'conference')?.name;
}

/** A room without one may answer as if it were empty. */
export function keepsArchive({ features }: DiscoInfo): boolean {
  return features.has('urn:xmpp:mam:2');
}

/** How the room shows. A room of two is called as the other one is. */
export function looksOf(jid: string, info: DiscoInfo, ownJid: string): Partial<Room> {
  const name = nameOf(info);
  const description = info.fields.get('muc#roominfo_description');
  const membersOnly = info.features.has('muc_membersonly');
  const direct = membersOnly && peerOf(jid, ownJid) !== undefined;
  return { ...(name && !direct && { name }), ...(description !== undefined && { description }), membersOnly, direct };
}
