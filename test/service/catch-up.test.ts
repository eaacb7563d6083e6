import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered, sessionOf } from '../helpers/sessions.js';

const COUNT = 80;

/** The rooms whose archives were asked, in order. */
function askedArchives(recorder: FrameRecorder): string[] {
  return recorder
    .sent()
    .filter((text) => text.includes('urn:xmpp:mam:2'))
    .map((text) => / to="([^"]*)"/.exec(text)?.[1] ?? '');
}

describe('after hours offline in many rooms', function () {
  this.timeout(90_000);
  let alice: Account;
  let rooms: readonly string[];
  let recorder: FrameRecorder;

  before(async () => {
    alice = await server.register('alice');
    rooms = await Promise.all(Array.from({ length: COUNT }, () => server.createRoom('many')));
    const marks = rooms.map((jid) => `<conference jid='${jid}' autojoin='true'/>`).join('');
    await server.api('private_set', {
      user: alice.username,
      host: alice.jid.split('@')[1],
      element: `<storage xmlns='storage:bookmarks'>${marks}</storage>`,
    });
    const session = await enterAs(alice, rooms[0]!);
    for (const room of rooms) await entered(session, room);
    await session.disconnect();
  });
  beforeEach(() => {
    recorder = recordFrames();
  });
  afterEach(async () => {
    recorder.restore();
    await closeSessions();
  });

  it('the open room is caught up first, then those on the screen, and each costs one query', async () => {
    const open = rooms[40]!;
    const visible = rooms.slice(-9);
    const session = await sessionOf(alice);
    session.openRoom(open);
    session.showing(visible);
    await session.connect();
    for (const room of rooms) await entered(session, room);
    // Others make rooms on this server, too.
    const asked = askedArchives(recorder).filter((jid) => rooms.includes(jid));
    expect(asked[0]).to.equal(open);
    expect(asked.slice(1, 10).sort()).to.deep.equal([...visible].sort());
    expect([...asked].sort()).to.deep.equal([...rooms].sort());
    await session.disconnect();
  });

  it('a room that is opened meanwhile does not wait for the others', async () => {
    const late = rooms[70]!;
    const session = await sessionOf(alice);
    session.openRoom(rooms[0]);
    await session.connect();
    await recorder.waitFor('out', new RegExp(`<iq[^>]* to="(?!${rooms[0]!})[^"]*"[^>]*><query xmlns="urn:xmpp:mam:2"`));
    const before = askedArchives(recorder).length;
    session.openRoom(late);
    expect(askedArchives(recorder)[before]).to.equal(late);
    await entered(session, late);
    expect(askedArchives(recorder).length).to.be.below(COUNT / 2);
    await session.disconnect();
  });

  it('of a room in which much was missed a page is read, and a gap is left until it is opened', async () => {
    const busy = rooms[10]!;
    const writer = await enterAs(await server.register('bob'), busy);
    const kept = await enterAs(alice, busy);
    writer.send('kept');
    await allDelivered(writer, busy);
    await reaches(kept.room(busy).timeline.$messages, (messages) => messages.length === 1);
    await kept.disconnect();
    const missed = Array.from({ length: 130 }, (_, index) => `missed ${index + 1}`);
    for (const text of missed) writer.send(text);
    await allDelivered(writer, busy);
    const asked = () => askedArchives(recorder).filter((jid) => jid === busy).length;
    const before = asked();
    const session = await enterAs(alice, rooms[0]!);
    await entered(session, busy);
    // What is unread is counted as far as a badge tells it.
    await reaches(session.rooms.$byJid, (byJid) => (byJid[busy]?.unread ?? 0) > 99);
    expect(asked() - before).to.equal(3);
    expect(bodies(session, busy)[0]).to.equal('kept');
    expect(session.room(busy).timeline.$gaps.get().size).to.equal(1);
    session.openRoom(busy);
    const [[key]] = [...session.room(busy).timeline.$gaps.get()] as [[string, string]];
    await session.fillGap(busy, key);
    expect(bodies(session, busy)).to.deep.equal(['kept', ...missed]);
  });
});
