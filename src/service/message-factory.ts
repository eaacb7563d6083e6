import { mediaKindOf } from '../domain/attachment.js';
import { normalizeJid } from '../domain/jid.js';
import type { Author, Message, MessageKind } from '../domain/message.js';
import { clipBody, firstLine } from '../domain/text.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';

/** Longest name that is shown, in UTF-16 code units. */
const MAX_NAME_LENGTH = 100;

/** Who "we" are in a room. */
export interface Self {
  /** Own nick there. */
  readonly nick: string;
  /** Own XMPP domain. */
  readonly domain: string;
  /** Own name; absent: the nick. */
  readonly name?: string | undefined;
}

/** Makes a message of this page out of one of the wire. Undefined when there is nothing to show. */
export function createMessage(
  wire: GroupchatMessage,
  self: Self,
  isOutgoing: (id?: string) => boolean,
): Message | undefined {
  const { roomJid, nick, archiveId, clientId, body, subject, attachment, markable, time = Date.now() } = wire;
  if (body === undefined && !subject) return undefined;
  const own = nick !== '' && nick === self.nick;
  // A message that was written here keeps its element when it comes back.
  const key =
    own && clientId !== undefined && isOutgoing(clientId) ? clientId : (archiveId ?? `${nick}/${clientId ?? time}`);
  return {
    key,
    roomJid,
    ...(archiveId && { archiveId }),
    ...(clientId && { clientId }),
    kind: kindOf(wire),
    ...(attachment && { attachment: { ...attachment, name: firstLine(attachment.name) } }),
    ...(body === undefined && { notice: 'subject' }),
    author: createAuthor(wire, self.domain),
    own,
    body: clipBody(body ?? subject ?? ''),
    time,
    ...(own && body !== undefined && { status: 'delivered' }),
    ...(markable && { markable }),
  };
}

/** What a message says. */
export type MessageContent = Pick<Message, 'kind' | 'body' | 'attachment' | 'progress'>;

/** Makes a message that was written here and not sent yet. */
export function createOwnMessage(roomJid: string, clientId: string, self: Self, content: MessageContent): Message {
  const { nick, domain, name = nick } = self;
  return {
    key: clientId,
    clientId,
    roomJid,
    author: { id: `${nick}@${domain}`, nick, name },
    own: true,
    time: Date.now(),
    status: 'pending',
    ...content,
  };
}

function kindOf({ body, nick, attachment }: GroupchatMessage): MessageKind {
  if (body === undefined || nick === '') return 'system';
  return attachment ? mediaKindOf(attachment) : 'text';
}

/** The name to show. */
export function nameFrom(nick: string, claimedName = nick): string {
  return firstLine(claimedName, MAX_NAME_LENGTH);
}

function createAuthor({ nick, claimedName, claimedPicture }: GroupchatMessage, domain: string): Author {
  return {
    id: normalizeJid(nick.includes('@') ? nick : `${nick}@${domain}`),
    nick,
    name: nameFrom(nick, claimedName),
    ...(claimedPicture && { picture: claimedPicture }),
  };
}
