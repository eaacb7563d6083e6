/** Notifications of rooms (ejabberd's MUC/Sub, `urn:xmpp:mucsub:0`): https://docs.ejabberd.im/developer/xmpp-clients-bots/extensions/muc-sub/ */
import { bareJid, normalizeJid } from '../domain/jid.js';
import type { Element } from './xml.js';

/** The message that a room notifies of. Undefined unless the room itself does, and of what was said in it. */
export function parseMucsubMessage(stanza: Element): Element | undefined {
  const items = stanza.getChild('event', 'http://jabber.org/protocol/pubsub#event')?.getChild('items');
  const message = items?.getChild('item')?.getChild('message');
  const isOwn = bareJid(normalizeJid(message?.attrs.from ?? '')) === normalizeJid(stanza.attrs.from ?? '');
  return isOwn ? message : undefined;
}
