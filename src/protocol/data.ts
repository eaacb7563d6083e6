/**
 * Ethora's <data>: who writes, and of a media message its file (section 3.1.2 of its protocol). It has no stable namespace and is
 * known by its name. One message has one of them.
 */
import { attachmentUrl, nameInUrl, type Attachment } from '../domain/attachment.js';
import { positiveNumber } from './number.js';
import { xml, type Element } from './xml.js';

/** The namespace that new code gives it. */
const NS = 'https://ethora.com/xmpp/data';

/** The body beside it, where no other client reads along. */
export const MEDIA_BODY = 'media';

/** Goes with every message. Others show the name as a hint; it proves nothing. */
export function buildData(roomJid: string, sender: string, attachment?: Attachment): Element {
  const [first = '', ...rest] = sender.split(' ');
  return xml('data', {
    xmlns: NS,
    senderFirstName: first,
    senderLastName: rest.join(' '),
    fullName: sender,
    roomJid,
    isSystemMessage: 'false',
    ...(attachment && mediaFields(attachment)),
  });
}

function mediaFields(attachment: Attachment): Record<string, string | undefined> {
  const { url, preview, name, mimetype, size, width, height, duration, storedName, id } = attachment;
  return {
    isMediafile: 'true',
    location: url,
    locationPreview: preview,
    mimetype,
    size: text(size),
    fileName: storedName ?? name,
    originalName: name,
    width: text(width),
    height: text(height),
    duration: text(duration),
    attachmentId: id,
  };
}

/** What the sender claims to be called; undefined when nothing is claimed. */
export function parseSenderName(stanza: Element): string | undefined {
  const data = stanza.getChild('data')?.attrs;
  const names = [data?.fullName, [data?.senderFirstName, data?.senderLastName].filter(Boolean).join(' ')];
  return names.map((text) => text?.trim()).find(Boolean);
}

/** URL of the picture that the sender claims; undefined when there is none. */
export function parseSenderPicture(stanza: Element): string | undefined {
  const data = stanza.getChild('data')?.attrs;
  return [data?.photo, data?.photoURL, data?.profileImage].find(Boolean);
}

/** Undefined when there is no file in it that may be loaded. Who wrote the message, and when, is never read from here. */
export function parseMediaData(stanza: Element): Attachment | undefined {
  const data = stanza.getChild('data')?.attrs;
  const url = attachmentUrl(data?.location);
  if (!data || !url) return undefined;
  const preview = attachmentUrl(data.locationPreview);
  const [size, width, height, duration] = [data.size, data.width, data.height, data.duration].map(positiveNumber);
  return {
    url,
    ...(preview && { preview }),
    name: data.originalName || data.fileName || nameInUrl(url),
    mimetype: data.mimetype ?? '',
    ...(size !== undefined && { size }),
    ...(width && height && { width, height }),
    ...(duration !== undefined && { duration }),
    ...(data.fileName && { storedName: data.fileName }),
    ...(data.attachmentId && { id: data.attachmentId }),
  };
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
