/** What the archive of a room holds, by the room's own word (XEP-0313). */

const TOKEN = /s\d+-[a-z]+-\d+e/;
const PAGE_SIZE = 100;

/**
 * @typedef {object} Archived
 * @property {string} id - Of the archive.
 * @property {string} nick - Of the author.
 * @property {string} token
 */

/**
 * @param {import('../../demo/server/script-client.mjs').ScriptClient} client
 * @param {string} room - JID.
 * @returns {Promise<Archived[]>} All numbered messages, oldest first.
 */
export async function readArchive(client, room) {
  const found = [];
  const { onStanza } = client;
  client.onStanza = (stanza) => {
    onStanza(stanza);
    const archived = parseResult(stanza, room);
    if (archived) found.push(archived);
  };
  try {
    for (let after = ''; after !== undefined;) after = await readPage(client, room, after);
  } finally {
    client.onStanza = onStanza;
  }
  return found.filter(({ token }) => token);
}

/** Gives the id to go on after; undefined after the last page. */
async function readPage(client, room, after) {
  const place = after && `<after>${after}</after>`;
  const set = `<set xmlns="http://jabber.org/protocol/rsm"><max>${PAGE_SIZE}</max>${place}</set>`;
  const answer = await client.iq('set', room, `<query xmlns="urn:xmpp:mam:2" queryid="judge">${set}</query>`);
  if (/complete=['"]true/.test(answer)) return undefined;
  return /<last>([^<]+)<\/last>/.exec(answer)?.[1];
}

function parseResult(stanza, room) {
  const [, attributes] = /<result ([^>]*)>/.exec(stanza) ?? [];
  if (!attributes || !/queryid=['"]judge/.test(attributes)) return undefined;
  const [, id] = /\bid=['"]([^'"]+)/.exec(attributes) ?? [];
  const [, nick] = new RegExp(`from=['"]${room}/([^'"]+)`).exec(stanza) ?? [];
  // The id of a message names it too.
  const content = stanza.replace(/<message [^>]*>/g, '').replace(/<(?:origin|stanza)-id [^>]*>/g, '');
  return { id, nick, token: TOKEN.exec(content)?.[0] };
}
