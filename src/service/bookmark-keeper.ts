/** Keeps on the account which rooms the user belongs to, for other devices and the next visit: XEP-0402, else XEP-0048. */
import { bareJid } from '../domain/jid.js';
import { log } from '../log.js';
import {
  BOOKMARKS_FEATURE,
  buildBookmark,
  buildBookmarkRemoval,
  buildStorage,
  changeStorage,
  type Bookmark,
} from '../protocol/bookmarks.js';
import { buildDiscoInfo, parseDiscoInfo } from '../protocol/disco.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { Link } from './connection.js';

/** Writes a bookmark down, in the older way where the newer one would cost the account the others. */
export function keepBookmark(link: Link, bookmark: Bookmark): Promise<void> {
  return change(link, bookmark.jid, bookmark);
}

/** Takes the bookmark of a room away that is no more. */
export function dropBookmark(link: Link, roomJid: string): Promise<void> {
  return change(link, roomJid);
}

async function change({ iq, jid }: Link, roomJid: string, bookmark?: Bookmark): Promise<void> {
  try {
    const info = parseDiscoInfo(await iq.ask('get', buildDiscoInfo(), bareJid(jid)));
    if (!info?.features.has(BOOKMARKS_FEATURE)) {
      // Read and written as one document, with all that others keep there.
      await iq.ask('set', buildStorage(changeStorage(await iq.ask('get', buildStorage()), roomJid, bookmark)));
      return;
    }
    await iq.ask('set', bookmark ? buildBookmark(bookmark) : buildBookmarkRemoval(roomJid)).catch((error: unknown) => {
      if (!bookmark || !(error instanceof StanzaFailure) || error.condition !== 'conflict') throw error;
      // The account's own settings are not those that we want.
      return iq.ask('set', buildBookmark(bookmark, true));
    });
  } catch (error) {
    log.warn(`A bookmark could not be changed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
