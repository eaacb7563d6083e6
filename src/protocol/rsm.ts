/** Result Set Management: XEP-0059 v1.0, https://xmpp.org/extensions/xep-0059.html */
import { xml, type Element } from './xml.js';

const NS = 'http://jabber.org/protocol/rsm';

/** Which part of a long result is wanted. */
export interface PageRequest {
  /** Most items wanted. */
  readonly max: number;
  /** Items before this id; empty: the last page. */
  readonly before?: string | undefined;
  /** Items after this id. */
  readonly after?: string | undefined;
}

/** Where a page lies in the whole result; every field may be missing. */
export interface PageInfo {
  readonly first?: string;
  readonly last?: string;
  readonly count?: number;
}

export function buildPageRequest({ max, before, after }: PageRequest): Element {
  return xml(
    'set',
    { xmlns: NS },
    xml('max', {}, String(max)),
    before !== undefined && xml('before', {}, before),
    after !== undefined && xml('after', {}, after),
  );
}

/** Empty when the result was not paged. */
export function parsePageInfo(parent: Element): PageInfo {
  const set = parent.getChild('set', NS);
  const first = set?.getChildText('first');
  const last = set?.getChildText('last');
  const count = Number.parseInt(set?.getChildText('count') ?? '', 10);
  return {
    ...(first && { first }),
    ...(last && { last }),
    ...(Number.isFinite(count) && { count }),
  };
}
