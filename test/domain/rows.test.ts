import { expect } from '@open-wc/testing';
import type { Message } from '../../src/domain/message.js';
import { createRowMaker, type RowSource } from '../../src/domain/rows.js';
import { makeMessage } from '../helpers/fake-session.js';

const NOON = new Date(2026, 9, 13, 12).getTime();
const MINUTE = 60_000;

function rowsOf(messages: readonly Message[], source: Partial<RowSource> = {}) {
  return createRowMaker()({ messages, start: 0, end: messages.length, complete: true, ...source });
}

/** One letter a row: S alone, F first, M middle, L last of its group. */
function groups(messages: readonly Message[], source: Partial<RowSource> = {}): string {
  return rowsOf(messages, source)
    .map(({ first, last }) => (first ? (last ? 'S' : 'F') : last ? 'L' : 'M'))
    .join('');
}

function at(minutes: number, change: Parameters<typeof makeMessage>[0] = {}): Message {
  return makeMessage({ time: NOON + minutes * MINUTE, ...change });
}

describe('Rows of a thread', () => {
  it('group messages of one author within five minutes of each other', () => {
    expect(groups([at(0), at(5), at(10)])).to.equal('FML');
    expect(groups([at(0), at(5.1)])).to.equal('SS');
  });

  it('begin a new group with another author', () => {
    expect(groups([at(0), at(0, { from: 'Priya Nair' }), at(0)])).to.equal('SSS');
  });

  it('begin a new group after a system line', () => {
    expect(groups([at(0), at(0, { kind: 'system' }), at(0)])).to.equal('SSS');
  });

  it('begin a new group and a new day after midnight, even one minute later', () => {
    const late = makeMessage({ time: new Date(2026, 9, 13, 23, 59, 30).getTime() });
    const early = makeMessage({ time: new Date(2026, 9, 14, 0, 0, 10).getTime() });
    expect(groups([late, early])).to.equal('SS');
    expect(rowsOf([late, early]).map(({ day }) => day)).to.deep.equal([true, true]);
  });

  it('begin a day with the very first message only when nothing older exists', () => {
    expect(rowsOf([at(0)], { complete: false })[0]?.day).to.equal(false);
    expect(rowsOf([at(0)], { complete: true })[0]?.day).to.equal(true);
  });

  it('begin a new group at the unread line and carry its number', () => {
    const messages = [at(0), at(1), at(2)];
    const mark = { key: messages[1]?.key ?? '', count: 2 };
    expect(groups(messages, { mark })).to.equal('SFL');
    expect(rowsOf(messages, { mark }).map(({ unread }) => unread)).to.deep.equal([0, 2, 0]);
  });

  it('know what stands before and after the part that is drawn', () => {
    expect(groups([at(0), at(1), at(2), at(3)], { start: 1, end: 3 })).to.equal('MM');
  });

  it('keep the head of the message that was the oldest, as long as they are told to', () => {
    const messages = [at(0), at(1)];
    expect(groups(messages, { groupStarts: new Set([messages[1]?.key ?? '']) })).to.equal('SS');
  });

  it('survive a time that is none', () => {
    expect(groups([at(0), makeMessage({ time: NaN }), at(1)])).to.equal('SSS');
  });

  describe('say how far own messages got', () => {
    const shown = (messages: readonly Message[]) => rowsOf(messages).map(({ status }) => status);
    const own = (status: NonNullable<Message['status']>) => at(0, { own: true, status });

    it('on the newest only', () => {
      expect(shown([own('delivered'), own('read'), at(0)])).to.deep.equal([false, true, false]);
    });
    it('on every one that failed', () => {
      expect(shown([own('failed'), own('failed'), own('sent')])).to.deep.equal([true, true, true]);
    });
    it('once under pending ones that stand together', () => {
      expect(shown([own('pending'), own('pending'), own('pending')])).to.deep.equal([false, false, true]);
    });
    it('never on messages of others', () => {
      expect(shown([at(0, { status: 'delivered' })])).to.deep.equal([false]);
    });
  });

  it('stay the same values while nothing about them changes', () => {
    const make = createRowMaker();
    const messages = [at(0), at(10), at(20)];
    const before = make({ messages, start: 0, end: 3, complete: true });
    const after = make({ messages: [...messages, at(20)], start: 0, end: 4, complete: true });
    expect(after[0]).to.equal(before[0]);
    expect(after[1]).to.equal(before[1]);
    expect(after[2]).not.to.equal(before[2]);
  });
});
