/** Rooms on an ejabberd of ours. */

/** @typedef {import('./ejabberd.mjs').Domain} Domain */

/**
 * Makes a persistent, archived room.
 * @param {Domain} server
 * @param {string} room The part before the at sign.
 * @param {Record<string, string | boolean | number>} [options] ejabberd's room options, such as `title`.
 * @returns {Promise<string>} Its JID.
 */
export async function createRoom(server, room, options = {}) {
  const all = { persistent: true, public: true, mam: true, ...options };
  await server.api('create_room_with_opts', {
    name: room,
    service: server.conference,
    host: server.domain,
    options: Object.entries(all).map(([name, value]) => ({ name, value: String(value) })),
  });
  return `${room}@${server.conference}`;
}

/**
 * @param {Domain} server
 * @param {string} room The part before the at sign.
 * @param {string} user
 * @param {'owner' | 'admin' | 'member' | 'none' | 'outcast'} affiliation
 */
export async function setAffiliation(server, room, user, affiliation) {
  await server.api('set_room_affiliation', {
    name: room,
    service: server.conference,
    jid: `${user}@${server.domain}`,
    affiliation,
  });
}

/**
 * How many messages the archive of a room holds.
 * @param {import('./script-client.mjs').ScriptClient} client Of somebody who may read it.
 * @param {string} room JID.
 */
export async function archiveSize(client, room) {
  const nothing = '<set xmlns="http://jabber.org/protocol/rsm"><max>0</max></set>';
  const answer = await client.iq('set', room, `<query xmlns="urn:xmpp:mam:2">${nothing}</query>`);
  return Number(/<count>(\d+)<\/count>/.exec(answer)?.[1] ?? 0);
}
