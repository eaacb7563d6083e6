import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ArchiveSpan } from '../../src/domain/archive-spans.js';
import { makeMessage } from '../helpers/fake-session.js';
import {
  NOON,
  ROOM,
  find,
  messagesOf,
  nextPaint,
  roomSession,
  settled,
  textOf,
  threadFixture,
} from '../helpers/thread-fixture.js';

const PAGE = 50;

/** An archive of which only the messages before `from` and those from `to` on are here; pages come when they are asked for. */
function gapped(count: number, from: number, to: number) {
  const archive = Array.from({ length: count }, (_, index) =>
    makeMessage({ time: NOON - (count - index) * 1000, body: `${index} ${'word '.repeat((index * 7) % 40)}` }),
  );
  const session = roomSession();
  let held = { from, to };
  const show = (gap?: ArchiveSpan['gap']) => {
    const parts = held.from < held.to ? [archive.slice(0, held.from), archive.slice(held.to)] : [archive];
    session.room.setSpans(parts.map((messages, index) => ({ messages, ...(index > 0 && { gap }) })));
  };
  session.hooks.fillGap = async (key, forth) => {
    expect(key).to.equal(archive[held.to]?.key);
    show('loading');
    await nextPaint();
    held = forth ? { ...held, from: held.from + PAGE } : { ...held, to: held.to - PAGE };
    show();
  };
  session.room.setStatus('complete');
  show();
  return { session, archive, show, held: () => held };
}

function gap(thread: Element): HTMLElement | null | undefined {
  return thread.shadowRoot?.querySelector<HTMLElement>('.gap');
}

