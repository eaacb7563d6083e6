/** Ethora's headlines about people and rooms: `user-update`, `chat-update`, and `ethora-event`, which only says what to ask about. */
import { jidDomain, jidResource, normalizeJid } from '../domain/jid.js';
import type { Element } from './xml.js';

/** Somebody or a room has changed. */
export interface LiveUpdate {
  readonly about: 'user' | 'room';
  /** Local part of the address. */
  readonly local: string;
  /** What it is now; undefined when that has to be asked. */
  readonly now?: {
    readonly name: string;
    readonly description: string;
    /** URL; empty when there is none. */
    readonly picture: string;
    readonly memberCount?: number;
  };
}

/** Undefined for anything that the server of this domain, or an account of its own, did not say: occupants and other people may not. */
export function parseLiveUpdate(stanza: Element, domain: string): LiveUpdate | undefined {
  const from = normalizeJid(stanza.attrs.from ?? '');
  if (stanza.attrs.type !== 'headline' || jidResource(from) || jidDomain(from) !== domain) return undefined;
  const user = stanza.getChild('user-update')?.attrs;
  const room = stanza.getChild('chat-update')?.attrs;
  const { xmppUsername, chatName } = user ?? room ?? stanza.getChild('ethora-event')?.attrs ?? {};
  const local = normalizeJid(xmppUsername ?? chatName ?? '');
  if (!local) return undefined;
  const { description = '' } = user ?? room ?? {};
  const name = user ? `${user.firstName ?? ''} ${user.lastName ?? ''}` : (room?.title ?? '');
  const picture = user?.photoURL ?? room?.picture ?? '';
  const memberCount = Number(room?.usersCnt);
  return {
    about: xmppUsername === undefined ? 'room' : 'user',
    local,
    ...((user ?? room) && {
      now: {
        name: name.trim(),
        description,
        picture: picture === 'none' ? '' : picture,
        ...(memberCount > 0 && { memberCount }),
      },
    }),
  };
}
