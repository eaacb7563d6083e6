/**
 * Invitations: through the room, XEP-0045 v1.34.6 section 7.8.2, https://xmpp.org/extensions/xep-0045.html#invite-mediated;
 * and direct ones, XEP-0249 v1.2, https://xmpp.org/extensions/xep-0249.html
 */
import type { Decline, Invitation } from '../domain/invitation.js';
import { bareJid, isBareJid, jidResource, normalizeJid } from '../domain/jid.js';
import { xml, type Element } from './xml.js';

const NS_USER = 'http://jabber.org/protocol/muc#user';
const NS_DIRECT = 'jabber:x:conference';

/** Asks the room to invite somebody. */
export function buildInvite(roomJid: string, jid: string, id: string, reason = ''): Element {
  const invite = xml('invite', { to: jid }, reason && xml('reason', {}, reason));
  return xml('message', { to: roomJid, id }, xml('x', { xmlns: NS_USER }, invite));
}

/** Invites somebody without the room's help. */
export function buildDirectInvite(roomJid: string, jid: string, reason = ''): Element {
  return xml('message', { to: jid }, xml('x', { xmlns: NS_DIRECT, jid: roomJid, ...(reason && { reason }) }));
}

/** Tells who invited us, through the room, that we do not come. */
export function buildDecline({ roomJid, from }: Invitation, reason = ''): Element {
  const decline = xml('decline', { to: from }, reason && xml('reason', {}, reason));
  return xml('message', { to: roomJid }, xml('x', { xmlns: NS_USER }, decline));
}

/** Undefined when the stanza invites to nothing. */
export function parseInvite(stanza: Element): Invitation | undefined {
  const { from = '', type } = stanza.attrs;
  if (stanza.getName() !== 'message' || type === 'error' || type === 'groupchat') return undefined;
  const invite = first(stanza, 'invite');
  // Rooms that pass an invitation on add the direct form to it: the one that says who invites goes first.
  if (invite) return toInvitation(from, invite.attrs.from, invite.getChildText('reason'), true);
  const direct = stanza.getChild('x', NS_DIRECT)?.attrs;
  return direct && toInvitation(direct.jid, from, direct.reason, false);
}

/** Who does not come, and why. Undefined when the stanza declines nothing; only the room itself passes that on. */
export function parseDecline(stanza: Element): Decline | undefined {
  const { from = '', type } = stanza.attrs;
  const isWord = stanza.getName() === 'message' && type !== 'error' && !jidResource(from);
  const decline = isWord ? first(stanza, 'decline') : undefined;
  const {
    roomJid,
    from: person,
    reason,
  } = (decline && toInvitation(from, decline.attrs.from, decline.getChildText('reason'), true)) ?? {};
  return roomJid && person ? { roomJid, jid: person, ...(reason && { reason }) } : undefined;
}

function first(stanza: Element, name: string): Element | undefined {
  return stanza
    .getChildren('x', NS_USER)
    .map((x) => x.getChild(name))
    .find((child) => child !== undefined);
}

function toInvitation(
  room: string | undefined,
  inviter: string | undefined,
  reason: string | null | undefined,
  mediated: boolean,
): Invitation | undefined {
  const roomJid = bareJid(normalizeJid(room ?? ''));
  if (!isBareJid(roomJid)) return undefined;
  const from = bareJid(normalizeJid(inviter ?? ''));
  return { roomJid, mediated, ...(from && { from }), ...(reason && { reason }) };
}
