/** Multi-User Chat: XEP-0045 v1.34.6, https://xmpp.org/extensions/xep-0045.html */
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import type { Affiliation, Occupant, Role } from '../domain/room.js';
import { xml, type Element } from './xml.js';

const NS = 'http://jabber.org/protocol/muc';
const NS_USER = `${NS}#user`;
const NS_OWNER = `${NS}#owner`;

/** Status codes that change what the user sees (section 15.6). */
export const MucStatus = {
  configChanged: 104,
  self: 110,
  created: 201,
  nickAssigned: 210,
  banned: 301,
  renamed: 303,
  kicked: 307,
  removed: 321,
  membersOnly: 322,
  shutdown: 332,
  error: 333,
} as const;

/** Somebody came into a room, changed there, or left it. */
export interface MucPresence {
  readonly roomJid: string;
  readonly occupant: Occupant;
  /** False when the occupant left. */
  readonly available: boolean;
  readonly codes: ReadonlySet<number>;
  /** With `MucStatus.renamed`: the nick from now on. */
  readonly newNick?: string;
  /** True when the room was destroyed. */
  readonly destroyed: boolean;
  /** Why somebody was put out; untrusted. */
  readonly reason?: string;
}

/** Enters a room. The room is asked to replay nothing: history comes from the archive. */
export function buildJoin(roomJid: string, nick: string, id: string): Element {
  return xml(
    'presence',
    { to: `${roomJid}/${nick}`, id },
    xml('x', { xmlns: NS }, xml('history', { maxstanzas: '0' })),
  );
}

/** Leaves a room. */
export function buildLeave(roomJid: string, nick: string): Element {
  return xml('presence', { to: `${roomJid}/${nick}`, type: 'unavailable' });
}

/** Own presence to a room; undefined for any other stanza. */
export function parseEntrance(stanza: Element): { readonly roomJid: string; readonly entering: boolean } | undefined {
  const { to, type } = stanza.attrs;
  if (!to || stanza.getName() !== 'presence') return undefined;
  const entering = type === undefined && stanza.getChild('x', NS) !== undefined;
  return entering || type === 'unavailable' ? { roomJid: bareJid(normalizeJid(to)), entering } : undefined;
}

/** Asks for a room's end; owners only. */
export function buildDestroy(reason = ''): Element {
  return xml('query', { xmlns: NS_OWNER }, xml('destroy', {}, reason && xml('reason', {}, reason)));
}

/**
 * Undefined for presence that does not come from an occupant. A room's own bare JID is none: ejabberd sends presence from it,
 * too. Presence of type `error` is none either.
 */
export function parseMucPresence(stanza: Element): MucPresence | undefined {
  const from = normalizeJid(stanza.attrs.from ?? '');
  const { type } = stanza.attrs;
  const nick = jidResource(from);
  if (!nick || (type !== undefined && type !== 'unavailable')) return undefined;
  const extensions = stanza.getChildren('x', NS_USER);
  if (extensions.length === 0 && type === undefined) return undefined;
  const item = first(extensions, 'item');
  const destroy = first(extensions, 'destroy');
  const jid = item?.attrs.jid;
  const reason = item?.getChildText('reason') ?? destroy?.getChildText('reason');
  return {
    roomJid: bareJid(from),
    occupant: {
      nick,
      affiliation: parseAffiliation(item?.attrs.affiliation),
      role: parseRole(item?.attrs.role),
      ...(jid && { jid: bareJid(normalizeJid(jid)) }),
    },
    available: type === undefined,
    codes: parseStatusCodes(extensions),
    destroyed: destroy !== undefined,
    ...(item?.attrs.nick && { newNick: item.attrs.nick }),
    ...(reason && { reason }),
  };
}

/** The status codes in a stanza; empty when there are none. Count them only in presence, or from the room itself. */
export function parseMucStatus(stanza: Element): ReadonlySet<number> {
  return parseStatusCodes(stanza.getChildren('x', NS_USER));
}

function parseStatusCodes(extensions: readonly Element[]): ReadonlySet<number> {
  return new Set(extensions.flatMap((x) => x.getChildren('status')).map((status) => Number(status.attrs.code)));
}

function first(extensions: readonly Element[], name: string): Element | undefined {
  return extensions.map((x) => x.getChild(name)).find((child) => child !== undefined);
}

/** `none` for a word that is not known. */
export function parseAffiliation(text: string | undefined): Affiliation {
  return AFFILIATIONS.find((affiliation) => affiliation === text) ?? 'none';
}

function parseRole(text: string | undefined): Role {
  return ROLES.find((role) => role === text) ?? 'none';
}

const AFFILIATIONS: readonly Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast'];
const ROLES: readonly Role[] = ['moderator', 'participant', 'visitor', 'none'];
