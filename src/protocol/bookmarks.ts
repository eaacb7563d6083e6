/**
 * PEP Native Bookmarks: XEP-0402 v1.2.0, https://xmpp.org/extensions/xep-0402.html; and those of older servers, XEP-0048 v1.1 in
 * private storage (XEP-0049), https://xmpp.org/extensions/attic/xep-0048-1.1.html
 */
import { normalizeJid } from '../domain/jid.js';
import { buildSubmit } from './data-form.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:bookmarks:1';
const NS_STORAGE = 'storage:bookmarks';
const NS_PRIVATE = 'jabber:iq:private';
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

/** A feature of accounts that keep every bookmark; others keep the newest only, and lose those before it. */
export const BOOKMARKS_FEATURE = `${NS}#compat`;

/**
 * Writes a bookmark down, in place of an earlier one of the same room. `asConfigured` leaves the node as it is, which a server may
 * insist on.
 */
export function buildBookmark({ jid, name, autojoin, nick }: Bookmark, asConfigured = false): Element {
  const conference = xml(
    'conference',
    { xmlns: NS, autojoin: String(autojoin), ...(name && { name }) },
    nick && xml('nick', {}, nick),
  );
  return xml(
    'pubsub',
    { xmlns: NS_PUBSUB },
    xml('publish', { node: NS }, xml('item', { id: jid }, conference)),
    !asConfigured && xml('publish-options', {}, buildSubmit(`${NS_PUBSUB}#publish-options`, OPTIONS)),
  );
}

/** Takes the bookmark of a room away. */
export function buildBookmarkRemoval(roomJid: string): Element {
  const retract = xml('retract', { node: NS, notify: 'true' }, xml('item', { id: roomJid }));
  return xml('pubsub', { xmlns: NS_PUBSUB }, retract);
}

/** Writes the document of private storage; without one, asks for it. */
export function buildStorage(storage = xml('storage', { xmlns: NS_STORAGE })): Element {
  return xml('query', { xmlns: NS_PRIVATE }, storage);
}

/** The document, with or without a bookmark of this room; whatever else is in it stays. */
export function changeStorage(iq: Element, jid: string, bookmark?: Bookmark): Element {
  const storage = storageOf(iq);
  const old = storage?.getChildren('conference').find((one) => normalizeJid(one.attrs.jid ?? '') === jid);
  const others = storage?.getChildElements().filter((one) => one !== old) ?? [];
  const { name, autojoin, nick } = bookmark ?? {};
  const kept = old?.getChildElements().filter((child) => nick === undefined || child.getName() !== 'nick') ?? [];
  const attrs = { ...old?.attrs, jid, autojoin: String(autojoin), ...(name && { name }) };
  const conference = bookmark && xml('conference', attrs, nick && xml('nick', {}, nick), ...kept);
  return xml('storage', { ...storage?.attrs, xmlns: NS_STORAGE }, ...others, conference);
}

function storageOf(iq: Element): Element | undefined {
  return iq.getChild('query', NS_PRIVATE)?.getChild('storage', NS_STORAGE);
}

/** Section 3.2: kept, for nobody else, and without a limit. */
const OPTIONS = new Map([
  ['pubsub#persist_items', 'true'],
  ['pubsub#max_items', 'max'],
  ['pubsub#send_last_published_item', 'never'],
  ['pubsub#access_model', 'whitelist'],
]);

/** Those of either kind. Empty when there are none; items that cannot be read are left out. */
export function parseBookmarks(iq: Element): Bookmark[] {
  const items = iq.getChild('pubsub', NS_PUBSUB)?.getChild('items')?.getChildren('item') ?? [];
  return [
    ...items.map((item) => parseConference(item.getChild('conference', NS), item.attrs.id)),
    ...(storageOf(iq)?.getChildren('conference') ?? []).map((item) => parseConference(item, item.attrs.jid)),
  ].filter((bookmark) => bookmark !== undefined);
}

function parseConference(conference: Element | undefined, jid: string | undefined): Bookmark | undefined {
  if (!conference || !jid) return undefined;
  const nick = conference.getChildText('nick');
  return {
    jid,
    autojoin: conference.attrs.autojoin === 'true' || conference.attrs.autojoin === '1',
    ...(conference.attrs.name && { name: conference.attrs.name }),
    ...(nick && { nick }),
  };
}
