import { expect } from '@open-wc/testing';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { setAffiliation } from '../helpers/muc.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered, sessionOf, shows } from '../helpers/sessions.js';

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `message ${from + index}`);
}

/** Writes all of them and waits until the room has them. */
async function write(account: Account, room: string, texts: readonly string[]): Promise<void> {
  const session = await enterAs(account, room);
  for (const text of texts) session.send(text);
  await allDelivered(session, room);
  await session.disconnect();
}

describe('history', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    alice = await server.register('alice');
    bob = await server.register('bob');
  });
  afterEach(closeSessions);

  it('comes page by page, newest first, until it is complete: 300 messages in order, none twice', async () => {
    const room = await server.createRoom('long');
    const texts = numbers(1, 300);
    await write(bob, room, texts);
    const session = await enterAs(alice, room);
    const { timeline } = session.room(room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(-50));
    expect(timeline.$status.get()).to.equal('ready');
    let pages = 0;
    while (timeline.$status.get() === 'ready' && pages < 20) {
      pages += 1;
      await session.loadOlder(room);
    }
    expect(bodies(session, room)).to.deep.equal(texts);
    expect(timeline.$status.get()).to.equal('complete');
    const messages = timeline.$messages.get();
    expect(new Set(messages.map(({ key }) => key)).size).to.equal(300);
    expect(messages.every(({ archiveId, time, own }) => archiveId !== undefined && time > 0 && !own)).to.equal(true);
    const times = messages.map(({ time }) => time);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });

  it('asks no more once it is complete, and not twice at the same time (pitfall 22)', async () => {
    const room = await server.createRoom('stop');
    await write(bob, room, numbers(1, 60));
    const recorder = recordFrames();
    const session = await enterAs(alice, room);
    const asked = () =>
      recorder.sent().filter((text) => text.includes(`to="${room}"`) && text.includes('urn:xmpp:mam:2'));
    await Promise.all([session.loadOlder(room), session.loadOlder(room), session.loadOlder(room)]);
    recorder.restore();
    expect(asked()).to.have.length(2);
    await session.loadOlder(room);
    expect(asked()).to.have.length(2);
    expect(bodies(session, room)).to.deep.equal(numbers(1, 60));
  });

  it('of an empty room is complete at once', async () => {
    const room = await server.createRoom('empty');
    const session = await enterAs(alice, room);
    expect(session.room(room).timeline.$status.get()).to.equal('complete');
    expect(bodies(session, room)).to.deep.equal([]);
  });

  it('of a room that keeps none is complete at once, and live messages show', async () => {
    const room = await server.createRoom('unkept', { mam: 'false' });
    const session = await enterAs(alice, room);
    expect(session.room(room).timeline.$status.get()).to.equal('complete');
    session.send('Only now');
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['Only now']);
  });

  it('and live messages that overlap show each message once, in order (pitfall 18)', async () => {
    const room = await server.createRoom('overlap');
    await write(bob, room, numbers(1, 40));
    const writer = await enterAs(bob, room);
    const session = await sessionOf(alice);
    session.openRoom(room);
    const online = session.connect();
    for (const text of numbers(41, 120)) writer.send(text);
    await online;
    await allDelivered(writer, room);
    await shows(session, room, 'message 120');
    await entered(session, room);
    while (session.room(room).timeline.$status.get() === 'ready') await session.loadOlder(room);
    expect(bodies(session, room)).to.deep.equal(numbers(1, 120));
  });

  it('gives a message as it came live (pitfall 19)', async () => {
    const room = await server.createRoom('same');
    const watcher = await enterAs(alice, room);
    const writer = await enterAs(bob, room);
    writer.send('Grüße\n  <b>&amp; 😀\ttab');
    const [live] = await shows(watcher, room, 'Grüße\n  <b>&amp; 😀\ttab');
    const [archived] = await shows(await enterAs(alice, room), room, 'Grüße\n  <b>&amp; 😀\ttab');
    expect(live).to.not.equal(undefined);
    const { time: liveTime = 0, ...liveRest } = live ?? {};
    const { time: archivedTime = 0, ...archivedRest } = archived ?? {};
    expect(archivedRest).to.deep.equal(liveRest);
    expect(Math.abs(archivedTime - liveTime)).to.be.below(5_000);
  });

  it('shows own messages of another device as own (pitfall 18)', async () => {
    const room = await server.createRoom('devices');
    const [phone, laptop] = [await enterAs(alice, room), await enterAs(alice, room, { ownConnection: true })];
    phone.send('From my phone');
    const messages = await shows(laptop, room, 'From my phone');
    expect(messages[0]).to.include({ own: true, status: 'delivered' });
    expect(laptop.room(room).timeline.$outgoing.get()).to.deep.equal([]);
  });

  it('tells the page of live messages of others only', async () => {
    const room = await server.createRoom('tell');
    await write(bob, room, ['Old']);
    const session = await enterAs(alice, room);
    const heard: string[] = [];
    session.on('message-receive', ({ message }) => heard.push(message.body));
    session.send('Mine');
    const writer = await enterAs(bob, room);
    writer.send('New');
    await shows(session, room, 'Old', 'Mine', 'New');
    expect(heard).to.deep.equal(['New']);
  });

  it('shows a changed subject once, and the subject on entering never as news', async () => {
    const room = await server.createRoom('subject');
    await setAffiliation(room, bob.jid, 'owner');
    const recorder = recordFrames();
    const writer = await enterAs(bob, room);
    const session = await enterAs(alice, room);
    recorder.sockets[0]?.send(
      `<message xmlns='jabber:client' type='groupchat' to='${room}' id='s1'><subject>Launch</subject></message>`,
    );
    const subjects = () =>
      session
        .room(room)
        .timeline.$messages.get()
        .filter(({ notice }) => notice === 'subject');
    await reaches(session.room(room).timeline.$messages, () => subjects().length > 0);
    expect(subjects()[0]).to.include({ kind: 'system', body: 'Launch', own: false });
    writer.send('Well then');
    await shows(session, room, 'Well then');
    await session.disconnect();
    await session.connect();
    await entered(session, room);
    writer.send('After the break');
    await shows(session, room, 'After the break');
    recorder.restore();
    expect(subjects()).to.have.length(1);
    expect(bodies(session, room)).to.deep.equal(['Launch', 'Well then', 'After the break']);
  });

  describe('after a long outage', () => {
    /** Alice has the newest 50 of 60 messages, and is away while 320 more are written. */
    async function away(room: string) {
      const writer = await enterAs(bob, room);
      for (const text of numbers(1, 60)) writer.send(text);
      await allDelivered(writer, room);
      const session = await enterAs(alice, room);
      await session.disconnect();
      for (const text of numbers(61, 380)) writer.send(text);
      await allDelivered(writer, room);
      return { writer, session };
    }

    it('has a gap, which fills while live messages come: all in order, none twice', async () => {
      const room = await server.createRoom('missing');
      const { writer, session } = await away(room);
      const { timeline } = session.room(room);
      await session.connect();
      await entered(session, room);
      expect(bodies(session, room)).to.deep.equal([...numbers(11, 60), ...numbers(131, 380)]);
      expect(timeline.$gaps.get().size).to.equal(1);
      for (const text of numbers(381, 420)) writer.send(text);
      const fill = () => session.fillGap(room, timeline.$gaps.get().keys().next().value ?? '');
      await Promise.all([fill(), fill(), session.loadOlder(room)]);
      await fill();
      await shows(session, room, 'message 420');
      expect(timeline.$gaps.get().size).to.equal(0);
      expect(bodies(session, room)).to.deep.equal(numbers(1, 420));
      expect(timeline.$status.get()).to.equal('complete');
      const messages = timeline.$messages.get();
      expect(new Set(messages.map(({ key }) => key)).size).to.equal(420);
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.preview?.text === 'message 420');
    });

    it('keeps only the newest part of a room that is closed', async () => {
      const room = await server.createRoom('closed');
      const { session } = await away(room);
      await session.connect();
      await entered(session, room);
      session.openRoom(undefined);
      expect(bodies(session, room)).to.deep.equal(numbers(131, 380));
      expect(session.room(room).timeline.$gaps.get().size).to.equal(0);
      session.openRoom(room);
      while (session.room(room).timeline.$status.get() === 'ready') await session.loadOlder(room);
      expect(bodies(session, room)).to.deep.equal(numbers(1, 380));
    });

    it('cannot go to a date while offline', async () => {
      const room = await server.createRoom('offline');
      const session = await enterAs(alice, room);
      await session.disconnect();
      const error = await session.jumpToDate(room, new Date()).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(RoomError).and.to.include({ condition: 'offline' });
    });
  });
});
