import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeArchives, judgePage } from './judge.mjs';
import { Ledger } from './ledger.mjs';

const ROOM = 'room@conference.localhost';

/** Three messages of one page, accepted. */
function write() {
  const ledger = new Ledger(1);
  const entries = [1, 2, 3].map(() => ledger.write({ who: 'ann', room: ROOM, what: 'text', page: 'ann1/1' }));
  for (const entry of entries) entry.state = 'accepted';
  return { ledger, tokens: entries.map(({ token }) => token) };
}

const archiveOf = (tokens) =>
  new Map([[ROOM, tokens.map((token, index) => ({ id: String(index), nick: 'ann', token }))]]);

/** What a page shows that is well. */
function stateOf(tokens, change = {}) {
  const messages = tokens.map((token) => ({ token, own: false }));
  const room = { jid: ROOM, presence: 'joined', unread: 0, open: true, history: 'complete', gaps: 0, messages };
  return {
    ...{ tab: { name: 'ben1', problems: [] }, connection: { status: 'online' }, list: 'ready', visible: true },
    ...{ positions: {}, problems: [], page: tokens, rooms: [{ ...room, ...change }] },
  };
}

describe('the judge of the chaos', () => {
  const judge = (state, tokens, read = new Set([ROOM])) => judgePage({ user: 'ben' }, state, read, archiveOf(tokens));

  it('has nothing to say when all is well', () => {
    const { ledger, tokens } = write();
    assert.deepEqual(judgeArchives(ledger, archiveOf(tokens)), []);
    assert.deepEqual(judge(stateOf(tokens), tokens), []);
  });

  it('finds a message that the archive lacks, has twice, or has too early', () => {
    const { ledger, tokens } = write();
    const [one, two, three] = tokens;
    assert.match(judgeArchives(ledger, archiveOf([one, three])).join(), /2e \(text, ann1\/1\) is not in the archive/);
    assert.match(judgeArchives(ledger, archiveOf([one, two, two, three])).join(), /2e is in the archive 2 times/);
    assert.match(judgeArchives(ledger, archiveOf([one, three, two])).join(), /2e is in the archive after s1-ann-3e/);
  });

  it('forgives only what a page could not store before it ended', () => {
    const { ledger, tokens } = write();
    const [one, two] = ledger.entries;
    one.unstored = true;
    two.state = 'unsure';
    assert.equal(judgeArchives(ledger, archiveOf(tokens.slice(2))).length, 1);
    ledger.ended.add('ann1/1');
    assert.deepEqual(judgeArchives(ledger, archiveOf(tokens.slice(2))), []);
  });

  it('finds a page that lacks a message, has one twice, or in another order', () => {
    const { tokens } = write();
    const [one, two, three] = tokens;
    assert.match(judge(stateOf([one, three]), tokens).join(), /shows no s1-ann-2e/);
    assert.match(judge(stateOf([one, two, two, three]), tokens).join(), /shows s1-ann-2e twice/);
    assert.match(judge(stateOf([two, one, three]), tokens).join(), /instead of/);
  });

  it('finds what is still on its way, unread counts that are wrong, and errors', () => {
    const { tokens } = write();
    const pending = tokens.map((token) => ({ token, own: true, status: 'pending' }));
    assert.match(judge(stateOf(tokens, { messages: pending }), tokens).join(), /is pending/);
    assert.match(judge(stateOf(tokens, { unread: 1 }), tokens).join(), /counts 1 unread instead of 0/);
    const closed = stateOf(tokens, { unread: 2, open: false });
    assert.match(judge(closed, tokens, new Set()).join(), /counts 2 unread instead of 3/);
    assert.match(judge({ ...stateOf(tokens), problems: ['no'] }, tokens).join(), /no/);
  });
});
