import { expect, waitUntil } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { TimelineStore } from '../../src/state/timeline-store.js';
import { ReadPositions } from '../../src/storage/read-positions.js';
import { reaches } from '../helpers/follow.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, entered } from '../helpers/sessions.js';

onEveryServer('6.1 message history', (place) => {
  it('comes in pages, the newest first, until the archive is complete', async () => {
    const room = await place.where.createRoom('history');
    const texts = Array.from({ length: 120 }, (_, index) => `Message ${index + 1}`);
    const writer = await place.enter(place.alice, room);
    for (const text of texts) writer.send(text);
    await allDelivered(writer, room);
    const session = await place.enter(place.bob, room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(-50));
    const { $status } = session.room(room).timeline;
    expect($status.get()).to.equal('ready');
    await session.loadOlder(room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(-100));
    while ($status.get() === 'ready') await session.loadOlder(room);
    expect($status.get()).to.equal('complete');
    expect(bodies(session, room)).to.deep.equal(texts);
  });

  it('keeps what was here over an outage, says where messages are missing, and fetches them from either side', async () => {
    const { room, session, texts } = await afterOutage();
    const { timeline } = session.room(room);
    expect(bodies(session, room)).to.deep.equal([...texts.slice(0, 30), ...texts.slice(-120)]);
    expect([...timeline.$gaps.get()]).to.deep.equal([[timeline.$archived.get()[0]?.key, 'open']]);
    expect(session.rooms.get(room)).to.deep.include({ unread: 120 });
    expect(session.rooms.get(room)?.preview?.text).to.equal(texts.at(-1));
    await session.fillGap(room, gapOf(session, room), true);
    expect(bodies(session, room)).to.deep.equal([...texts.slice(0, 80), ...texts.slice(-120)]);
    await session.fillGap(room, gapOf(session, room));
    expect(bodies(session, room)).to.deep.equal(texts);
    expect(timeline.$gaps.get().size).to.equal(0);
    expect(timeline.$status.get()).to.equal('complete');
  });

  it('does not take the answer to an expired message for the truth', async () => {
    const { room, session, texts } = await afterOutage();
    const timeline = session.room(room).timeline as TimelineStore;
    const [older, newer] = timeline.spans();
    timeline.setSpans([
      { messages: [], ...older, last: 'nowhere' },
      { messages: [], ...newer },
    ]);
    await session.fillGap(room, gapOf(session, room), true);
    expect(bodies(session, room)).to.deep.equal([...texts.slice(0, 30), ...texts.slice(-170)]);
    await session.fillGap(room, gapOf(session, room));
    expect(bodies(session, room)).to.deep.equal(texts);
    expect(timeline.$gaps.get().size).to.equal(0);
  });

  it('leads to a moment of the past, and both ways from there', async () => {
    const { room, session: reader, texts } = await afterOutage();
    while (reader.room(room).timeline.$gaps.get().size > 0) await reader.fillGap(room, gapOf(reader, room));
    const known = reader.room(room).timeline.$messages.get();
    const time = known.find(({ body }) => body === 'Message 60')?.time ?? NaN;
    const expected = known.find((message) => message.time >= time)?.body ?? '';
    const from = texts.indexOf(expected);
    const session = await place.enter(place.carol, room);
    const { timeline } = session.room(room);
    const found = await session.jumpToDate(room, new Date(time));
    expect(found?.body).to.equal(expected);
    expect(timeline.$target.get()).to.deep.equal({ key: found?.key });
    expect(bodies(session, room)).to.deep.equal([...texts.slice(from, from + 50), ...texts.slice(-50)]);
    await session.loadOlder(room);
    while (timeline.$gaps.get().size > 0) await session.fillGap(room, gapOf(session, room), true);
    expect(bodies(session, room)).to.deep.equal(texts.slice(Math.max(0, from - 50)));
    while (timeline.$status.get() === 'ready') await session.loadOlder(room);
    expect(timeline.$status.get()).to.equal('complete');
    expect(bodies(session, room)).to.deep.equal(texts);
    expect((await session.jumpToDate(room, new Date(0)))?.body).to.equal('Message 1');
    expect(await session.jumpToDate(room, new Date(Date.now() + 86_400_000))).to.equal(undefined);
    expect(bodies(session, room)).to.deep.equal(texts);
  });

  /** Bob has the first 30 of 220 messages, and after an outage the newest 120 of those that were written meanwhile. */
  async function afterOutage() {
    const room = await place.where.createListedRoom('gap');
    const texts = Array.from({ length: 220 }, (_, index) => `Message ${index + 1}`);
    const writer = await place.enter(place.alice, room);
    for (const text of texts.slice(0, 30)) writer.send(text);
    await allDelivered(writer, room);
    const session = await place.enter(place.bob, room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(0, 30));
    // What was read is known by then.
    await waitUntil(() => new ReadPositions(place.bob.jid, () => undefined).get(room));
    session.openRoom(undefined);
    await session.disconnect();
    for (const text of texts.slice(30)) writer.send(text);
    await allDelivered(writer, room);
    await session.connect();
    await entered(session, room);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.unread !== 0);
    return { room, session, texts };
  }
});

/** Key of the message after the gap. */
function gapOf(session: ChatService, room: string): string {
  return session.room(room).timeline.$gaps.get().keys().next().value ?? 'none';
}
