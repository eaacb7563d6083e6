/** Chat State Notifications: XEP-0085 v2.1, https://xmpp.org/extensions/xep-0085.html; in rooms, section 5.5 */
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import { buildData, parseSenderName } from './data.js';
import { xml, type Element } from './xml.js';

const NS = 'http://jabber.org/protocol/chatstates';
const NS_HINTS = 'urn:xmpp:hints';

/** Somebody in a room began to write, or stopped. */
export interface ChatState {
  readonly roomJid: string;
  readonly nick: string;
  readonly composing: boolean;
  /** What the sender claims to be called (Ethora's <data>). */
  readonly claimedName?: string;
}

/**
 * Tells a room that one writes, or does not any more. Nobody needs to know later, so no archive keeps it. `sender`: the name to show
 * for it.
 */
export function buildChatState(roomJid: string, composing: boolean, sender: string): Element {
  // The prefixes by which Ethora's clients know them.
  const id = `${composing ? 'typing' : 'stop-typing'}-${Date.now()}`;
  return xml(
    'message',
    { to: roomJid, type: 'groupchat', id },
    xml(composing ? 'composing' : 'paused', { xmlns: NS }),
    xml('no-store', { xmlns: NS_HINTS }),
    buildData(roomJid, sender),
  );
}

/** Undefined when the stanza tells no state of an occupant. Every state but `composing` says that nobody writes. */
export function parseChatState(stanza: Element): ChatState | undefined {
  const state = stanza.getChildElements().find((child) => child.getNS() === NS);
  const from = normalizeJid(stanza.attrs.from ?? '');
  const nick = jidResource(from);
  if (!state || !nick || stanza.attrs.type === 'error') return undefined;
  const claimedName = parseSenderName(stanza);
  return {
    roomJid: bareJid(from),
    nick,
    composing: state.getName() === 'composing',
    ...(claimedName && { claimedName }),
  };
}
