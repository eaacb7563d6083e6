/** The members of a room as Ethora's servers list them: `ns:room:last`. */
import { bareJid, normalizeJid } from '../domain/jid.js';
import type { Affiliate } from '../domain/member.js';
import { parseAffiliation } from './muc.js';
import { xml, type Element } from './xml.js';

const NS = 'ns:room:last';

/** Asks the server, not the room. */
export function buildRosterRequest(roomJid: string): Element {
  return xml('query', { xmlns: NS, room: roomJid });
}

/** Undefined when the answer is no such list; people without an address are left out. */
export function parseRoster(iq: Element): Affiliate[] | undefined {
  return iq
    .getChild('query', NS)
    ?.getChildren('activity')
    .flatMap(({ attrs }) => {
      const jid = bareJid(normalizeJid(attrs.jid ?? ''));
      if (!jid) return [];
      const seconds = Number(attrs.last_active);
      const affiliation = attrs.ban_status === 'banned' ? 'outcast' : parseAffiliation(attrs.role);
      const name = attrs.name?.trim();
      return [{ jid, affiliation, ...(name && { name }), ...(seconds > 0 && { lastActive: seconds * 1000 }) }];
    });
}
