/** PEP Native Bookmarks: XEP-0402 v1.2.0, https://xmpp.org/extensions/xep-0402.html */
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:bookmarks:1';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';

/** A room that the user keeps on the server. */
export interface Bookmark {
  readonly jid: string;
  readonly name?: string;
  readonly autojoin: boolean;
  /** The nick to use there; absent: the usual one. */
  readonly nick?: string;
}

/** Asks one's own account for all bookmarks. */
export function buildBookmarksRequest(): Element {
  return xml('pubsub', { xmlns: NS_PUBSUB }, xml('items', { node: NS }));
}

/** Empty when there are none; items that cannot be read are left out. */
export function parseBookmarks(iq: Element): Bookmark[] {
  const items = iq.getChild('pubsub', NS_PUBSUB)?.getChild('items')?.getChildren('item') ?? [];
  return items.map(parseItem).filter((bookmark) => bookmark !== undefined);
}

function parseItem(item: Element): Bookmark | undefined {
  const conference = item.getChild('conference', NS);
  const jid = item.attrs.id;
  if (!conference || !jid) return undefined;
  const nick = conference.getChildText('nick');
  return {
    jid,
    autojoin: conference.attrs.autojoin === 'true' || conference.attrs.autojoin === '1',
    ...(conference.attrs.name && { name: conference.attrs.name }),
    ...(nick && { nick }),
  };
}
