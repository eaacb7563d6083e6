import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { ROOM, startScriptedSession } from '../helpers/scripted-session.js';
import { groupchat } from '../helpers/scripted-room.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, closeSessions, enterAs, entered, shows } from '../helpers/sessions.js';

async function unread(session: ChatService, roomJid: string, count: number): Promise<void> {
  await reaches(session.rooms.$byJid, (rooms) => rooms[roomJid]?.unread === count);
}

/** Resolves with the message when it is `read`. */
async function read(session: ChatService, roomJid: string, body: string): Promise<Message | undefined> {
  const find = (messages: readonly Message[]) => messages.find((message) => message.body === body);
  return find(await reaches(session.room(roomJid).timeline.$messages, (messages) => find(messages)?.status === 'read'));
}

// Seed 4.2.
describe('what was read', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;
  let room: string;

  beforeEach(async () => {
    [alice, bob] = [await server.register('alice'), await server.register('bob')];
    room = await server.createListedRoom('read');
  });
  afterEach(closeSessions);

  it('shows to the author, with who has seen it', async () => {
    const [writer, reader] = [await enterAs(bob, room), await enterAs(alice, room)];
    writer.send('One');
    writer.send('Two');
    await shows(reader, room, 'One', 'Two');
    reader.markRead(room);
    expect((await read(writer, room, 'Two'))?.readers).to.deep.equal([alice.username]);
    expect((await read(writer, room, 'One'))?.readers).to.deep.equal([alice.username]);
    writer.send('Three');
    const [, , third] = await shows(writer, room, 'One', 'Two', 'Three');
    expect(third?.status).to.not.equal('read');
  });

  it('does not show where the reader wants nobody to know, and own devices agree all the same', async () => {
    const frames = recordFrames();
    const reader = await enterAs(alice, room, { noReadMarkers: true });
    const writer = await enterAs(bob, room);
    writer.send('Secretly read');
    await shows(reader, room, 'Secretly read');
    reader.markRead(room);
    await frames.waitFor('out', /urn:xmpp:mds:displayed:0.*publish-options/);
    expect(
      frames.sent().filter((text) => text.includes('urn:xmpp:chat-markers:0') && text.includes('<displayed')),
    ).to.deep.equal([]);
    frames.restore();
  });

  it('lowers the count on another device at once', async () => {
    const other = await server.createListedRoom('other');
    const writer = await enterAs(bob, room);
    const [phone, laptop] = [await enterAs(alice, room), await enterAs(alice, other, { ownConnection: true })];
    await entered(laptop, room);
    writer.send('News');
    await unread(laptop, room, 1);
    phone.markRead(room);
    await unread(laptop, room, 0);
  });

  it('is known to a device that was never used before', async () => {
    const writer = await enterAs(bob, room);
    for (let index = 1; index <= 30; index += 1) writer.send(`Old ${index}`);
    await allDelivered(writer, room);
    const frames = recordFrames();
    const phone = await enterAs(alice, room);
    phone.markRead(room);
    await frames.waitFor('out', /urn:xmpp:mds:displayed:0.*publish-options/);
    const id = /id="([^"]*)"/.exec(frames.sent().find((text) => text.includes('publish-options')) ?? '')?.[1] ?? '';
    await frames.waitFor('in', new RegExp(`type='result'[^>]*id='${id}'|id='${id}'[^>]*type='result'`));
    frames.restore();
    await phone.logout();
    for (let index = 1; index <= 25; index += 1) writer.send(`New ${index}`);
    await allDelivered(writer, room);
    // Behind another room, so with a small page that does not reach back to what was read.
    const fresh = await enterAs(alice, await server.createListedRoom('other'));
    await unread(fresh, room, 25);
  });

  it('is learned from Ethora’s clients where they keep it, and told to them', async () => {
    const other = await server.createListedRoom('other');
    const writer = await enterAs(bob, room);
    writer.send('Seen elsewhere');
    const [seen] = await shows(writer, room, 'Seen elsewhere');
    await allDelivered(writer, room);
    await server.api('private_set', {
      user: alice.username,
      host: (await server.start()).domain,
      element: `<chatjson xmlns='chatjson:store' value='{"${room}":"${(seen?.time ?? 0) + 500}"}'/>`,
    });
    writer.send('Not seen');
    writer.send('Nor this');
    await allDelivered(writer, room);
    const session = await enterAs(alice, other);
    await entered(session, room);
    const count = session.rooms.get(room)?.unread ?? 0;
    expect(count).to.be.at.most(2);

    const frames = recordFrames();
    session.markRead(room);
    frames.restore();
    await unread(session, room, 0);
  });

  // Forgery: only the user's own nick moves the user's position.
  it('never moves back, and not by what others have seen (pitfall 29)', async () => {
    const chat = await startScriptedSession();
    for (const n of [1, 2, 3]) await chat.scripted.push(groupchat(`${ROOM}/bob`, `a${n}`, `Text ${n}`));
    await shows(chat.session, ROOM, 'Text 1', 'Text 2', 'Text 3');
    const displayed = (nick: string, id: string) =>
      `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/${nick}'>` +
      `<displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/></message>`;
    await chat.scripted.push(displayed('bob', 'a3'));
    await chat.settled();
    await unread(chat.session, ROOM, 4);
    await chat.scripted.push(displayed('alice', 'a2'));
    await unread(chat.session, ROOM, 2);
    await chat.scripted.push(displayed('alice', 'a1'), displayed('alice', 'no such message'));
    await chat.settled();
    await unread(chat.session, ROOM, 3);
    await chat.scripted.close();
  });
});
