import { expect } from '@open-wc/testing';
import type { Message } from '../../src/domain/message.js';
import { identityOf, unreadAfter, withoutKnown } from '../../src/domain/timeline.js';
import { makeMessage } from '../helpers/fake-session.js';

/** The n-th message of an archive. */
function nth(n: number, change: Partial<Message> = {}): Message {
  return makeMessage({ archiveId: `a${n}`, clientId: `c${n}`, key: `a${n}`, body: String(n), ...change });
}

function bodies(messages: readonly Message[]): string[] {
  return messages.map(({ body }) => body);
}

describe('the timeline of a room', () => {
  it('has a message once, by the id of the archive', () => {
    expect(bodies(withoutKnown([nth(1), nth(2), nth(2)], [nth(1)]))).to.deep.equal(['2']);
  });

  it('has a message without such an id once, by author and own id', () => {
    const live = (nick: string, clientId: string) => {
      const { archiveId: _, ...message } = nth(1, { clientId, author: { id: nick, nick, name: nick } });
      return message;
    };
    expect(withoutKnown([live('ann', 'x'), live('ann', 'x'), live('bob', 'x'), live('ann', 'y')], [])).to.have.length(
      3,
    );
    expect(identityOf(live('ann', 'x'))).to.not.equal(identityOf(live('bob', 'x')));
  });

  it('has a message once that was sent twice, since its author waited for an echo in vain', () => {
    const id = 'send-text-message-1b6a2f0c';
    expect(bodies(withoutKnown([nth(2, { clientId: id })], [nth(1, { clientId: id })]))).to.deep.equal([]);
    const bob = { id: 'bob@example.org', nick: 'bob', name: 'Bob' };
    expect(bodies(withoutKnown([nth(2, { clientId: id, author: bob })], [nth(1, { clientId: id })]))).to.deep.equal([
      '2',
    ]);
  });

  it('has messages of clients that count their ids from one again', () => {
    expect(bodies(withoutKnown([nth(2, { clientId: '1' })], [nth(1, { clientId: '1' })]))).to.deep.equal(['2']);
  });

  it('counts what others wrote after the last message that was read (pitfall 27)', () => {
    const messages = [nth(1), nth(2, { own: true }), nth(3), nth(4, { kind: 'system' }), nth(5)];
    expect(bodies(unreadAfter(messages, 'a1'))).to.deep.equal(['3', '5']);
    expect(unreadAfter(messages, 'a5')).to.deep.equal([]);
    expect(bodies(unreadAfter(messages, 'older than all'))).to.deep.equal(['1', '3', '5']);
    expect(unreadAfter([], 'a1')).to.deep.equal([]);
  });
});
