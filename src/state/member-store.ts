import { atom, computed, type ReadableAtom } from 'nanostores';
import { mergeMembers, type Affiliate } from '../domain/member.js';
import type { Occupant } from '../domain/room.js';
import { readonlyStore } from './readonly.js';

/** Who belongs to one room: those who are there, and once the room was asked, those who are not. */
export function createMemberStore($occupants: ReadableAtom<ReadonlyMap<string, Occupant>>) {
  const $affiliates = atom<ReadonlyMap<string, Affiliate> | undefined>(undefined);
  return {
    /** Owners first, then by name. Only those who are there, until `$listed`. */
    $members: readonlyStore(
      computed([$occupants, $affiliates], (occupants, affiliates = NOBODY) => mergeMembers(occupants, affiliates)),
    ),
    /** True when the room told who belongs to it. */
    $listed: readonlyStore(computed($affiliates, (affiliates) => affiliates !== undefined)),
    /** Who may not enter; empty where we may not know. */
    $banned: readonlyStore(
      computed($affiliates, (affiliates = NOBODY) =>
        [...affiliates.values()].filter(({ affiliation }) => affiliation === 'outcast'),
      ),
    ),

    /** The affiliation that somebody is listed with; undefined when not listed. */
    affiliationOf(jid: string) {
      return $affiliates.get()?.get(jid)?.affiliation;
    },
    /** What the room answered. */
    list(affiliates: readonly Affiliate[]) {
      $affiliates.set(new Map(affiliates.map((affiliate) => [affiliate.jid, affiliate])));
    },
    /** What the server tells of some of them. */
    learn(affiliates: readonly Affiliate[]) {
      const known = $affiliates.get() ?? NOBODY;
      this.list([...known.values(), ...affiliates.map((one) => ({ ...known.get(one.jid), ...one }))]);
    },
    /** What somebody who is listed is called now. */
    rename(jid: string, name: string) {
      const known = $affiliates.get();
      const before = known?.get(jid);
      if (before && before.name !== name) $affiliates.set(new Map(known).set(jid, { ...before, name }));
    },
    /** Somebody's affiliation changed. Before the room was asked there is nothing to change. */
    note(affiliate: Affiliate) {
      const known = $affiliates.get();
      const before = known?.get(affiliate.jid);
      // A ban shows before its reason is known.
      const same = (before?.affiliation ?? 'none') === affiliate.affiliation;
      if (!known || (same && (affiliate.reason ?? before?.reason) === before?.reason)) return;
      $affiliates.set(new Map(known).set(affiliate.jid, { ...before, ...affiliate }));
    },
  };
}
export type MemberStore = ReturnType<typeof createMemberStore>;

const NOBODY: ReadonlyMap<string, Affiliate> = new Map();
