/** Live news of a room from Ethora's servers: `<chat-update>`, which has no stable namespace and is known by its name. */
import { normalizeJid } from '../domain/jid.js';
import type { Element } from './xml.js';

/** What the room is called is its local part; no picture is an empty text. */
export interface ChatUpdate {
  readonly roomName: string;
  readonly picture: string;
}

/** Undefined for whatever else, and from anybody but the own server. */
export function parseChatUpdate(stanza: Element, ownDomain: string): ChatUpdate | undefined {
  const { chatName, picture } = stanza.getChild('chat-update')?.attrs ?? {};
  const { type, from = '' } = stanza.attrs;
  if (type !== 'headline' || normalizeJid(from) !== ownDomain || !chatName || picture === undefined) return undefined;
  return { roomName: normalizeJid(chatName), picture: picture === 'none' ? '' : picture };
}
