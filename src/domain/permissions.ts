/** Who may do what in a room: the tables of XEP-0045 sections 5.1.1 and 5.2.1. The room itself decides; this is for what is shown. */
import type { Affiliation, Role } from './room.js';

/** Ourselves, or whom something is done to. */
export interface Standing {
  readonly affiliation?: Affiliation | undefined;
  /** Absent for who is not in the room. */
  readonly role?: Role | undefined;
}

const RANKS: Readonly<Record<Affiliation, number>> = { owner: 4, admin: 3, member: 2, none: 1, outcast: 0 };

/** May give somebody this affiliation. `from` is the one that the person has now. */
export function maySetAffiliation(self: Standing, from: Affiliation, to: Affiliation): boolean {
  if (from === to) return false;
  if (self.affiliation === 'owner') return true;
  // Admins make and unmake members and banned people; owners and other admins are beyond them.
  return self.affiliation === 'admin' && RANKS[from] < RANKS.admin && RANKS[to] < RANKS.admin;
}

/** May put somebody out of the room, who then may come back. Only those who are there can be. */
export function mayKick(self: Standing, target: Standing): boolean {
  if (self.role !== 'moderator' || !target.role || target.role === 'none') return false;
  const { affiliation: own = 'none' } = self;
  const { affiliation = 'none' } = target;
  // A moderator cannot kick anybody with a higher affiliation, nor an admin or owner of the same.
  return RANKS[affiliation] < RANKS.admin ? RANKS[affiliation] <= RANKS[own] : RANKS[affiliation] < RANKS[own];
}

export function mayBan(self: Standing, target: Standing): boolean {
  return maySetAffiliation(self, target.affiliation ?? 'none', 'outcast');
}

/** May see and change who is banned. */
export function maySeeBans(self: Standing): boolean {
  return self.affiliation === 'owner' || self.affiliation === 'admin';
}

/** May read and change what the room is called and who may enter. */
export function mayConfigure(self: Standing): boolean {
  return self.affiliation === 'owner';
}

export function mayDestroy(self: Standing): boolean {
  return self.affiliation === 'owner';
}

/** May ask others in. Where only members may enter, the room decides whether members may, too; it says so when not. */
export function mayInvite(self: Standing, membersOnly: boolean): boolean {
  const { affiliation = 'none' } = self;
  return RANKS[affiliation] > (membersOnly ? RANKS.none : RANKS.outcast);
}
