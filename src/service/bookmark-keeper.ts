/** Keeps on the account which rooms the user belongs to (XEP-0402), for other devices and the next visit. */
import { bareJid } from '../domain/jid.js';
import { log } from '../log.js';
import { BOOKMARKS_FEATURE, buildBookmark, buildBookmarkRemoval, type Bookmark } from '../protocol/bookmarks.js';
import { buildDiscoInfo, parseDiscoInfo } from '../protocol/disco.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { Link } from './connection.js';

/** Writes a bookmark down. Where the account would lose the others by that it is left; nothing depends on it. */
export function keepBookmark(link: Link, bookmark: Bookmark): Promise<void> {
  return change(link, buildBookmark(bookmark), buildBookmark(bookmark, true));
}

/** Takes the bookmark of a room away that is no more. */
export function dropBookmark(link: Link, roomJid: string): Promise<void> {
  return change(link, buildBookmarkRemoval(roomJid));
}

/** `second` is asked where the account's own settings are in conflict with those that the first one wants. */
async function change({ iq, jid }: Link, request: Element, second = request): Promise<void> {
  try {
    const info = parseDiscoInfo(await iq.ask('get', buildDiscoInfo(), bareJid(jid)));
    if (!info?.features.has(BOOKMARKS_FEATURE)) return;
    await iq.ask('set', request).catch((error: unknown) => {
      if (!(error instanceof StanzaFailure) || error.condition !== 'conflict') throw error;
      return iq.ask('set', second);
    });
  } catch (error) {
    log.warn(`A bookmark could not be changed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
