import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { server, type Account } from '../helpers/server.js';
import { closeSessions, enterAs, shows } from '../helpers/sessions.js';

/** Resolves when these, and nobody else, are said to be writing. */
async function writing(session: ChatService, room: string, ...names: string[]): Promise<void> {
  await reaches(session.rooms.$byJid, (rooms) => (rooms[room]?.typing ?? []).join() === names.join());
}

// Seed 4.1.
describe('typing', function () {
  this.timeout(20_000);
  let alice: Account;
  let bob: Account;
  let carol: Account;

  before(async () => {
    [alice, bob, carol] = [
      await server.register('alice'),
      await server.register('bob'),
      await server.register('carol'),
    ];
  });
  afterEach(closeSessions);

  it('shows to the others until one stops; two at a time, and one stopping leaves the other (pitfall 31)', async () => {
    const room = await server.createRoom('typing');
    const [reader, first, second] = [await enterAs(alice, room), await enterAs(bob, room), await enterAs(carol, room)];
    first.setTyping(room, true);
    await writing(reader, room, bob.username);
    second.setTyping(room, true);
    await writing(reader, room, bob.username, carol.username);
    first.setTyping(room, false);
    await writing(reader, room, carol.username);
    // Never oneself.
    await writing(second, room);
  });

  it('ends with the message', async () => {
    const room = await server.createRoom('typed');
    const [reader, writer] = [await enterAs(alice, room), await enterAs(bob, room)];
    writer.setTyping(room, true);
    await writing(reader, room, bob.username);
    writer.send('Done');
    await shows(reader, room, 'Done');
    await writing(reader, room);
  });

  it('ends when somebody leaves (pitfall 31)', async () => {
    const room = await server.createRoom('left');
    const [reader, writer] = [await enterAs(alice, room), await enterAs(bob, room)];
    writer.setTyping(room, true);
    await writing(reader, room, bob.username);
    await writer.disconnect();
    await writing(reader, room);
  });

  it('of oneself on another device does not show', async () => {
    const room = await server.createRoom('self');
    const [phone, laptop, other] = [
      await enterAs(alice, room),
      await enterAs(alice, room, { ownConnection: true }),
      await enterAs(bob, room),
    ];
    phone.setTyping(room, true);
    await writing(other, room, alice.username);
    other.setTyping(room, true);
    await writing(laptop, room, bob.username);
  });

  it('is never kept in the archive', async () => {
    const room = await server.createRoom('unkept-typing');
    const writer = await enterAs(bob, room);
    const reader = await enterAs(alice, room);
    writer.setTyping(room, true);
    await writing(reader, room, bob.username);
    const late = await enterAs(carol, room);
    expect(late.room(room).timeline.$messages.get()).to.deep.equal([]);
  });

  describe('by the clock', () => {
    let clock: SinonFakeTimers;
    let recorder: FrameRecorder;
    beforeEach(() => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
      recorder = recordFrames();
    });
    afterEach(() => {
      recorder.restore();
      clock.restore();
    });
    const told = () => recorder.sent().flatMap((text) => /<(composing|paused) /.exec(text)?.[1] ?? []);

    it('is said every few seconds while one goes on, and once when one pauses', async () => {
      const room = await server.createRoom('often');
      const session = await enterAs(alice, room);
      for (let second = 0; second < 12; second += 0.25) {
        session.setTyping(room, true);
        clock.tick(250);
      }
      expect(told()).to.deep.equal(['composing', 'composing', 'composing']);
      clock.tick(20_000);
      expect(told()).to.deep.equal(['composing', 'composing', 'composing', 'paused']);
    });

    // Forgery 28.
    it('is said at most once a second however nervous the fingers', async () => {
      const room = await server.createRoom('nervous');
      const session = await enterAs(alice, room);
      for (let tick = 0; tick < 100; tick += 1) {
        session.setTyping(room, tick % 2 === 0);
        clock.tick(50);
      }
      expect(told().length).to.be.at.most(6);
    });

    it('is not said to a room that one is not in', async () => {
      const room = await server.createRoom('outside');
      const session = await enterAs(alice, room);
      await session.disconnect();
      session.setTyping(room, true);
      clock.tick(10_000);
      expect(told()).to.deep.equal([]);
    });

    it('is forgotten when the word that it ended was lost (pitfall 31)', async () => {
      const room = await server.createRoom('lost');
      const [reader, writer] = [await enterAs(alice, room), await enterAs(bob, room)];
      writer.setTyping(room, true);
      clock.tick(0);
      await writing(reader, room, bob.username);
      // The writer's connection breaks; the server keeps its place in the room for a while.
      const stopped = writing(reader, room);
      recorder.sockets.at(-1)?.close();
      clock.tick(15_000);
      await stopped;
    });
  });
});
