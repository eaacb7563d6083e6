import { expect } from '@open-wc/testing';
import { MAX_BODY_LENGTH } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { collectPageErrors } from '../helpers/page-errors.js';
import { groupchat, selfPresence } from '../helpers/scripted-room.js';
import { loginRules, startScriptedServer } from '../helpers/scripted-server.js';
import { ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { closeSessions, shows } from '../helpers/sessions.js';

const STREAMS = `xmlns:stream='http://etherx.jabber.org/streams'`;
const NS_STREAMS = `xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

describe('a hostile server', function () {
  this.timeout(20_000);
  let chat: ScriptedSession;
  let recorder: FrameRecorder;
  let page: ReturnType<typeof collectPageErrors>;

  beforeEach(async () => {
    recorder = recordFrames();
    chat = await startScriptedSession();
    page = collectPageErrors();
  });
  afterEach(async () => {
    await closeSessions();
    await chat.scripted.close();
    recorder.restore();
    page.stop();
  });

  /** The connection is given up, a new one is made, and nothing of it reached the page. */
  async function replaced(): Promise<void> {
    await reaches(chat.session.connection.$state, ({ status }) => status === 'offline');
    await reaches(chat.session.connection.$state, ({ status }) => status === 'online');
    await reaches(chat.session.rooms.$byJid, (rooms) => rooms[ROOM]?.presence === 'joined');
    await chat.settled();
    expect(recorder.connections).to.equal(2);
    expect(page.errors).to.deep.equal([]);
  }

  for (const [what, frame] of [
    [
      'an unknown entity',
      `<message xmlns='jabber:client' from='${ROOM}/bob' type='groupchat'><body>&bogus;</body></message>`,
    ],
    ['a reference to no character', `<message xmlns='jabber:client' from='${ROOM}/bob'><body>&#0;</body></message>`],
    ['tags that do not match', `<message xmlns='jabber:client'><body></message></body>`],
    ['an end without a beginning', `</message>`],
    ['text between elements', `hello<message xmlns='jabber:client'/>`],
    ['an error without a condition', `<stream:error ${STREAMS}/>`],
  ] as const) {
    it(`that sends ${what} is left and met again, without an exception in the page`, async () => {
      await chat.scripted.push(frame);
      await replaced();
    });
  }

  it('that sends stanzas without sense does no harm', async () => {
    await chat.scripted.push(
      `<message/>`,
      `<message xmlns='jabber:client' type='groupchat'/>`,
      `<message xmlns='jabber:client' type='groupchat' from=''><body>x</body></message>`,
      `<message xmlns='jabber:client' type='groupchat' from='@'><body>x</body></message>`,
      `<message xmlns='jabber:client' type='groupchat' from='/'><body>x</body></message>`,
      `<message xmlns='jabber:client' type='error' from='${ROOM}' id='a'/>`,
      `<presence xmlns='jabber:client'/>`,
      `<presence xmlns='jabber:client' from='${ROOM}/x' type='error'/>`,
      `<presence xmlns='jabber:client' from='${ROOM}/x' type='nonsense'><x xmlns='http://jabber.org/protocol/muc#user'/></presence>`,
      `<presence xmlns='jabber:client' from='${ROOM}/'><x xmlns='http://jabber.org/protocol/muc#user'><item/><status/></x></presence>`,
      `<message xmlns='jabber:client' from='${ROOM}'><result xmlns='urn:xmpp:mam:2' queryid='1' id='2'><forwarded/></result></message>`,
      `<iq xmlns='jabber:client' type='result' id='__proto__' from='${ROOM}'/>`,
      `<a xmlns='urn:xmpp:sm:3' h='99999999999'/>`,
      `<a xmlns='urn:xmpp:sm:3' h='-1'/>`,
      `<a xmlns='urn:xmpp:sm:3'/>`,
      `<r xmlns='urn:xmpp:sm:3'/>`,
      `<unknown xmlns='urn:example'><message/></unknown>`,
      `<!-- <message> --><?pi <message> ?>`,
    );
    await chat.settled();
    expect(chat.session.room(ROOM).timeline.$messages.get()).to.have.length(1);
    expect(chat.session.rooms.get(ROOM)?.presence).to.equal('joined');
    expect(recorder.connections).to.equal(1);
    expect(page.errors).to.deep.equal([]);
  });

  // Forgery 19.
  it('that sends a body of 200 kB or 10,000 lines is read as far as anybody would (pitfall 21)', async () => {
    await chat.scripted.push(
      groupchat(`${ROOM}/bob`, 'long', 'x'.repeat(200_000)),
      groupchat(`${ROOM}/bob`, 'lines', 'line\n'.repeat(10_000)),
      groupchat(`${ROOM}/bob`, 'name', 'hi', `<data fullName='${'n'.repeat(100_000)}'/>`),
    );
    await chat.settled();
    const [long, lines, name] = chat.session.room(ROOM).timeline.$messages.get();
    expect(long?.body).to.equal('x'.repeat(MAX_BODY_LENGTH) + '…');
    expect(lines?.body.split('\n').length).to.be.at.most(1_001);
    expect(name?.author.name.length).to.be.at.most(1_000);
  });

  // Forgery 20.
  it('that sends 30,000 levels or 30,000 children is cut, and the next stanza arrives', async () => {
    const n = 30_000;
    await chat.scripted.push(
      `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/bob'>${'<a>'.repeat(n)}${'</a>'.repeat(n)}<body>deep</body></message>`,
      `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/bob'><body>wide</body>${'<a/>'.repeat(n)}</message>`,
      `<iq xmlns='jabber:client' type='get' id='deep' from='chat.test'>${'<a>'.repeat(n)}${'</a>'.repeat(n)}</iq>`,
      `<presence xmlns='jabber:client' from='${ROOM}/bob'>${'<x xmlns="http://jabber.org/protocol/muc#user">'.repeat(n)}${'</x>'.repeat(n)}</presence>`,
    );
    await chat.settled();
    await shows(chat.session, ROOM, 'deep', 'wide');
    await chat.scripted.waitFor('id="deep"');
    expect(recorder.connections).to.equal(1);
    expect(page.errors).to.deep.equal([]);
  });

  // Forgery 21.
  it('that lets 5,000 people in at once changes the stores a few times', async () => {
    const updates = { occupants: 0, rooms: 0 };
    const { $byNick } = chat.session.room(ROOM).occupants;
    $byNick.listen(() => (updates.occupants += 1));
    chat.session.rooms.$byJid.listen(() => (updates.rooms += 1));
    const started = performance.now();
    const people = Array.from({ length: 5_000 }, (_, index) =>
      selfPresence(ROOM, `p${index}`).replace(`<status code='110'/>`, ''),
    );
    await chat.scripted.push(...people);
    await reaches($byNick, (all) => all.size === 5_001);
    const frames = (performance.now() - started) / (1000 / 60);
    expect(updates.occupants).to.be.at.most(frames + 2);
    expect(updates.rooms).to.be.at.most(2 * frames + 4);
  });

  it('that sends 2,000 messages at once changes the list a few times, in order', async () => {
    let updates = 0;
    const { $messages } = chat.session.room(ROOM).timeline;
    $messages.listen(() => (updates += 1));
    const started = performance.now();
    const texts = Array.from({ length: 2_000 }, (_, index) => `burst ${index}`);
    await chat.scripted.push(...texts.map((text, index) => groupchat(`${ROOM}/bob`, `b${index}`, text)));
    await shows(chat.session, ROOM, 'burst 1999');
    expect($messages.get().map(({ body }) => body)).to.deep.equal(texts);
    expect(updates).to.be.at.most((performance.now() - started) / (1000 / 60) + 2);
  });

  // Forgery 22.
  it('finds the session well after listeners of the page threw', async () => {
    const stops = [
      chat.session.on('message-receive', () => {
        throw new Error('page 1');
      }),
      chat.session.room(ROOM).timeline.$messages.listen(() => {
        throw new Error('page 2');
      }),
      chat.session.rooms.$byJid.listen(() => {
        throw new Error('page 3');
      }),
      chat.session.connection.$state.listen(() => {
        throw new Error('page 4');
      }),
    ];
    const heard: string[] = [];
    chat.session.on('message-receive', ({ message }) => heard.push(message.body));
    await chat.scripted.push(groupchat(`${ROOM}/bob`, 'l1', 'one'), groupchat(`${ROOM}/bob`, 'l2', 'two'));
    await shows(chat.session, ROOM, 'one', 'two');
    await chat.scripted.drop();
    await reaches(chat.session.connection.$state, ({ status }) => status === 'offline');
    await chat.session.connect();
    await reaches(chat.session.rooms.$byJid, (rooms) => rooms[ROOM]?.presence === 'joined');
    await chat.settled();
    for (const stop of stops) stop();
    expect(heard).to.deep.equal(['one', 'two', 'marker 1']);
    expect(recorder.connections).to.equal(2);
    expect([...new Set(page.errors.map((text) => text.slice(-6)))].sort()).to.deep.equal([
      'page 1',
      'page 2',
      'page 3',
      'page 4',
    ]);
  });

  // Forgery 27.
  it('that sends us to another host is not followed', async () => {
    const other = await startScriptedServer(loginRules('alice@chat.test/x'));
    await chat.scripted.push(
      `<stream:error ${STREAMS}><see-other-host ${NS_STREAMS}>${new URL(other.url).host}</see-other-host></stream:error>`,
    );
    await replaced();
    expect(await other.received()).to.deep.equal([]);
    await other.close();
  });

  it('that ends the session for another one is not fought with', async () => {
    await chat.scripted.push(
      `<stream:error ${STREAMS}><conflict ${NS_STREAMS}/><text ${NS_STREAMS}>Replaced</text></stream:error>`,
    );
    await reaches(chat.session.connection.$state, ({ status }) => status === 'error');
    expect(chat.session.connection.$state.get()).to.include({ reason: 'replaced', detail: 'Replaced' });
    expect(recorder.connections).to.equal(1);
  });

  it('that closes the stream in good order is met again', async () => {
    await chat.scripted.push(`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`);
    await chat.scripted.drop();
    await replaced();
  });
});
