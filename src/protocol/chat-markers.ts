/** Chat Markers: XEP-0333 v1.0, https://xmpp.org/extensions/xep-0333.html */
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:chat-markers:0';
const NS_HINTS = 'urn:xmpp:hints';

/** Somebody has seen everything in a room up to a message. */
export interface Displayed {
  readonly roomJid: string;
  readonly nick: string;
  readonly archiveId: string;
}

/** Goes with a message whose author would like to know who has seen it. */
export function buildMarkable(): Element {
  return xml('markable', { xmlns: NS });
}

/** True when the author would like to know who has seen the message. */
export function isMarkable(stanza: Element): boolean {
  return stanza.getChild('markable', NS) !== undefined;
}

/** Says in the room that everything up to this message was seen. Kept in no archive: there it would push messages off the page. */
export function buildDisplayed(roomJid: string, archiveId: string): Element {
  return xml(
    'message',
    { to: roomJid, type: 'groupchat' },
    xml('displayed', { xmlns: NS, id: archiveId }),
    xml('no-store', { xmlns: NS_HINTS }),
  );
}

/** Undefined when the stanza is no marker of an occupant. */
export function parseDisplayed(stanza: Element): Displayed | undefined {
  const archiveId = stanza.getChild('displayed', NS)?.attrs.id;
  const from = normalizeJid(stanza.attrs.from ?? '');
  const nick = jidResource(from);
  if (!archiveId || !nick || stanza.attrs.type !== 'groupchat') return undefined;
  return { roomJid: bareJid(from), nick, archiveId };
}
