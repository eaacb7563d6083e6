/** Service Discovery: XEP-0030 v2.5, https://xmpp.org/extensions/xep-0030.html */
import { buildPageRequest, parsePageInfo, type PageInfo, type PageRequest } from './rsm.js';
import { xml, type Element } from './xml.js';

const NS_ITEMS = 'http://jabber.org/protocol/disco#items';
/** Ethora's list of the rooms that one belongs to; its answer looks like one to disco#items. */
export const NS_ROOMS = 'ns:getrooms';
const NS_INFO = 'http://jabber.org/protocol/disco#info';

/** One item of a list; Ethora's servers add the last three. */
export interface DiscoItem {
  readonly jid: string;
  readonly name?: string;
  readonly node?: string;
  /** Ethora's `users_cnt`: how many people belong to the room. */
  readonly userCount?: number;
  /** Ethora's `room_thumbnail`: URL of the room's picture. */
  readonly picture?: string;
  /** Ethora's `room_background`: URL of the picture behind the messages. */
  readonly background?: string;
}

/** What an entity says of itself. */
export interface DiscoInfo {
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name?: string }[];
  readonly features: ReadonlySet<string>;
  /** The fields of its extended information (XEP-0128), first value of each. */
  readonly fields: ReadonlyMap<string, string>;
}

export function buildDiscoItems(page?: PageRequest, xmlns = NS_ITEMS): Element {
  return xml('query', { xmlns }, page && buildPageRequest(page));
}

export function buildDiscoInfo(): Element {
  return xml('query', { xmlns: NS_INFO });
}

/** Every child that has a `jid`, whatever its name: Ethora's dialect calls them `room`. Empty when there are none. */
export function parseDiscoItems(iq: Element): { items: DiscoItem[]; page: PageInfo } {
  const query = iq.getChild('query');
  const items =
    query
      ?.getChildElements()
      .map(parseItem)
      .filter((item) => item !== undefined) ?? [];
  return { items, page: query ? parsePageInfo(query) : {} };
}

/** Undefined when the result holds no information. */
export function parseDiscoInfo(iq: Element): DiscoInfo | undefined {
  const query = iq.getChild('query', NS_INFO);
  if (!query) return undefined;
  const fields = query
    .getChildren('x', 'jabber:x:data')
    .flatMap((form) => form.getChildren('field'))
    .map((field) => [field.attrs.var ?? '', field.getChildText('value') ?? ''] as const);
  return {
    identities: query.getChildren('identity').map(({ attrs }) => ({
      category: attrs.category ?? '',
      type: attrs.type ?? '',
      ...(attrs.name && { name: attrs.name }),
    })),
    features: new Set(query.getChildren('feature').map((feature) => feature.attrs.var ?? '')),
    fields: new Map(fields),
  };
}

function parseItem({ attrs }: Element): DiscoItem | undefined {
  if (!attrs.jid) return undefined;
  const userCount = Number.parseInt(attrs.users_cnt ?? '', 10);
  const picture = known(attrs.room_thumbnail);
  const background = known(attrs.room_background);
  return {
    jid: attrs.jid,
    ...(attrs.name && { name: attrs.name }),
    ...(attrs.node && { node: attrs.node }),
    ...(userCount >= 0 && { userCount }),
    ...(picture && { picture }),
    ...(background && { background }),
  };
}

/** Ethora writes `none` where nothing is set. */
function known(value: string | undefined): string | undefined {
  return value === 'none' || value === '' ? undefined : value;
}
