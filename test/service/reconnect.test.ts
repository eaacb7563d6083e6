import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { ChatError } from '../../src/domain/session-events.js';
import type { ConnectionState } from '../../src/domain/connection.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered, sessionOf, shows } from '../helpers/sessions.js';

/** Resolves with the state when the connection is in this status. */
function status(session: ChatService, wanted: ConnectionState['status']): Promise<ConnectionState> {
  return reaches(session.connection.$state, (state) => state.status === wanted);
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}

describe('after an outage', function () {
  this.timeout(40_000);
  let alice: Account;
  let bob: Account;
  let proxy: Proxy;

  before(async () => {
    [alice, bob] = [await server.register('alice'), await server.register('bob')];
  });
  beforeEach(async () => {
    proxy = await startProxy((await server.start()).service);
  });
  afterEach(async () => {
    await closeSessions();
    await proxy.close();
  });

  /** The proxied session loses its connection, `meanwhile` happens, and it is online and up to date again. */
  async function outage(session: ChatService, room: string, meanwhile: () => Promise<void>): Promise<void> {
    await proxy.refuse();
    await status(session, 'offline');
    await meanwhile();
    await proxy.admit();
    await session.connect();
    await entered(session, room);
  }

  it('messages of others arrive once and in order, and own ones go out once (pitfall 5)', async () => {
    const room = await server.createRoom('outage');
    const session = await enterAs(alice, room, { service: proxy.url });
    const writer = await enterAs(bob, room);
    writer.send('before');
    await shows(session, room, 'before');
    const missed = numbered('missed', 7);
    await outage(session, room, async () => {
      for (const text of missed) writer.send(text);
      await allDelivered(writer, room);
      session.send('mine 1');
      session.send('mine 2');
      expect(
        session
          .room(room)
          .timeline.$outgoing.get()
          .map((message) => message.status),
      ).to.deep.equal(['pending', 'pending']);
    });
    await allDelivered(session, room);
    writer.send('after');
    await shows(session, room, 'after');
    const all = ['before', ...missed, 'mine 1', 'mine 2', 'after'];
    expect(bodies(session, room)).to.deep.equal(all);
    await shows(writer, room, 'mine 2', 'after');
    expect(bodies(writer, room)).to.deep.equal(all);
  });

  it('a message that the room had, but whose echo was lost, is not sent again', async () => {
    const room = await server.createRoom('echo');
    const session = await enterAs(alice, room, { service: proxy.url });
    const writer = await enterAs(bob, room);
    await proxy.setDelay(400);
    const written = session.send('Once only');
    await shows(writer, room, 'Once only');
    await proxy.setDelay(0);
    await outage(session, room, () => Promise.resolve());
    await allDelivered(session, room);
    writer.send('after');
    await shows(session, room, 'after');
    expect(bodies(session, room)).to.deep.equal(['Once only', 'after']);
    expect(bodies(await enterAs(bob, room), room)).to.deep.equal(['Once only', 'after']);
    expect(session.room(room).timeline.$messages.get()[0]?.key).to.equal(written?.key);
  });

  it('comes back by itself', async () => {
    const room = await server.createRoom('self');
    const session = await enterAs(alice, room, { service: proxy.url });
    await proxy.cut();
    const waiting = await status(session, 'offline');
    expect(waiting).to.include({ reason: 'lost', attempt: 1 });
    expect((waiting.retryAt ?? 0) - Date.now()).to.be.within(100, 1_300);
    await status(session, 'online');
    await entered(session, room);
    session.send('back');
    await allDelivered(session, room);
  });

  it('more than a page is fetched, and scrolling up meanwhile loses nothing', async () => {
    const room = await server.createRoom('gap');
    const writer = await enterAs(bob, room);
    const old = numbered('old', 120);
    for (const text of old) writer.send(text);
    await allDelivered(writer, room);
    const session = await enterAs(alice, room, { service: proxy.url });
    expect(bodies(session, room)).to.deep.equal(old.slice(-50));
    const missed = numbered('missed', 130);
    await proxy.refuse();
    await status(session, 'offline');
    for (const text of missed) writer.send(text);
    await allDelivered(writer, room);
    await proxy.admit();
    await session.connect();
    await session.loadOlder(room);
    await shows(session, room, 'missed 130');
    await entered(session, room);
    while (session.room(room).timeline.$status.get() === 'ready') await session.loadOlder(room);
    expect(bodies(session, room)).to.deep.equal([...old, ...missed]);
  });

  it('a room of which only a glance was here has its messages in order, older ones before newer ones', async () => {
    const room = await server.createListedRoom('glance');
    const writer = await enterAs(bob, room);
    const old = numbered('old', 45);
    for (const text of old) writer.send(text);
    await allDelivered(writer, room);
    // Entered in the background, with a small page, and opened afterwards.
    const session = await sessionOf(alice, { service: proxy.url });
    await session.connect();
    await entered(session, room);
    expect(bodies(session, room)).to.deep.equal(old.slice(-20));
    session.openRoom(room);
    const missed = numbered('missed', 3);
    await outage(session, room, async () => {
      for (const text of missed) writer.send(text);
      await allDelivered(writer, room);
    });
    await shows(session, room, 'missed 3');
    const shown = bodies(session, room);
    expect(shown).to.deep.equal([...old, ...missed].slice(-shown.length));
    expect(shown.length).to.be.above(20);
    while (session.room(room).timeline.$status.get() === 'ready') await session.loadOlder(room);
    expect(bodies(session, room)).to.deep.equal([...old, ...missed]);
  });

  it('a server that was stopped and started again is found again, and nothing is lost or doubled', async () => {
    const room = await server.createListedRoom('restart');
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    one.send('before');
    await shows(two, room, 'before');
    await server.stop();
    await Promise.all([status(one, 'offline'), status(two, 'offline')]);
    one.send('one, while it was down');
    two.send('two, while it was down');
    await server.start();
    await Promise.all([one.connect(), two.connect()]);
    const all = ['before', 'one, while it was down', 'two, while it was down'];
    await Promise.all([shows(one, room, ...all), shows(two, room, ...all)]);
    await Promise.all([allDelivered(one, room), allDelivered(two, room)]);
    expect([...bodies(one, room)].sort()).to.deep.equal([...all].sort());
    expect(bodies(two, room)).to.deep.equal(bodies(one, room));
  });

  it('a server that crashed, too', async () => {
    const room = await server.createRoom('crash');
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    one.send('before');
    await shows(two, room, 'before');
    await allDelivered(one, room);
    await server.kill();
    await Promise.all([status(one, 'offline'), status(two, 'offline')]);
    one.send('while it was down');
    await server.start();
    await Promise.all([one.connect(), two.connect()]);
    await shows(two, room, 'while it was down');
    await allDelivered(one, room);
    expect(bodies(one, room)).to.deep.equal(['before', 'while it was down']);
    expect(bodies(two, room)).to.deep.equal(['before', 'while it was down']);
  });

  it('read and unread stay as they were', async () => {
    const [open, other] = [await server.createRoom('open'), await server.createListedRoom('other')];
    const session = await enterAs(alice, open, { service: proxy.url });
    await entered(session, other);
    const writer = await enterAs(bob, other);
    await outage(session, open, async () => {
      writer.send('missed');
      await allDelivered(writer, other);
    });
    await reaches(session.rooms.$byJid, (rooms) => rooms[other]?.unread === 1);
  });

  it('no room counts as entered once the session is over (pitfall 3)', async () => {
    const room = await server.createRoom('gone');
    const session = await enterAs(alice, room, { service: proxy.url });
    await proxy.refuse();
    await status(session, 'offline');
    await session.disconnect();
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.presence === 'idle');
    await reaches(session.room(room).occupants.$count, (count) => count === 0);
  });

  it('`disconnect()` and `logout()` close the socket, and nothing reconnects (pitfall 7)', async () => {
    const room = await server.createRoom('close');
    for (const end of ['disconnect', 'logout'] as const) {
      const recorder = recordFrames();
      const session = await enterAs(alice, room);
      await session[end]();
      expect(session.connection.$state.get()).to.include({
        status: 'offline',
        reason: end === 'logout' ? 'logged-out' : 'idle',
      });
      const [socket] = recorder.sockets;
      if (socket?.readyState !== WebSocket.CLOSED)
        await new Promise((resolve) => socket?.addEventListener('close', resolve));
      dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
      expect(session.connection.$state.get().status).to.equal('offline');
      expect(recorder.connections).to.equal(1);
      recorder.restore();
    }
  });

  it('`disconnect()` keeps what was not sent for the next `connect()`', async () => {
    const room = await server.createRoom('kept');
    const session = await enterAs(alice, room);
    await session.disconnect();
    session.send('later');
    await session.connect();
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['later']);
  });

  it('`connect()` twice, or in the middle of an attempt, makes one connection', async () => {
    const room = await server.createRoom('twice');
    const recorder = recordFrames();
    const session = await enterAs(alice, room);
    await Promise.all([session.connect(), session.connect()]);
    await session.disconnect();
    const promises = [session.connect(), session.connect(), session.connect()];
    await Promise.all(promises);
    recorder.restore();
    expect(recorder.connections).to.equal(2);
  });

  it('`disconnect()` in the middle of an attempt ends it and rejects who waits', async () => {
    const room = await server.createRoom('middle');
    const recorder = recordFrames();
    const session = await enterAs(alice, room);
    await session.disconnect();
    const waiting = session.connect().then(
      () => 'connected',
      (error: unknown) => (error instanceof ChatError ? error.name : error),
    );
    await recorder.waitFor('out', /<open/);
    await session.disconnect();
    expect(await waiting).to.equal('ChatError');
    expect(session.connection.$state.get()).to.include({ status: 'offline', reason: 'idle' });
    await session.connect();
    await entered(session, room);
    recorder.restore();
  });
});
