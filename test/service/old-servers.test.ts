import { expect } from '@open-wc/testing';
import { parseGroupchatMessage } from '../../src/protocol/groupchat.js';
import { parseMucsubMessage } from '../../src/protocol/mucsub.js';
import { recordFrames } from '../helpers/frames.js';
import { parseXml } from '../helpers/parse-xml.js';
import { groupchat } from '../helpers/scripted-room.js';
import { ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { server } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, sessionOf, shows } from '../helpers/sessions.js';

const CLIENT = `xmlns='jabber:client'`;

describe('bookmarks in private storage', function () {
  this.timeout(30_000);
  afterEach(closeSessions);

  it('are rooms of the list', async () => {
    const account = await server.register('alice');
    const room = await server.createRoom('hidden', { public: 'false' });
    const recorder = recordFrames();
    const session = await sessionOf(account);
    await session.connect();
    await session.ready;
    expect(session.rooms.get(room)).to.equal(undefined);
    recorder.sockets
      .at(-1)
      ?.send(
        `<iq ${CLIENT} type='set' id='store-1'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>` +
          `<conference jid='${room}' autojoin='true' name='Hidden'/></storage></query></iq>`,
      );
    await recorder.waitFor('in', /id=.store-1/);
    recorder.restore();
    await session.reloadRooms();
    expect(session.rooms.get(room)?.name).to.equal('Hidden');
  });

  it('are written where the account keeps no newer ones, with all that others keep there', async () => {
    const document =
      `<storage xmlns='storage:bookmarks'><url name='Home' url='https://example.org/'/>` +
      `<conference jid='${ROOM}' autojoin='true'><password>x</password></conference></storage>`;
    const chat = await startScriptedSession([
      {
        on: `type=["']get.*jabber:iq:private.*storage:bookmarks`,
        send: [`<iq ${CLIENT} type='result' id='$id'><query xmlns='jabber:iq:private'>${document}</query></iq>`],
      },
      {
        on: `^<iq[^>]* to=["']alice@chat.test["'].*disco#info`,
        send: [
          `<iq ${CLIENT} type='result' id='$id' from='alice@chat.test'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
        ],
      },
    ]);
    void chat.session.admin.leave(ROOM);
    const written = await chat.scripted.waitFor(`type=["']set.*storage:bookmarks`);
    expect(written)
      .to.match(/https:\/\/example.org\//)
      .and.match(/<password>x<\/password>/);
    expect(written).to.match(/autojoin=["']false/);
    await chat.scripted.close();
  });
});

describe('notifications of rooms (MUC/Sub)', function () {
  this.timeout(30_000);
  let chat: ScriptedSession | undefined;
  afterEach(async () => {
    await closeSessions();
    await chat?.scripted.close();
    chat = undefined;
  });

  const wrapped = (from: string, message: string) =>
    `<message ${CLIENT} from='${from}'><event xmlns='http://jabber.org/protocol/pubsub#event'>` +
    `<items node='urn:xmpp:mucsub:nodes:messages'><item id='1'>${message}</item></items></event></message>`;

  it('are messages of the room, shown once when they come both ways', async () => {
    chat = await startScriptedSession();
    const [one, two] = [groupchat(`${ROOM}/bob`, '1', 'one'), groupchat(`${ROOM}/bob`, '2', 'two')];
    await chat.scripted.push(one, wrapped(ROOM, one), wrapped(ROOM, two), two);
    await shows(chat.session, ROOM, 'one', 'two');
    await chat.settled();
    expect(bodies(chat.session, ROOM).slice(0, 2)).to.deep.equal(['one', 'two']);
    expect(bodies(chat.session, ROOM)).to.have.length(3);
  });

  it('of anybody but the room, or of what was said elsewhere, are nothing', async () => {
    chat = await startScriptedSession();
    const forged = groupchat(`${ROOM}/bob`, '1', 'forged');
    await chat.scripted.push(
      wrapped('evil@chat.test', forged),
      wrapped(`${ROOM}/bob`, forged),
      wrapped('other@conference.chat.test', forged),
      wrapped(ROOM, groupchat('other@conference.chat.test/bob', '2', 'elsewhere')),
    );
    await chat.settled();
    expect(bodies(chat.session, ROOM)).to.have.length(1);
  });

  it('of a real server say what the room itself does', async () => {
    // Not on the list: whoever is in the room gets its messages as they are.
    const room = await server.createRoom('subscribed', { public: 'false', allow_subscription: 'true' });
    const [alice, bob] = [await server.register('alice'), await server.register('bob')];
    const recorder = recordFrames();
    const reader = await sessionOf(alice);
    await reader.connect();
    recorder.sockets
      .at(-1)
      ?.send(
        `<iq ${CLIENT} type='set' id='subscribe-1' to='${room}'><subscribe xmlns='urn:xmpp:mucsub:0' nick='${alice.username}'>` +
          `<event node='urn:xmpp:mucsub:nodes:messages'/></subscribe></iq>`,
      );
    await recorder.waitFor('in', /id=.subscribe-1/);
    const writer = await enterAs(bob, room);
    writer.send('Hello', room);
    const frame = await recorder.waitFor('in', /pubsub#event.*Hello/);
    recorder.restore();
    await allDelivered(writer, room);
    const inner = parseMucsubMessage(parseXml(frame));
    const [message] = writer.room(room).timeline.$messages.get();
    expect(inner && parseGroupchatMessage(inner)).to.include({
      roomJid: room,
      nick: bob.username,
      body: 'Hello',
      archiveId: message?.archiveId,
    });
  });
});
