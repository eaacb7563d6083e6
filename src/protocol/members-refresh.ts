/** Ethora's hint that the members of a room have changed: `ethora:chats:members-refresh`. */
import type { Affiliation } from '../domain/room.js';
import { xml, type Element } from './xml.js';

const NS = 'ethora:chats:members-refresh';

/** Tells those in the room to ask the API again. */
export function buildMembersRefresh(roomJid: string, id: string, nicks: readonly string[], affiliation: Affiliation) {
  return xml(
    'message',
    { to: roomJid, type: 'groupchat', id },
    xml('members-refresh', { xmlns: NS }),
    xml('no-store', { xmlns: 'urn:xmpp:hints' }),
    xml(
      'x',
      { xmlns: 'http://jabber.org/protocol/muc#user' },
      ...nicks.map((nick) => xml('item', { affiliation, nick })),
    ),
  );
}

/** Anybody in the room may send it: nothing in it is to be trusted. */
export function isMembersRefresh(stanza: Element): boolean {
  return stanza.attrs.type === 'groupchat' && stanza.getChild('members-refresh', NS) !== undefined;
}
