import { expect } from '@open-wc/testing';
import {
  mayBan,
  mayConfigure,
  mayDestroy,
  mayInvite,
  mayKick,
  maySeeBans,
  maySetAffiliation,
} from '../../src/domain/permissions.js';
import type { Affiliation } from '../../src/domain/room.js';

const ALL: readonly Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast'];

/** What may be made of somebody, by what the person is now. */
function changes(self: Affiliation): Partial<Record<Affiliation, Affiliation[]>> {
  const all = ALL.map(
    (from) => [from, ALL.filter((to) => maySetAffiliation({ affiliation: self }, from, to))] as const,
  );
  return Object.fromEntries(all.filter(([, to]) => to.length > 0));
}

function kicks(self: Affiliation, role = 'moderator' as const): Affiliation[] {
  return ALL.filter((affiliation) => mayKick({ affiliation: self, role }, { affiliation, role: 'participant' }));
}

describe('permissions in a room (XEP-0045 section 5)', () => {
  it('let owners change every affiliation', () => {
    for (const from of ALL) expect(changes('owner')[from]).to.deep.equal(ALL.filter((to) => to !== from));
  });

  it('let admins make and unmake members and banned people, and nobody of their own rank', () => {
    expect(changes('admin')).to.deep.equal({
      member: ['none', 'outcast'],
      none: ['member', 'outcast'],
      outcast: ['member', 'none'],
    });
  });

  it('let nobody else change any', () => {
    for (const self of ['member', 'none', 'outcast'] as const) expect(changes(self)).to.deep.equal({});
    expect(maySetAffiliation({}, 'none', 'member')).to.equal(false);
  });

  it('let moderators put out whoever is below them', () => {
    expect(kicks('owner')).to.deep.equal(['admin', 'member', 'none', 'outcast']);
    expect(kicks('admin')).to.deep.equal(['member', 'none', 'outcast']);
    expect(kicks('member')).to.deep.equal(['member', 'none', 'outcast']);
    expect(kicks('none')).to.deep.equal(['none', 'outcast']);
  });

  it('let nobody put out who is not there, nor anybody without being a moderator', () => {
    expect(mayKick({ affiliation: 'owner', role: 'moderator' }, { affiliation: 'none' })).to.equal(false);
    expect(mayKick({ affiliation: 'member', role: 'participant' }, { affiliation: 'none', role: 'visitor' })).to.equal(
      false,
    );
  });

  it('let owners ban everyone, admins members and guests', () => {
    const bans = (affiliation: Affiliation) => ALL.filter((target) => mayBan({ affiliation }, { affiliation: target }));
    expect(bans('owner')).to.deep.equal(['owner', 'admin', 'member', 'none']);
    expect(bans('admin')).to.deep.equal(['member', 'none']);
    expect(bans('member')).to.deep.equal([]);
  });

  it('let owners configure and end the room, and owners and admins see who is banned', () => {
    expect(ALL.filter((affiliation) => mayConfigure({ affiliation }))).to.deep.equal(['owner']);
    expect(ALL.filter((affiliation) => mayDestroy({ affiliation }))).to.deep.equal(['owner']);
    expect(ALL.filter((affiliation) => maySeeBans({ affiliation }))).to.deep.equal(['owner', 'admin']);
  });

  it('let everyone invite into an open room, and members into one for members', () => {
    const open = ALL.filter((affiliation) => mayInvite({ affiliation }, false));
    expect(open).to.deep.equal(['owner', 'admin', 'member', 'none']);
    expect(ALL.filter((affiliation) => mayInvite({ affiliation }, true))).to.deep.equal(['owner', 'admin', 'member']);
  });
});
