/** Bans of Ethora's servers, which end by themselves and leave people in the room: `ns:deepx:muc:user:ban`. */
import { bareJid, normalizeJid } from '../domain/jid.js';
import type { Affiliate } from '../domain/member.js';
import { xml, type Element } from './xml.js';

const NS = 'ns:deepx:muc:user:ban';

/** Bans for so many seconds; asked of the server, not of the room. */
export function buildTimedBan(room: string, user: string, seconds: number, comment = ''): Element {
  return xml('query', { xmlns: NS, action: 'ban', type: 'room', room, user, time: String(seconds), comment });
}

export function buildTimedUnban(room: string, user: string): Element {
  return xml('query', { xmlns: NS, action: 'unban', type: 'room', room, user });
}

/** Asks who is banned in a room. */
export function buildTimedBansRequest(room: string): Element {
  return xml('query', { xmlns: NS, action: 'get_list', type: 'room', room });
}

/** Undefined when the answer is no such list; people without an address are left out. */
export function parseTimedBans(iq: Element): Affiliate[] | undefined {
  return iq
    .getChild('query', NS)
    ?.getChildElements()
    .flatMap(({ attrs }) => {
      const jid = bareJid(normalizeJid(attrs.jid ?? attrs.user ?? ''));
      const { until, comment } = attrs;
      const ban = { jid, affiliation: 'outcast', until: Number(until) * 1000 || 0 } as const;
      return jid ? [{ ...ban, ...(comment && { reason: comment }) }] : [];
    });
}
