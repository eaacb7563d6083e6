import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, closeSessions, enterAs, entered, sessionOf, shows } from '../helpers/sessions.js';

/** Resolves when the room has so many unread messages. */
async function unread(session: ChatService, roomJid: string, count: number): Promise<void> {
  await reaches(session.rooms.$byJid, (rooms) => rooms[roomJid]?.unread === count);
}

/** Resolves when the session, on behind the open room, has entered this one. */
async function followed(session: ChatService, roomJid: string): Promise<void> {
  await entered(session, roomJid);
}

describe('unread counts', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;
  let open: string;
  let other: string;

  beforeEach(async () => {
    [alice, bob] = [await server.register('alice'), await server.register('bob')];
    [open, other] = [await server.createRoom('open'), await server.createListedRoom('other')];
  });
  afterEach(closeSessions);

  it('count live messages of others in rooms that are not open, and add up (pitfall 28)', async () => {
    const session = await enterAs(alice, open);
    await followed(session, other);
    const totals: number[] = [];
    session.on('unread-change', ({ total }) => totals.push(total));
    const writer = await enterAs(bob, other);
    writer.send('One');
    writer.send('Two');
    await unread(session, other, 2);
    expect(session.rooms.$unread.get()).to.equal(2);
    expect(totals.at(-1)).to.equal(2);
    session.openRoom(other);
    expect(session.room(other).timeline.$unreadMark.get()?.count).to.equal(2);
    session.markRead(other);
    await unread(session, other, 0);
    expect(session.rooms.$unread.get()).to.equal(0);
    writer.send('Three');
    await unread(session, other, 1);
  });

  it('do not count own messages, notices or history (pitfall 27)', async () => {
    const writer = await enterAs(bob, other);
    writer.send('Before Alice ever came');
    await allDelivered(writer, other);
    const session = await enterAs(alice, open);
    await followed(session, other);
    const second = await enterAs(alice, other, { ownConnection: true });
    second.send('Mine, from another device');
    await shows(session, other, 'Before Alice ever came', 'Mine, from another device');
    writer.send('Marker');
    await unread(session, other, 1);
  });

  it('go on in a new session where the last one ended (pitfall 29)', async () => {
    const first = await enterAs(alice, open);
    await followed(first, other);
    const writer = await enterAs(bob, other);
    writer.send('Read');
    await unread(first, other, 1);
    first.markRead(other);
    await first.disconnect();
    writer.send('Unread one');
    writer.send('Unread two');
    await allDelivered(writer, other);
    const second = await enterAs(alice, open);
    await unread(second, other, 2);
    second.openRoom(other);
    expect(
      second
        .room(other)
        .timeline.$messages.get()
        .map(({ body }) => body),
    ).to.deep.equal(['Read', 'Unread one', 'Unread two']);
    const mark = second.room(other).timeline.$unreadMark.get();
    const marked = second
      .room(other)
      .timeline.$messages.get()
      .find(({ key }) => key === mark?.key);
    expect(marked?.body).to.equal('Unread one');
  });

  it('stay with the account, whoever wrote before signing in', async () => {
    const session = await sessionOf(alice);
    session.openRoom(other);
    session.send('Written before the first connection');
    await new Promise(requestAnimationFrame);
    await session.connect();
    await allDelivered(session, other);
    session.markRead(other);
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('ethora-chat:read:'));
    expect(keys).to.include(`ethora-chat:read:${alice.jid}/${other}`);
    expect(keys.filter((key) => key.startsWith('ethora-chat:read:/'))).to.deep.equal([]);
  });

  it('are forgotten at logout, here and in storage (pitfall 7)', async () => {
    const session = await enterAs(alice, open);
    await followed(session, other);
    const writer = await enterAs(bob, other);
    writer.send('News');
    await unread(session, other, 1);
    session.setDraft(other, 'half a sentence');
    await session.logout();
    expect(Object.keys(session.rooms.$byJid.get())).to.deep.equal([]);
    expect(session.rooms.$unread.get()).to.equal(0);
    expect(session.rooms.$active.get()).to.equal(undefined);
    expect(session.drafts.get(other)).to.equal('');
    expect(session.room(other).timeline.$messages.get()).to.deep.equal([]);
    expect(session.connection.$jid.get()).to.equal('');
    expect(Object.keys(localStorage).join()).to.not.include(`ethora-chat:read:${alice.jid}`);
  });

  it('leave no trace for the next user of the same session', async () => {
    let who = alice;
    const session = await sessionOf(alice, { credentials: () => who });
    session.openRoom(other);
    await session.connect();
    await entered(session, other);
    const writer = await enterAs(bob, other);
    writer.send('For Alice');
    await shows(session, other, 'For Alice');
    // In the frame in which Alice's counts would be brought up to date.
    writer.send('For Alice, too');
    await shows(session, other, 'For Alice, too');
    await session.logout();
    who = await server.register('carol');
    session.openRoom(open);
    session.openRoom(other);
    await session.connect();
    await entered(session, other);
    expect(session.connection.$jid.get()).to.equal(who.jid);
    expect(session.rooms.get(other)?.unread).to.equal(0);
    expect(Object.keys(localStorage).join()).to.not.include(`ethora-chat:read:${alice.jid}`);
  });
});
