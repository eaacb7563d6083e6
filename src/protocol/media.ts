/** A file in a message, in all the ways in which clients say it. */
import type { Attachment, MediaDialect } from '../domain/attachment.js';
import { MEDIA_BODY, parseMediaData } from './data.js';
import { buildFileSharing, parseFileSharing } from './file-sharing.js';
import { buildOob, parseOob } from './oob.js';
import type { Element } from './xml.js';

/** What stands in a message with a file, besides <data>. */
export function buildMedia(
  attachment: Attachment,
  dialect: MediaDialect,
): { body: string; children: readonly Element[] } {
  if (dialect === 'ethora') return { body: MEDIA_BODY, children: [] };
  const { url } = attachment;
  return { body: url, children: [buildOob(url), buildFileSharing(attachment)] };
}

/** The file and what was written beside it, which is mostly nothing. Undefined when the message is no file. */
export function parseMedia(stanza: Element, body: string): { attachment: Attachment; body: string } | undefined {
  const [data, sharing] = [parseMediaData(stanza), parseFileSharing(stanza)];
  const attachment =
    data && sharing?.url === data.url ? { ...sharing, ...data } : (data ?? sharing ?? parseOob(stanza, body));
  if (!attachment) return undefined;
  const text = body.trim();
  const says = text !== attachment.url && text !== stanza.getChild('data')?.attrs.location;
  return { attachment, body: says && !(data && text === MEDIA_BODY) ? body : '' };
}
