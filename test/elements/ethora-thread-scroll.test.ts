import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { EthoraThread } from '../../src/elements/ethora-thread/ethora-thread.js';
import type { Message } from '../../src/domain/message.js';
import { makeMessage } from '../helpers/fake-session.js';
import { watchFrames } from '../helpers/frame-moves.js';
import { find, messagesOf, nextPaint, roomSession, settled, threadFixture } from '../helpers/thread-fixture.js';

/** Odd, so that a stray move is hardly ever a multiple of it. */
const NOTCH = 397;
const PAGE = 50;
const AUTHORS = ['Maya Lindqvist', 'Tomás Rivera', 'Priya Nair', 'Elena Marsh'];

/** Always the same numbers from 0 to 1, so that a failure comes back. */
function createRandom() {
  let seed = 42;
  return () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
}

/** Messages of very different heights, in groups. */
function makeArchive(count: number): Message[] {
  const random = createRandom();
  const start = Date.now() - count * 120_000;
  return Array.from({ length: count }, (_, index) =>
    makeMessage({
      from: AUTHORS[Math.floor(random() * 1.5 + index / 3) % AUTHORS.length] ?? '',
      time: start + index * 60_000,
      body: `${index} ${'word '.repeat(1 + Math.floor(random() ** 3 * 120))}`,
    }),
  );
}

/** A thread over an archive that gives pages of 50 after 30 ms; every tenth message has a picture that comes late. */
async function longThread(count: number) {
  const archive = makeArchive(count);
  const session = roomSession();
  let from = count - PAGE;
  let pages = 0;
  session.room.setArchived(archive.slice(from));
  session.room.setStatus('ready');
  session.hooks.loadOlder = async () => {
    if (session.room.$loadingOlder.get()) throw new Error('Two pages at a time');
    session.room.setLoadingOlder(true);
    await new Promise((resolve) => setTimeout(resolve, 30));
    from = Math.max(0, from - PAGE);
    pages += 1;
    session.room.setArchived(archive.slice(from));
    session.room.setLoadingOlder(false);
    if (from === 0) session.room.setStatus('complete');
  };
  const thread = await threadFixture(session, 480, 600);
  addLatePictures(thread);
  const watch = watchFrames(find(thread, '.scroller'), () => messagesOf(thread));
  return { archive, session, thread, watch, pages: () => pages };
}

/** Rows grow 60 to 460 ms after they were drawn, as with pictures of unknown size. */
function addLatePictures(thread: EthoraThread) {
  new MutationObserver((records) => {
    for (const row of records.flatMap(({ addedNodes }) => Array.from(addedNodes))) {
      if (!(row instanceof HTMLElement) || !row.classList.contains('row')) continue;
      const number = Number.parseInt(row.querySelector('.text')?.textContent ?? '', 10);
      if (number % 10 !== 3) continue;
      const picture = document.createElement('div');
      row.querySelector('.bubble')?.append(picture);
      setTimeout(() => (picture.style.blockSize = `${60.37 + ((number * 7919) % 400)}px`), 60 + ((number * 31) % 400));
    }
  }).observe(find(thread, '.feed'), { childList: true });
}

async function turnWheel(thread: EthoraThread, notch: number, done: () => boolean) {
  const { left, top } = thread.getBoundingClientRect();
  for (let turn = 0; turn < 400 && !done(); turn += 1) {
    await executeServerCommand('wheel', { x: left + 200, y: top + 300, deltaY: notch, times: 10 });
  }
  await nextPaint();
  expect(done(), 'got there').to.equal(true);
}

describe('<ethora-thread> under a real wheel', function () {
  this.timeout(120_000);

  it('moves nothing that the reader sees over 20 pages up and all the way back, with at most 400 rows (pitfall 32)', async () => {
    const { thread, watch, pages, archive } = await longThread(2000);
    try {
      await turnWheel(thread, -NOTCH, () => pages() >= 20);
      await turnWheel(
        thread,
        NOTCH,
        () => messagesOf(thread).at(-1)?.dataset.key === archive.at(-1)?.key && atBottom(thread),
      );
      const moves = watch.strayMoves(NOTCH);
      expect(moves.length, 'frames compared').to.be.above(300);
      expect(Math.max(...moves), 'largest stray move').to.be.at.most(1);
      expect(Math.max(...watch.frames.map(({ rows }) => rows)), 'most rows').to.be.within(300, 400);
    } finally {
      watch.stop();
    }
  });

  it('keeps the reader in place when a page comes while they are at the very top', async () => {
    const { thread, watch, pages, session } = await longThread(300);
    try {
      const scroller = find(thread, '.scroller');
      const load = session.hooks.loadOlder;
      let release: () => void = () => undefined;
      session.hooks.loadOlder = async () => {
        session.room.setLoadingOlder(true);
        await new Promise<void>((resolve) => (release = resolve));
        session.room.setLoadingOlder(false);
        await load?.('');
      };
      await turnWheel(thread, -NOTCH, () => scroller.scrollTop === 0);
      const key = messagesOf(thread)[0]?.dataset.key ?? '';
      watch.frames.splice(0, watch.frames.length - 1);
      release();
      while (pages() === 0) await nextPaint();
      await settled(thread);
      // As painted: at this very moment a late picture may have grown, and not been corrected for.
      const tops = watch.frames.map((frame) => frame.tops.get(key) ?? NaN);
      const moves = tops.slice(1).map((top, index) => Math.abs(top - (tops[index] ?? NaN)));
      expect(Math.max(...moves), 'largest move').to.be.within(0, 1);
      expect(scroller.scrollTop).to.be.above(500);
    } finally {
      watch.stop();
    }
  });

  it('stays where it is when messages arrive further down', async () => {
    const { thread, watch, session } = await longThread(400);
    try {
      const scroller = find(thread, '.scroller');
      await turnWheel(thread, -NOTCH, () => scroller.scrollTop < scroller.scrollHeight - 2500);
      await settled(thread);
      watch.frames.length = 0;
      for (let arrival = 0; arrival < 50; arrival += 1) {
        session.room.setArchived([...session.room.$archived.get(), makeMessage({ time: Date.now() })]);
        await nextPaint();
      }
      expect(Math.max(...watch.strayMoves(10_000))).to.be.at.most(1);
    } finally {
      watch.stop();
    }
  });

  it('leaves no gap at the bottom while it follows, late pictures included (pitfall 32)', async () => {
    const { watch, session } = await longThread(60);
    try {
      for (let arrival = 0; arrival < 30; arrival += 1) {
        const body = `${arrival * 10 + 3} arrived`;
        session.room.setArchived([...session.room.$archived.get(), makeMessage({ time: Date.now(), body })]);
        await nextPaint();
      }
      expect(Math.max(...watch.frames.map(({ below }) => below))).to.be.below(1);
    } finally {
      watch.stop();
    }
  });
});

function atBottom(thread: EthoraThread): boolean {
  const { scrollHeight, clientHeight, scrollTop } = find(thread, '.scroller');
  return scrollHeight - clientHeight - scrollTop < 1;
}
