import { expect } from '@open-wc/testing';
import { mergeMembers, type Affiliate } from '../../src/domain/member.js';
import type { Occupant } from '../../src/domain/room.js';

function merge(occupants: readonly Occupant[], affiliates: readonly Affiliate[]) {
  return mergeMembers(
    new Map(occupants.map((one) => [one.nick, one])),
    new Map(affiliates.map((one) => [one.jid, one])),
  );
}

const bob: Occupant = { nick: 'bob', jid: 'bob@a', affiliation: 'member', role: 'participant' };

describe('members of a room', () => {
  it('are those who are there and those who belong, each once', () => {
    const members = merge(
      [bob],
      [
        { jid: 'bob@a', affiliation: 'member', name: 'Bob B' },
        { jid: 'carol@a', affiliation: 'member' },
      ],
    );
    expect(members).to.deep.equal([
      {
        key: 'bob',
        name: 'Bob B',
        nick: 'bob',
        jid: 'bob@a',
        affiliation: 'member',
        role: 'participant',
        online: true,
      },
      { key: 'carol@a', name: 'carol', jid: 'carol@a', affiliation: 'member', online: false },
    ]);
  });

  it('are sorted by rank, then by name', () => {
    const members = merge(
      [bob],
      [
        { jid: 'zoe@a', affiliation: 'owner' },
        { jid: 'amy@a', affiliation: 'member' },
        { jid: 'yan@a', affiliation: 'admin' },
      ],
    );
    expect(members.map(({ name }) => name)).to.deep.equal(['zoe', 'yan', 'amy', 'bob']);
  });

  it('do not count the banned, nor those whose membership was taken', () => {
    const members = merge(
      [],
      [
        { jid: 'a@a', affiliation: 'outcast' },
        { jid: 'b@a', affiliation: 'none' },
      ],
    );
    expect(members).to.deep.equal([]);
  });

  it('are what their presence says, whatever an older list said', () => {
    expect(merge([{ ...bob, affiliation: 'admin' }], [{ jid: 'bob@a', affiliation: 'member' }])).to.have.length(1);
  });

  it('are known by their local part where the room hides addresses, unless the rank is another', () => {
    const { jid: _, ...hidden } = bob;
    expect(merge([hidden], [{ jid: 'bob@a', affiliation: 'member' }])).to.have.length(1);
    expect(merge([{ ...hidden, affiliation: 'none' }], [{ jid: 'bob@a', affiliation: 'owner' }])).to.have.length(2);
  });
});
