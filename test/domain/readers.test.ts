import { expect } from '@open-wc/testing';
import type { Message } from '../../src/domain/message.js';
import { isFurther, markSeen } from '../../src/domain/readers.js';
import { makeMessage } from '../helpers/fake-session.js';

function nth(n: number, change: Partial<Message> = {}): Message {
  return makeMessage({ archiveId: `a${n}`, key: `a${n}`, own: true, status: 'delivered', ...change });
}

describe('who has seen own messages', () => {
  it('are all up to the one that was seen', () => {
    const [first, second, third] = markSeen([nth(1), nth(2), nth(3)], 'a2', 'bob');
    expect(first).to.deep.include({ status: 'read', readers: ['bob'] });
    expect(second).to.deep.include({ status: 'read', readers: ['bob'] });
    expect(third).to.include({ status: 'delivered' });
  });

  it('are counted once each', () => {
    const once = markSeen([nth(1), nth(2)], 'a1', 'bob');
    const more = markSeen(markSeen(once, 'a2', 'bob'), 'a2', 'carol');
    expect(more.map(({ readers }) => readers)).to.deep.equal([
      ['bob', 'carol'],
      ['bob', 'carol'],
    ]);
    expect(markSeen(more, 'a2', 'bob')).to.equal(more);
  });

  it('leave messages of others and notices as they are, the same values', () => {
    const messages = [nth(1, { own: false }), nth(2, { kind: 'system' }), nth(3, { own: false })];
    expect(markSeen(messages, 'a3', 'bob')).to.equal(messages);
  });

  it('say nothing by a message that is not here', () => {
    const messages = [nth(1)];
    expect(markSeen(messages, 'a9', 'bob')).to.equal(messages);
  });
});

describe('a read position', () => {
  it('only moves on (pitfall 29)', () => {
    const messages = [nth(1), nth(2), nth(3)];
    expect(isFurther(messages, 'a1', 'a2')).to.be.true;
    expect(isFurther(messages, 'a2', 'a2')).to.be.false;
    expect(isFurther(messages, 'a3', 'a2')).to.be.false;
    expect(isFurther(messages, 'a2', 'unknown')).to.be.false;
    expect(isFurther(messages, 'older than all', 'a1')).to.be.true;
    expect(isFurther(messages, undefined, 'a1')).to.be.true;
  });
});
