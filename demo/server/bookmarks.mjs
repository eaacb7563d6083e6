/** Bookmarks: PEP Native Bookmarks, XEP-0402 v1.1.4, https://xmpp.org/extensions/xep-0402.html */
import { escapeXml } from './script-client.mjs';

const NS = 'urn:xmpp:bookmarks:1';
/**
 * @typedef {object} Bookmark
 * @property {string} room JID.
 * @property {string} name
 * @property {string} nick
 */

/**
 * Adds a bookmark to the account that the client is signed in with. That the list is private is the server's configuration.
 * @param {import('./script-client.mjs').ScriptClient} client
 * @param {Bookmark} bookmark
 */
export async function publishBookmark(client, { room, name, nick }) {
  const content = `<nick>${escapeXml(nick)}</nick>`;
  const conference = `<conference xmlns="${NS}" name="${escapeXml(name)}" autojoin="true">${content}</conference>`;
  const publish = `<publish node="${NS}"><item id="${escapeXml(room)}">${conference}</item></publish>`;
  await client.iq('set', undefined, `<pubsub xmlns="http://jabber.org/protocol/pubsub">${publish}</pubsub>`);
}
