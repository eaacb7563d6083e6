import type { Member } from './member.js';
import { mayBan, mayKick, maySetAffiliation, type Standing } from './permissions.js';

/** What can be done to a member: an affiliation to give, putting out, or writing to. */
export type MemberAction = 'message' | 'owner' | 'admin' | 'member' | 'none' | 'kick' | 'ban';

/** What we may do to somebody, mildest first. Whose address is hidden can only be put out. */
export function memberActions(self: Standing, member: Member): readonly MemberAction[] {
  const given = (['owner', 'admin', 'member', 'none'] as const).filter((affiliation) =>
    maySetAffiliation(self, member.affiliation, affiliation),
  );
  return [
    ...(member.jid === undefined ? [] : given),
    ...(mayKick(self, member) ? ['kick' as const] : []),
    ...(member.jid !== undefined && mayBan(self, member) ? ['ban' as const] : []),
  ];
}
