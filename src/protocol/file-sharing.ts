/**
 * Stateless File Sharing: XEP-0447 v0.3, https://xmpp.org/extensions/xep-0447.html, with File Metadata: XEP-0446 v0.3,
 * https://xmpp.org/extensions/xep-0446.html
 */
import { attachmentUrl, nameInUrl, type Attachment } from '../domain/attachment.js';
import { positiveNumber } from './number.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:sfs:0';
const NS_FILE = 'urn:xmpp:file:metadata:0';
const NS_URL = 'http://jabber.org/protocol/url-data';

export function buildFileSharing({ url, name, mimetype, size, width, height }: Attachment): Element {
  const child = (tag: string, value: string | number | undefined) =>
    value !== undefined && value !== '' && xml(tag, {}, String(value));
  return xml(
    'file-sharing',
    { xmlns: NS, disposition: 'inline' },
    xml(
      'file',
      { xmlns: NS_FILE },
      child('media-type', mimetype),
      child('name', name),
      child('size', size),
      child('width', width),
      child('height', height),
    ),
    xml('sources', {}, xml('url-data', { xmlns: NS_URL, target: url })),
  );
}

/** Undefined without a source that may be loaded. */
export function parseFileSharing(stanza: Element): Attachment | undefined {
  const sharing = stanza.getChild('file-sharing', NS);
  const sources = sharing?.getChild('sources')?.getChildren('url-data', NS_URL) ?? [];
  const url = sources.map(({ attrs }) => attachmentUrl(attrs.target)).find(Boolean);
  if (!url) return undefined;
  const file = sharing?.getChild('file', NS_FILE);
  const [size, width, height] = ['size', 'width', 'height'].map((tag) => positiveNumber(file?.getChildText(tag)));
  return {
    url,
    name: file?.getChildText('name') || nameInUrl(url),
    mimetype: file?.getChildText('media-type') ?? '',
    ...(size !== undefined && { size }),
    ...(width && height && { width, height }),
  };
}
