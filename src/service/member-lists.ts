/** Asks rooms, and servers of Ethora's, who belongs to a room. */
import type { Affiliate } from '../domain/member.js';
import type { Affiliation } from '../domain/room.js';
import { buildAffiliatesRequest, parseAffiliates } from '../protocol/muc-admin.js';
import { buildRosterRequest, parseRoster } from '../protocol/room-roster.js';
import { buildTimedBansRequest, parseTimedBans } from '../protocol/timed-bans.js';
import type { Link } from './connection.js';
import { askRoom } from './room-request.js';

export class MemberLists {
  /** Connections to servers that keep no lists of Ethora's. */
  readonly #stock = new WeakSet<Link>();

  /** Undefined when too little was told. `bans`: also those who are banned. `timedBans`: whether bans can end by themselves. */
  async load(link: Link, jid: string, bans: boolean): Promise<{ all: Affiliate[]; timedBans: boolean } | undefined> {
    const wanted: Affiliation[] = ['owner', 'admin', 'member', ...(bans ? ['outcast' as const] : [])];
    const lists = wanted.map(async (affiliation) =>
      parseAffiliates(await askRoom(link, 'get', buildAffiliatesRequest(affiliation), jid)),
    );
    const [roster, answers] = await Promise.all([this.#roster(link, jid), Promise.allSettled(lists)]);
    const listed = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    // Only servers with that list have bans that end.
    const request = roster && bans ? link.iq.ask('get', buildTimedBansRequest(jid)) : undefined;
    const timed = await request?.then(parseTimedBans, () => undefined);
    // Rooms tell only some people; then those who are there have to do.
    if (!roster && answers.some(({ status }) => status === 'rejected')) return undefined;
    // Ethora's list knows names; the room's own knows better who may what.
    const byJid = new Map<string, Affiliate>((roster ?? []).map((one) => [one.jid, one]));
    for (const one of [...listed, ...(timed ?? [])]) byJid.set(one.jid, { ...byJid.get(one.jid), ...one });
    return { all: [...byJid.values()], timedBans: timed !== undefined };
  }

  /** Undefined where the server keeps no such list. */
  async #roster(link: Link, jid: string): Promise<Affiliate[] | undefined> {
    if (this.#stock.has(link)) return undefined;
    const roster = await link.iq.ask('get', buildRosterRequest(jid)).then(parseRoster, () => undefined);
    if (!roster) this.#stock.add(link);
    return roster;
  }
}
