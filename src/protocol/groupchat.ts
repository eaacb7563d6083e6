/** Messages of a room: XEP-0045 section 7.4, with the store hint (XEP-0334) and the <data> element of Ethora. */
import type { Attachment } from '../domain/attachment.js';
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import { buildMarkable, isMarkable } from './chat-markers.js';
import { parseDelay } from './delay.js';
import { parseSenderName, parseSenderPicture } from './data.js';
import { parseMedia } from './media.js';
import { parseStanzaId } from './stanza-id.js';
import { xml, type Element } from './xml.js';

const NS_HINTS = 'urn:xmpp:hints';

/** A message of a room, live or from the archive. */
export interface GroupchatMessage {
  readonly roomJid: string;
  /** The author's nick; empty when the room itself speaks. */
  readonly nick: string;
  /** The room's own id for it; from the archive it is given by the result around it. */
  readonly archiveId?: string;
  /** The id that the sender gave it. */
  readonly clientId?: string;
  /** Undefined: nothing to show. With a file: what was written beside it, mostly nothing. */
  readonly body?: string;
  /** The file that it carries. */
  readonly attachment?: Attachment;
  /** The room's new subject; only without a body. Empty when it was taken away. */
  readonly subject?: string;
  /** Its author would like to know who has seen it. */
  readonly markable?: true;
  /** ms since the epoch; undefined for "now". */
  readonly time?: number;
  /** What the sender claims to be called (Ethora's <data>); a hint, never an identity. */
  readonly claimedName?: string;
  /** Picture that the sender claims (Ethora's <data>). */
  readonly claimedPicture?: string;
}

/** A text for everyone in the room; `id` comes back with the echo. `children`: what else stands in it. */
export function buildGroupchatMessage(
  roomJid: string,
  id: string,
  body: string,
  children: readonly Element[] = [],
): Element {
  return xml(
    'message',
    { to: roomJid, type: 'groupchat', id },
    xml('body', {}, body),
    xml('store', { xmlns: NS_HINTS }),
    buildMarkable(),
    ...children,
  );
}

/** Undefined when the stanza is no message of a room. Errors are none: see `parseStanzaError`. */
export function parseGroupchatMessage(stanza: Element): GroupchatMessage | undefined {
  const { attrs } = stanza;
  if (stanza.getName() !== 'message' || attrs.type !== 'groupchat' || !attrs.from) return undefined;
  const from = normalizeJid(attrs.from);
  const roomJid = bareJid(from);
  const archiveId = parseStanzaId(stanza, roomJid);
  const body = parseBody(stanza);
  const subject = body === undefined ? stanza.getChildText('subject') : null;
  const time = parseDelay(stanza);
  const claimedName = parseSenderName(stanza);
  const claimedPicture = parseSenderPicture(stanza);
  return {
    roomJid,
    nick: jidResource(from),
    ...(archiveId && { archiveId }),
    ...(attrs.id && { clientId: attrs.id }),
    ...(body !== undefined && { body }),
    // A file of the room itself would be a notice of which nobody sees anything.
    ...(body !== undefined && jidResource(from) !== '' && parseMedia(stanza, body)),
    ...(subject !== null && { subject }),
    ...(time !== undefined && { time }),
    ...(isMarkable(stanza) && { markable: true }),
    ...(claimedName && { claimedName }),
    ...(claimedPicture && { claimedPicture }),
  };
}

/** Ethora's control stanzas carry a body that is not meant for eyes. */
function parseBody(stanza: Element): string | undefined {
  if (stanza.getChild('delete') || stanza.getChild('replace')) return undefined;
  // A body with a language beside one without: the plain one is the message.
  const bodies = stanza.getChildren('body');
  const body = bodies.find((child) => child.attrs['xml:lang'] === undefined) ?? bodies[0];
  const text = body?.text() ?? '';
  return text.trim() === '' ? undefined : text;
}