describe('<ethora-thread> where messages are missing', () => {
  for (const [state, text, button] of [
    ['open', 'Messages are missing here.', 'Load them'],
    ['loading', 'Messages are missing here.', 'Load them'],
    ['failed', 'Missing messages could not be loaded.', 'Try again'],
  ] as const) {
    it(`says so, accessible: ${state}`, async () => {
      const { session, show } = gapped(30, 15, 25);
      session.hooks.fillGap = async () => undefined;
      show(state);
      const thread = await threadFixture(session);
      const line = find(thread, '.gap');
      expect(line.getAttribute('aria-label')).to.equal(text);
      expect(textOf(thread)).to.contain(text).and.to.contain(button);
      expect(line.nextElementSibling?.getAttribute('data-key')).to.equal(session.room.$archived.get()[0]?.key);
      await expect(thread).to.be.accessible();
    });
  }

  it('begins a new group after the gap', async () => {
    const { session } = gapped(30, 15, 25);
    session.hooks.fillGap = async () => undefined;
    const thread = await threadFixture(session);
    expect(find(thread, '.gap').nextElementSibling?.classList.contains('first')).to.equal(true);
    expect(find(thread, '.gap').previousElementSibling?.querySelector('.foot')).to.not.equal(null);
  });

  it('does not load what is far away, and fills from below when the reader comes from there, keeping their place', async () => {
    const { session, held } = gapped(900, 300, 700);
    const thread = await threadFixture(session);
    await settled(thread);
    expect(session.calls.filter(([name]) => name === 'fillGap')).to.deep.equal([]);
    const scroller = find(thread, '.scroller');
    let seen: { row: HTMLElement; top: number } | undefined;
    let worst = 0;
    for (let step = 0; step < 3000 && session.room.$gaps.get().size > 0; step += 1) {
      scroller.scrollBy({ top: -300, behavior: 'instant' });
      await nextPaint();
      const box = scroller.getBoundingClientRect();
      const row = messagesOf(thread).find((candidate) => candidate.getBoundingClientRect().top > box.top + 100);
      seen = row && { row, top: row.getBoundingClientRect().top };
      await nextPaint();
      if (seen?.row.isConnected) worst = Math.max(worst, Math.abs(seen.row.getBoundingClientRect().top - seen.top));
    }
    expect(worst, 'largest move').to.be.at.most(1);
    expect(held()).to.deep.equal({ from: 300, to: 300 });
    expect(gap(thread)).to.equal(null);
    expect(messagesOf(thread).length).to.be.at.most(400);
    const forth = session.calls.filter(([name]) => name === 'fillGap').map((call) => call[3]);
    expect(new Set(forth)).to.deep.equal(new Set([false]));
  });

  it('fills from above when the reader comes from there, up to the newest message', async () => {
    const { session, held, archive } = gapped(900, 300, 700);
    const thread = await threadFixture(session);
    session.room.setTarget(archive[100]?.key);
    await settled(thread);
    const scroller = find(thread, '.scroller');
    const top = scroller.getBoundingClientRect().top;
    const first = messagesOf(thread).find((row) => row.getBoundingClientRect().top >= top);
    expect(first?.dataset.key).to.equal(archive[100]?.key);
    let worst = 0;
    for (let step = 0; step < 3000 && session.room.$gaps.get().size > 0; step += 1) {
      scroller.scrollBy({ top: 300, behavior: 'instant' });
      await nextPaint();
      const row = messagesOf(thread).find((candidate) => candidate.getBoundingClientRect().top > top + 100);
      const before = row?.getBoundingClientRect().top ?? 0;
      await nextPaint();
      if (row?.isConnected) worst = Math.max(worst, Math.abs(row.getBoundingClientRect().top - before));
    }
    expect(worst, 'largest move').to.be.at.most(1);
    expect(held()).to.deep.equal({ from: 700, to: 700 });
    const forth = session.calls.filter(([name]) => name === 'fillGap').map((call) => call[3]);
    expect(new Set(forth)).to.deep.equal(new Set([true]));
    expect(messagesOf(thread).length).to.be.at.most(400);
  });

  it('fills at the press of its button, which keeps the focus; then the message after it has it', async () => {
    const { session, show, held } = gapped(200, 60, 120);
    const fill = session.hooks.fillGap;
    show('failed');
    const thread = await threadFixture(session);
    session.room.setTarget(session.room.$archived.get()[0]?.key);
    await settled(thread);
    const button = find(thread, '.gap button');
    button.focus();
    session.hooks.fillGap = async (key, forth) => {
      await fill?.(key, forth);
      show('failed');
    };
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => held().to === 70 || held().from === 110);
    await settled(thread);
    expect(thread.shadowRoot?.activeElement).to.equal(find(thread, '.gap button'));
    session.hooks.fillGap = fill ?? (async () => undefined);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => session.room.$gaps.get().size === 0);
    await settled(thread);
    expect(thread.shadowRoot?.activeElement?.getAttribute('part')).to.equal('message');
  });

  it('lets live messages in meanwhile, and the way back to the newest leads there', async () => {
    const { session, archive } = gapped(900, 300, 700);
    session.hooks.fillGap = async () => undefined;
    const thread = await threadFixture(session);
    session.room.setTarget(archive[100]?.key);
    await settled(thread);
    const row = messagesOf(thread).find(({ dataset }) => dataset.key === archive[100]?.key);
    const before = row?.getBoundingClientRect().top;
    session.calls.length = 0;
    session.room.setArchived([...session.room.$archived.get(), makeMessage({ time: NOON, body: 'Live' })]);
    await settled(thread);
    expect(session.calls.filter(([name]) => name === 'markRead')).to.deep.equal([]);
    expect(row?.getBoundingClientRect().top).to.be.closeTo(before ?? NaN, 1);
    expect(find(thread, '.latest').textContent.trim()).to.equal('1 new message');
    find(thread, '.latest').click();
    await settled(thread);
    expect(messagesOf(thread).at(-1)?.textContent).to.contain('Live');
    expect(session.calls.at(-1)).to.deep.equal(['markRead', ROOM]);
  });

  it('goes to a message again when it is wanted again', async () => {
    const { session, archive } = gapped(300, 300, 300);
    const thread = await threadFixture(session);
    const shown = () => {
      const { top } = find(thread, '.scroller').getBoundingClientRect();
      return messagesOf(thread).find((row) => row.getBoundingClientRect().top >= top)?.dataset.key;
    };
    for (let time = 0; time < 2; time += 1) {
      session.room.setTarget(archive[40]?.key);
      await settled(thread);
      expect(shown()).to.equal(archive[40]?.key);
      find(thread, '.latest').click();
      await settled(thread);
      expect(shown()).to.not.equal(archive[40]?.key);
    }
  });
});
