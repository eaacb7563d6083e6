/** Out of Band Data: XEP-0066 v1.5, https://xmpp.org/extensions/xep-0066.html */
import { attachmentUrl, nameInUrl, type Attachment } from '../domain/attachment.js';
import { xml, type Element } from './xml.js';

const NS = 'jabber:x:oob';

export function buildOob(url: string): Element {
  return xml('x', { xmlns: NS }, xml('url', {}, url));
}

/** Undefined unless the body is the URL and nothing else: only then is the message a file. */
export function parseOob(stanza: Element, body: string): Attachment | undefined {
  const text = stanza.getChild('x', NS)?.getChildText('url')?.trim();
  const url = text === body.trim() ? attachmentUrl(text) : undefined;
  return url === undefined ? undefined : { url, name: nameInUrl(url), mimetype: '' };
}
