/** Affiliations and roles: XEP-0045 v1.34.6 sections 8 to 10, https://xmpp.org/extensions/xep-0045.html#affil */
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import type { Affiliate } from '../domain/member.js';
import type { Affiliation, Role } from '../domain/room.js';
import { parseAffiliation } from './muc.js';
import { xml, type Element } from './xml.js';

const NS_ADMIN = 'http://jabber.org/protocol/muc#admin';
const NS_USER = 'http://jabber.org/protocol/muc#user';

/** Asks who has this affiliation. */
export function buildAffiliatesRequest(affiliation: Affiliation): Element {
  return xml('query', { xmlns: NS_ADMIN }, xml('item', { affiliation }));
}

/** Gives an account an affiliation; `none` takes it, `outcast` bans. */
export function buildAffiliation(jid: string, affiliation: Affiliation, reason = ''): Element {
  return xml('query', { xmlns: NS_ADMIN }, xml('item', { jid, affiliation }, reason && xml('reason', {}, reason)));
}

/** Gives somebody who is there a role; `none` is a kick. */
export function buildRole(nick: string, role: Role, reason = ''): Element {
  return xml('query', { xmlns: NS_ADMIN }, xml('item', { nick, role }, reason && xml('reason', {}, reason)));
}

/** Empty when there is nobody; items without an address are left out. */
export function parseAffiliates(iq: Element): Affiliate[] {
  return iq.getChild('query', NS_ADMIN)?.getChildren('item').flatMap(toAffiliate) ?? [];
}

/** Somebody who is not there was given another affiliation: the room itself says so. Undefined for any other message. */
export function parseAffiliationChange(message: Element): Affiliate | undefined {
  if (jidResource(message.attrs.from ?? '') || message.getName() !== 'message') return undefined;
  const item = message.getChild('x', NS_USER)?.getChild('item');
  return item?.attrs.affiliation ? toAffiliate(item)[0] : undefined;
}

function toAffiliate(item: Element): Affiliate[] {
  const jid = bareJid(normalizeJid(item.attrs.jid ?? ''));
  if (!jid) return [];
  const reason = item.getChildText('reason');
  return [{ jid, affiliation: parseAffiliation(item.attrs.affiliation), ...(reason && { reason }) }];
}
