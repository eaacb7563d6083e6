/** Rooms of two people. Ethora names them after both: their local parts, sorted, with a hyphen between. */
import { jidLocal } from './jid.js';

/** The other one's local part. Undefined when the room's name does not say that it is a room of two, one of them being us. */
export function peerOf(roomJid: string, ownJid: string): string | undefined {
  const room = jidLocal(roomJid);
  const own = jidLocal(ownJid);
  if (!own) return undefined;
  const peers = [
    room.startsWith(`${own}-`) && room.slice(own.length + 1),
    room.endsWith(`-${own}`) && room.slice(0, -own.length - 1),
  ];
  // Only in sorted order; the name of a group may begin with ours.
  return peers.find((peer) => peer !== false && peer !== '' && peerRoomName(own, peer) === room) || undefined;
}

/** What servers write where they do not know what somebody is called, or not any more. Never shown in place of a name. */
export function isPlaceholder(name: string): boolean {
  return /^(|deleted|deleted user|unknown|null)$/i.test(name.trim());
}

/** What a room of these two local parts is named. */
export function peerRoomName(own: string, peer: string): string {
  return [own, peer].sort().join('-');
}
