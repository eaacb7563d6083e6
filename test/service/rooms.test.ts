import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { ErrorCode, SessionError } from '../../src/domain/session-events.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { destroyRoom, existingRooms, setAffiliation, setRoomOption } from '../helpers/muc.js';
import { server, uniqueName, type Account } from '../helpers/server.js';
import { allDelivered, closeSessions, enterAs, entered, sessionOf, shows } from '../helpers/sessions.js';

/** Resolves with the room when it refused us. */
async function denied(session: ChatService, roomJid: string) {
  const rooms = await reaches(session.rooms.$byJid, (all) => all[roomJid]?.presence === 'denied');
  return rooms[roomJid];
}

function errorsOf(session: ChatService): SessionError[] {
  const errors: SessionError[] = [];
  session.on('error', (error) => errors.push(error));
  return errors;
}

function nextError(session: ChatService, code: ErrorCode): Promise<SessionError> {
  return new Promise((resolve) => {
    const stop = session.on('error', (error) => {
      if (error.code !== code) return;
      stop();
      resolve(error);
    });
  });
}

describe('rooms', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    alice = await server.register('alice');
    bob = await server.register('bob');
  });
  afterEach(closeSessions);

  it('are asked for, entered and read in one go, before any answer', async () => {
    const room = await server.createRoom('flight');
    const recorder = recordFrames();
    try {
      const session = await sessionOf(alice);
      session.openRoom(room);
      await session.connect();
      await entered(session, room);
      const bound = recorder.frames.findLastIndex(({ text }) => /<(enable|bind|authenticate)\b/.test(text));
      const flight = recorder.frames.slice(bound + 1);
      const answered = flight.findIndex(
        ({ direction, text }) => direction === 'in' && /<(iq|presence|message)/.test(text),
      );
      const together = flight
        .slice(0, answered)
        .filter(({ direction }) => direction === 'out')
        .map(({ text }) => text)
        .join('\n');
      expect(together, 'presence').to.match(/<presence xmlns="jabber:client"\/>/);
      expect(together, 'join').to.contain(`<presence to="${room}/${alice.username}"`);
      expect(together, 'newest page').to.match(
        new RegExp(`<iq type="set"[^>]*to="${room}"[^>]*><query xmlns="urn:xmpp:mam:2"`),
      );
      expect(together, 'room list').to.contain('http://jabber.org/protocol/disco#items');
    } finally {
      recorder.restore();
    }
  });

  it('are listed with the name they have, without the count that ejabberd adds', async () => {
    const room = await server.createRoom('count', { public: 'true', title: 'Tea (green)' });
    const session = await enterAs(alice, room);
    await session.ready;
    await session.reloadRooms();
    expect(session.rooms.get(room)?.name).to.equal('Tea (green)');
    expect([...Object.values(session.rooms.$byJid.get())].filter(({ name }) => / \(\d+\)$/.test(name))).to.deep.equal(
      [],
    );
  });

  it('come from bookmarks, too', async () => {
    const account = await server.register('bookmarks');
    const hidden = await server.createRoom('hidden');
    const writer = await sessionOf(account);
    await writer.connect();
    await writer.ready;
    expect(writer.rooms.get(hidden), 'not public').to.equal(undefined);
    const recorder = recordFrames();
    const session = await sessionOf(account, { ownConnection: true });
    try {
      await session.connect();
      recorder.sockets[0]?.send(
        `<iq xmlns='jabber:client' type='set' id='publish'><pubsub xmlns='http://jabber.org/protocol/pubsub'>` +
          `<publish node='urn:xmpp:bookmarks:1'><item id='${hidden}'>` +
          `<conference xmlns='urn:xmpp:bookmarks:1' autojoin='true' name='Hidden'/></item></publish></pubsub></iq>`,
      );
      await recorder.waitFor('in', /<iq[^>]*id='publish'/);
    } finally {
      recorder.restore();
    }
    await session.reloadRooms();
    expect(session.rooms.get(hidden)?.name).to.equal('Hidden');
  });

  it('say who is there, with role and affiliation, as people come and go', async () => {
    const room = await server.createRoom('people');
    await setAffiliation(room, alice.jid, 'owner');
    const session = await enterAs(alice, room);
    const { $byNick } = session.room(room).occupants;
    await reaches($byNick, (people) => people.get(alice.username)?.affiliation === 'owner');
    expect(session.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'owner', role: 'moderator' });

    const other = await enterAs(bob, room);
    await reaches($byNick, (people) => people.has(bob.username));
    expect($byNick.get().get(bob.username)).to.include({ role: 'participant' });
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.onlineCount === 2);

    await setAffiliation(room, bob.jid, 'admin');
    await reaches($byNick, (people) => people.get(bob.username)?.affiliation === 'admin');
    await reaches(other.rooms.$byJid, (rooms) => rooms[room]?.affiliation === 'admin');

    await other.disconnect();
    await reaches($byNick, (people) => !people.has(bob.username));
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.onlineCount === 1);
  });

  it('that do not exist are not found, and do not exist afterwards', async () => {
    const { conference } = await server.start();
    const room = `${uniqueName('nowhere')}@${conference}`;
    const session = await sessionOf(alice);
    const errors = errorsOf(session);
    session.openRoom(room);
    await session.connect();
    expect(await denied(session, room)).to.include({ denial: 'not-found' });
    expect(errors.filter(({ code }) => code === 'room-denied')).to.have.length(1);
    // Asked and answered after whatever the refusal sent.
    await session.reloadRooms();
    expect(await existingRooms()).to.not.include(room);
    expect(session.room(room).timeline.$messages.get()).to.deep.equal([]);
  });

  it('say why when they are for members only', async () => {
    const room = await server.createRoom('members', { members_only: 'true' });
    const session = await sessionOf(alice);
    session.openRoom(room);
    await session.connect();
    expect(await denied(session, room)).to.include({ denial: 'members-only' });
    await setAffiliation(room, alice.jid, 'member');
    session.rejoin(room);
    await entered(session, room);
    expect(session.rooms.get(room)?.denial).to.equal(undefined);
  });

  it('say why when somebody is banned, before and while being there', async () => {
    const room = await server.createRoom('banned');
    const session = await enterAs(bob, room);
    await setAffiliation(room, bob.jid, 'outcast');
    expect(await denied(session, room)).to.include({ denial: 'banned' });
    const refused = nextError(session, 'room-denied');
    session.rejoin(room);
    await refused;
    await denied(session, room);
    await reaches(session.room(room).occupants.$count, (count) => count === 0);
  });

  it('need a password only where they do', async () => {
    const room = await server.createRoom('password', { password_protected: 'true', password: 'x' });
    const session = await sessionOf(alice);
    session.openRoom(room);
    await session.connect();
    expect(await denied(session, room)).to.include({ denial: 'password' });
  });

  it('that put somebody out are not entered again by themselves', async () => {
    const room = await server.createRoom('kick');
    const session = await enterAs(bob, room);
    await setRoomOption(room, 'members_only', 'true');
    const { denial } = (await denied(session, room)) ?? {};
    expect(denial).to.equal('members-only');
    await session.reloadRooms();
    expect(session.rooms.get(room)?.presence).to.equal('denied');
  });

  it('that are destroyed say so', async () => {
    const room = await server.createRoom('destroyed');
    const session = await enterAs(bob, room);
    await destroyRoom(room);
    expect(await denied(session, room)).to.include({ denial: 'destroyed' });
  });

  it('settle each for itself when they are opened in turns (pitfall 1)', async () => {
    const [a, b] = [await server.createRoom('turn'), await server.createRoom('turn')];
    const session = await sessionOf(alice);
    session.openRoom(a);
    const online = session.connect();
    for (const room of [b, a, b, a]) session.openRoom(room);
    await online;
    for (const room of [b, a, b, a, b, a]) session.openRoom(room);
    await entered(session, a);
    await entered(session, b);
    expect(session.rooms.$active.get()).to.equal(a);
  });

  it('are entered behind the open one, a few at a time, and show their newest message', async () => {
    const [open, quiet] = [await server.createRoom('open'), await server.createListedRoom('quiet')];
    const writer = await enterAs(bob, quiet);
    writer.send('Good morning\nand good night');
    await allDelivered(writer, quiet);
    const session = await enterAs(alice, open);
    const rooms = await reaches(session.rooms.$byJid, (all) => all[quiet]?.preview !== undefined);
    expect(rooms[quiet]?.preview).to.include({ authorName: bob.username, text: 'Good morning', own: false });
    expect(rooms[quiet]?.presence).to.equal('joined');
  });

  it('can be left open with a wrong address: nothing is sent and nothing breaks', async () => {
    const recorder = recordFrames();
    const session = await sessionOf(alice);
    await session.connect();
    for (const wrong of ['', 'lobby', 'a b@c', '@conference.localhost', '<x>@y', 'a@b/c']) {
      session.openRoom(wrong);
      session.rejoin(wrong);
      session.send('Hello', wrong);
    }
    await session.ready;
    const room = await server.createRoom('right');
    session.openRoom(room.toUpperCase());
    await entered(session, room);
    session.send('Hello');
    await shows(session, room, 'Hello');
    recorder.restore();
    expect(recorder.connections).to.equal(1);
  });
});
