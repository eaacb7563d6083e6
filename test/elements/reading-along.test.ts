import { expect, waitUntil } from '@open-wc/testing';
import '../../src/index.js';
import { ReadPositions } from '../../src/storage/read-positions.js';
import { settled } from '../helpers/thread-fixture.js';
import { server } from '../helpers/server.js';
import { closeSessions, enterAs, sessionOf, shows } from '../helpers/sessions.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';

// The thread and a real session together: neither alone decides what counts as read.
describe('reading along in the open room', function () {
  this.timeout(20_000);
  let chat: HTMLElementTagNameMap['ethora-chat'];

  afterEach(async () => {
    chat.remove();
    await closeSessions();
  });

  it('draws no line above what comes in while one looks, but above what came before (pitfall 30)', async () => {
    const [alice, bob] = [await server.register('alice'), await server.register('bob')];
    const room = await server.createRoom('along');
    const writer = await enterAs(bob, room);
    writer.send('Old');
    await shows(writer, room, 'Old');
    // Alice was here before, so that what follows is unread.
    const frames = recordFrames();
    const before = await enterAs(alice, room);
    await frames.waitFor('out', /urn:xmpp:mds:displayed:0.*publish-options/);
    frames.restore();
    await before.disconnect();
    writer.send('Missed');
    await shows(writer, room, 'Missed');

    const session = await sessionOf(alice);
    chat = document.createElement('ethora-chat');
    Object.assign(chat.style, { inlineSize: '700px', blockSize: '500px' });
    chat.session = session;
    chat.room = room;
    document.body.append(chat);
    await session.connect();
    const missed = (await shows(session, room, 'Missed')).at(-1)?.archiveId;
    await reaches(session.room(room).timeline.$unreadMark, (mark) => mark?.count === 1);
    // What an earlier visit has kept says so, too, before it is known.
    await waitUntil(() => new ReadPositions(alice.jid, () => undefined).get(room) === missed);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.unread === 0);
    const thread = chat.shadowRoot?.querySelector('ethora-thread') as HTMLElementTagNameMap['ethora-thread'];
    await settled(thread);
    const lines = () => Array.from(thread.shadowRoot?.querySelectorAll('.unread') ?? [], (line) => line.textContent);
    expect(lines()).to.deep.equal(['1 new message']);

    session.openRoom(undefined);
    session.openRoom(room);
    await chat.updateComplete;
    // All is written down at once, before anybody can have looked.
    session.on('message-receive', () => dispatchEvent(new PageTransitionEvent('pagehide')));
    writer.send('Live');
    await shows(session, room, 'Live');
    await settled(thread);
    await settled(thread);
    expect(lines()).to.deep.equal([]);
    expect(session.rooms.get(room)?.unread).to.equal(0);
  });
});
