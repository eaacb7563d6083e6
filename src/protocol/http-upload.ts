/** HTTP File Upload: XEP-0363 v1.1.0, https://xmpp.org/extensions/xep-0363.html */
import { attachmentUrl } from '../domain/attachment.js';
import type { DiscoInfo } from './disco.js';
import { positiveNumber } from './number.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:http:upload:0';

/** The only headers that a service may ask for (section 7). */
const HEADERS = new Set(['authorization', 'cookie', 'expires']);

/** Where a file may be put, once. */
export interface UploadSlot {
  /** The address to put it to. */
  readonly put: string;
  /** The address from which everyone gets it. */
  readonly get: string;
  /** To be sent with it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Undefined when the entity takes no files; the limit is in bytes, and absent when it names none. */
export function parseUploadService({ features, fields }: DiscoInfo): { maxSize?: number } | undefined {
  if (!features.has(NS)) return undefined;
  const maxSize = positiveNumber(fields.get('max-file-size'));
  return maxSize === undefined ? {} : { maxSize };
}

export function buildSlotRequest({ name, size, type }: Pick<File, 'name' | 'size' | 'type'>): Element {
  return xml('request', { xmlns: NS, filename: name, size: String(size), 'content-type': type || undefined });
}

/** Undefined when the result holds no two addresses that can be trusted with a file. */
export function parseSlot(iq: Element): UploadSlot | undefined {
  const slot = iq.getChild('slot', NS);
  const target = slot?.getChild('put');
  const put = attachmentUrl(target?.attrs.url);
  const get = attachmentUrl(slot?.getChild('get')?.attrs.url);
  if (!put || !get) return undefined;
  const headers = (target?.getChildren('header') ?? []).map(
    (header) => [header.attrs.name ?? '', header.text().replace(/[\r\n]/g, '')] as const,
  );
  return { put, get, headers: headers.filter(([name]) => HEADERS.has(name.toLowerCase())) };
}
