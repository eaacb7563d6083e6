import { expect } from '@open-wc/testing';
import { SessionReplica } from '../../../src/service/tabs/session-replica.js';

describe('what a tab knows of the shared session', () => {
  const begin = () => SessionReplica.begin('alice@chat.test/1');

  it('takes every stanza once, in the order in which the server sent them', () => {
    const replica = begin();
    expect(replica.receive(1, 'a')).to.deep.equal(['a']);
    expect(replica.receive(1, 'a')).to.deep.equal([]);
    expect(replica.receive(3, 'c')).to.deep.equal([]);
    expect(replica.gaping).to.equal(true);
    expect(replica.receive(2, 'b')).to.deep.equal(['b', 'c']);
    expect(replica.gaping).to.equal(false);
    expect(replica.handled).to.equal(3);
  });

  it('knows which stanzas the server may not have, whoever wrote them', () => {
    const replica = begin();
    const mine = replica.compose('me', '<a/>');
    replica.written(mine, replica.said + 1);
    const other = { tab: 'other', serial: 1, xml: '<b/>' };
    replica.written(other, replica.said + 1);
    expect(replica.written(other, 2), 'told twice').to.equal(false);
    expect(replica.snapshot().queue).to.deep.equal([mine, other]);
    expect(replica.confirm(1)).to.deep.equal([mine]);
    expect(replica.confirm(1)).to.deep.equal([]);
    expect(replica.snapshot()).to.deep.include({ taken: 1, queue: [other] });
  });

  it('keeps what no leader has written, and lets each be written once and in order', () => {
    const follower = begin();
    const leader = new SessionReplica(follower.snapshot());
    const [first, second] = [follower.compose('me', '<a/>'), follower.compose('me', '<b/>')];
    expect(leader.isNext(second), 'overtaking').to.equal(false);
    expect(leader.isNext(first)).to.equal(true);
    leader.written(first, 1);
    expect(leader.isNext(first), 'asked for twice').to.equal(false);
    expect(leader.isNext(second)).to.equal(true);
    follower.written(first, 1);
    expect(follower.unwritten).to.deep.equal([second]);
  });

  it('goes on where a snapshot ends', () => {
    const replica = begin();
    replica.receive(1, '<a/>');
    replica.written(replica.compose('me', '<b/>'), 1);
    const copy = new SessionReplica(replica.snapshot());
    expect(copy.snapshot()).to.deep.equal(replica.snapshot());
    expect(copy.isNext({ tab: 'me', serial: 2, xml: '' })).to.equal(true);
  });
});
