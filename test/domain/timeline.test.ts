import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { Message } from '../../src/domain/message.js';
import { identityOf, mergeCatchUp, unreadAfter, withoutKnown } from '../../src/domain/timeline.js';
import { makeMessage } from '../helpers/fake-session.js';

/** The n-th message of an archive. */
function nth(n: number, change: Partial<Message> = {}): Message {
  return makeMessage({ archiveId: `a${n}`, clientId: `c${n}`, key: `a${n}`, body: String(n), ...change });
}

function range(from: number, to: number): Message[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => nth(from + index));
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

  it('after an outage has what was, what was missed and what came meanwhile: nothing lost, nothing twice, in order', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(10), (kept, missed, came, overlap) => {
        const [end, newest] = [kept + missed, kept + missed + came];
        // The walk back goes into what was here, and live messages come while it runs.
        const merged = mergeCatchUp({
          before: range(0, kept),
          fetched: range(Math.max(0, kept - 1 - overlap), end),
          live: range(Math.max(kept, end - overlap), newest),
        });
        expect(bodies(merged)).to.deep.equal(bodies(range(0, newest)));
      }),
    );
  });

  it('is in order when the walk went further back than what was here', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.nat(20), (older, kept, missed) => {
        const end = older + kept + missed;
        const before = range(older, older + kept);
        expect(bodies(mergeCatchUp({ before, fetched: range(0, end), live: [] }))).to.deep.equal(bodies(range(0, end)));
      }),
    );
  });

  it('drops the old ones also when the archive has a message twice behind the gap', () => {
    const id = 'send-text-message-1b6a2f0c';
    const fetched = [nth(10, { clientId: id }), nth(11, { clientId: id })];
    expect(bodies(mergeCatchUp({ before: range(0, 3), fetched, live: [] }))).to.deep.equal(['10']);
  });

  it('drops the old ones when the walk did not reach them: they come back by paging, and no gap is hidden', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (kept, gap, got) => {
          const fetched = range(kept + gap, kept + gap + got);
          const live = range(kept + gap + got - 1, kept + gap + got + 2);
          expect(bodies(mergeCatchUp({ before: range(0, kept), fetched, live }))).to.deep.equal(
            bodies(range(kept + gap, kept + gap + got + 2)),
          );
        },
      ),
    );
  });

  it('keeps the messages that are here when nothing was missed: the same values', () => {
    const before = range(0, 5);
    const merged = mergeCatchUp({ before, fetched: range(2, 5), live: [] });
    expect(merged).to.deep.equal(before);
    expect(merged.every((message, index) => message === before[index])).to.equal(true);
    expect(mergeCatchUp({ before, fetched: [], live: [] })).to.deep.equal(before);
  });

  it('counts what others wrote after the last message that was read (pitfall 27)', () => {
    const messages = [nth(1), nth(2, { own: true }), nth(3), nth(4, { kind: 'system' }), nth(5)];
    expect(bodies(unreadAfter(messages, 'a1'))).to.deep.equal(['3', '5']);
    expect(unreadAfter(messages, 'a5')).to.deep.equal([]);
    expect(bodies(unreadAfter(messages, 'older than all'))).to.deep.equal(['1', '3', '5']);
    expect(unreadAfter([], 'a1')).to.deep.equal([]);
  });
});
