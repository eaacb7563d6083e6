import { jidLocal } from './jid.js';
import type { Affiliation, Occupant, Role } from './room.js';

/** What the room has written down about an account, whether it is there or not. */
export interface Affiliate {
  /** Bare JID. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  /** What the server calls the person; a hint. */
  readonly name?: string;
  /** When the person was last there, ms since the epoch. */
  readonly lastActive?: number;
  /** Why somebody was banned; untrusted. */
  readonly reason?: string;
  /** When a ban ends by itself, ms since the epoch; 0 where the server does not say. Absent from bans for good. */
  readonly until?: number;
}

/** Somebody who belongs to a room, or is in it now, or both. */
export interface Member {
  /** Unique in the room. */
  readonly key: string;
  readonly name: string;
  /** Bare JID; absent where the room hides it. */
  readonly jid?: string;
  /** Present while the person is in the room. */
  readonly nick?: string;
  readonly affiliation: Affiliation;
  /** Present while the person is in the room. */
  readonly role?: Role;
  readonly online: boolean;
  /** Of those who are not there: when they last were, ms since the epoch; absent when the server does not say. */
  readonly lastActive?: number;
}

/** Those who are there and those who belong, each once: owners first, then by name. The banned are not among them. */
export function mergeMembers(
  occupants: ReadonlyMap<string, Occupant>,
  affiliates: ReadonlyMap<string, Affiliate>,
): readonly Member[] {
  const absent = new Map([...affiliates].filter(([, { affiliation }]) => RANKS[affiliation] > 0));
  const present = Array.from(occupants.values(), (occupant): Member => {
    const affiliate = affiliateOf(occupant, absent);
    if (affiliate) absent.delete(affiliate.jid);
    const jid = occupant.jid ?? affiliate?.jid;
    const { nick, affiliation, role } = occupant;
    return { key: nick, name: affiliate?.name ?? nick, nick, affiliation, role, online: true, ...(jid && { jid }) };
  });
  const away = Array.from(absent.values(), ({ name, reason: _, ...one }): Member => {
    return { key: one.jid, name: name ?? (jidLocal(one.jid) || one.jid), ...one, online: false };
  });
  return [...present, ...away].sort(compareMembers);
}

/** Where the room hides addresses, nicks are local parts by Ethora's rule. It only decides what is shown once instead of twice. */
function affiliateOf({ jid, nick, affiliation }: Occupant, affiliates: ReadonlyMap<string, Affiliate>) {
  if (jid !== undefined) return affiliates.get(jid);
  return [...affiliates.values()].find((one) => jidLocal(one.jid) === nick && one.affiliation === affiliation);
}

function compareMembers(a: Member, b: Member): number {
  return RANKS[b.affiliation] - RANKS[a.affiliation] || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1);
}

const RANKS: Readonly<Record<Affiliation, number>> = { owner: 3, admin: 2, member: 1, none: 0, outcast: -1 };
