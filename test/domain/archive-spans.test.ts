import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  closeBefore,
  firstOf,
  insertSpan,
  joinSpan,
  lastOf,
  type ArchiveSpan,
} from '../../src/domain/archive-spans.js';
import type { Message } from '../../src/domain/message.js';
import { makeMessage } from '../helpers/fake-session.js';

/** The n-th message of an archive. */
function nth(n: number, change: Partial<Message> = {}): Message {
  return makeMessage({ archiveId: `a${n}`, clientId: `c${n}`, key: `a${n}`, body: String(n), time: n, ...change });
}

/** The messages from one number up to, not including, another, as they are read in one go. */
function span(from: number, to: number): ArchiveSpan {
  const messages = Array.from({ length: Math.max(0, to - from) }, (_, index) => nth(from + index));
  return { messages, first: `a${from}`, last: `a${to - 1}` };
}

/** What is here, as numbers. */
function numbers(spans: readonly ArchiveSpan[] | undefined): number[][] | undefined {
  return spans?.map(({ messages }) => messages.map(({ body }) => Number(body)));
}

/** Puts spans in one after the other, wherever they belong. */
function put(spans: readonly ArchiveSpan[], run: ArchiveSpan): readonly ArchiveSpan[] {
  return joinSpan(spans, run) ?? insertSpan(spans, run);
}

const newest = span(90, 100);

describe('the parts of an archive', () => {
  it('that were read in any order are all in order, none twice, and one where they overlap', () => {
    const range = fc.tuple(fc.nat(80), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
        const spans = ranges.reduce<readonly ArchiveSpan[]>(
          (all, [from, size]) => put(all, span(from, from + size)),
          [newest],
        );
        const held = numbers(spans) ?? [];
        const wanted = new Set(
          [...ranges, [90, 10] as const].flatMap(([from, size]) => numbers([span(from, from + size)])?.[0] ?? []),
        );
        expect(held.flat()).to.deep.equal([...wanted].sort((a, b) => a - b));
        for (const part of held) expect(part).to.deep.equal(numbers([span(part[0] ?? 0, (part.at(-1) ?? 0) + 1)])?.[0]);
        for (const part of spans) {
          expect(firstOf(part)).to.equal(part.messages[0]?.archiveId);
          expect(lastOf(part)).to.equal(part.messages.at(-1)?.archiveId);
        }
      }),
    );
  });

  it('become one when what was between them is read, from either side', () => {
    const older = span(0, 10);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 })), { minLength: 80, maxLength: 80 }),
        (pages) => {
          let spans: readonly ArchiveSpan[] = [older, newest];
          for (const [forth, size] of pages) {
            const [low, high] = spans;
            if (!low || !high) break;
            const [end = 0, begin = 0] = [numbers([low])?.[0]?.at(-1), numbers([high])?.[0]?.[0]];
            const page = forth ? span(end + 1, Math.min(100, end + 1 + size)) : span(Math.max(0, begin - size), begin);
            const [a, b] = forth ? [low, page] : [page, high];
            spans = joinSpan(spans, { messages: [...a.messages, ...b.messages], first: a.first, last: b.last }) ?? [];
          }
          expect(numbers(spans)).to.deep.equal(numbers([span(0, 100)]));
        },
      ),
    );
  });

  it('keep the values of messages that are here', () => {
    const held = span(0, 5);
    const [joined] = joinSpan([held], span(2, 8)) ?? [];
    expect(joined?.messages.slice(0, 5).every((message, index) => message === held.messages[index])).to.equal(true);
    expect(numbers([joined ?? held])).to.deep.equal([[0, 1, 2, 3, 4, 5, 6, 7]]);
  });

  it('that nothing connects stay apart', () => {
    expect(joinSpan([span(0, 5), newest], span(10, 20))).to.equal(undefined);
    expect(numbers(insertSpan([span(0, 5), newest], span(10, 12)))?.map(([first]) => first)).to.deep.equal([0, 10, 90]);
    expect(numbers(insertSpan([newest], span(200, 202)))?.map(([first]) => first)).to.deep.equal([200, 90]);
  });

  it('go when the archive turns out not to have them any more', () => {
    const gone = { messages: [nth(50, { archiveId: 'gone' })] };
    expect(numbers(joinSpan([span(0, 10), gone, newest], span(5, 95)))).to.deep.equal(numbers([span(0, 100)]));
  });

  it('are asked on from entries that show nothing', () => {
    const held: ArchiveSpan = { messages: [nth(5)], first: 'a5', last: 'a5' };
    const [back] = joinSpan([held], { messages: held.messages, first: 'hidden-3', last: held.last }) ?? [];
    expect(back && firstOf(back)).to.equal('hidden-3');
    const [forth] = joinSpan([held], { messages: held.messages, first: held.first, last: 'hidden-7' }) ?? [];
    expect(forth && lastOf(forth)).to.equal('hidden-7');
  });

  it('do not meet in a message that was sent twice', () => {
    const id = 'send-text-message-1b6a2f0c';
    const before = { messages: [nth(1, { clientId: id })] };
    expect(joinSpan([before], { messages: [nth(60, { clientId: id }), nth(61)] })).to.equal(undefined);
    const page = { messages: [nth(1), nth(2, { clientId: id }), nth(3), nth(4, { clientId: id })] };
    expect(numbers(joinSpan([{ messages: [nth(4, { clientId: id })] }], page))).to.deep.equal([[1, 3, 4]]);
  });

  it('have no gap before them where the archive begins', () => {
    expect(numbers(closeBefore([span(0, 2), span(5, 7), newest], 1))).to.deep.equal(
      numbers([{ messages: [...span(0, 2).messages, ...span(5, 7).messages] }, newest]),
    );
    expect(numbers(closeBefore([{ messages: [] }], 0))).to.deep.equal([[]]);
  });
});
