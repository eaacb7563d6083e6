import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { reaches } from '../helpers/follow.js';
import { groupchat, selfPresence } from '../helpers/scripted-room.js';
import { ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { allDelivered, bodies, closeSessions, entered } from '../helpers/sessions.js';

const STANZAS = `xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'`;

/** A refusal of any message to the room. */
function refusal(condition: string, text = ''): string {
  return (
    `<message xmlns='jabber:client' type='error' from='${ROOM}' id='$id'><error type='cancel'><${condition} ${STANZAS}/>` +
    `<text ${STANZAS}>${text}</text></error></message>`
  );
}

describe('own messages, where a server does what none should', () => {
  let chat: ScriptedSession;
  let clock: SinonFakeTimers | undefined;

  afterEach(async () => {
    clock?.restore();
    clock = undefined;
    await closeSessions();
    await chat.scripted.close();
  });

  const messages = () => chat.session.room(ROOM).timeline.$messages.get();

  async function sentCount(): Promise<number> {
    return (await chat.scripted.received()).filter((frame) => frame.startsWith('<message')).length;
  }

  for (const [condition, text, failure] of [
    ['forbidden', 'Visitors are not allowed', 'forbidden'],
    ['forbidden', 'You have been banned', 'banned'],
    ['not-allowed', '', 'forbidden'],
    ['resource-constraint', '', 'rate-limit'],
    ['policy-violation', '', 'too-large'],
    ['item-not-found', '', 'room-gone'],
    ['gone', '', 'room-gone'],
    ['something-new', '', 'rejected'],
  ] as const) {
    it(`fail as ${failure} when the room answers ${condition}${text && ` "${text}"`} (pitfall 16)`, async () => {
      chat = await startScriptedSession([{ on: '^<message', send: [refusal(condition, text)] }]);
      chat.session.send('Hello');
      await reaches(chat.session.room(ROOM).timeline.$messages, ([message]) => message?.status === 'failed');
      expect(messages()[0]?.failure).to.equal(failure);
    });
  }

  describe('of which there are too many at once', () => {
    const tooMany = refusal('resource-constraint', 'Traffic rate limit is exceeded').replace(
      `type='cancel'`,
      `type='wait'`,
    );
    const echo =
      `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/alice' id='$id'><body>$1</body>` +
      `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='a$1'/></message>`;

    beforeEach(() => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
    });

    /** Lets time pass until the condition holds. */
    async function passes(condition: () => boolean) {
      while (!condition()) {
        clock?.tick(250);
        await new Promise(requestAnimationFrame);
      }
    }

    it('are sent again with their ids, slower, in order, and the person is told', async () => {
      chat = await startScriptedSession([
        { on: '^<message.*<body>', times: 8, send: [tooMany] },
        { on: '^<message.*<body>([0-9])', send: [echo] },
      ]);
      const texts = ['1', '2', '3', '4', '5', '6', '7', '8'];
      const ids = texts.map((text) => chat.session.send(text)?.clientId);
      await reaches(chat.session.room(ROOM).timeline.$messages, (all) =>
        all.every(({ status, failure }) => status === 'pending' && failure === 'rate-limit'),
      );
      await passes(() => messages().every(({ status }) => status === 'delivered'));
      expect(bodies(chat.session, ROOM)).to.deep.equal(texts);
      const sent = (await chat.scripted.received()).flatMap(
        (text) => /^<message.*id="(send-[^"]*)"/.exec(text)?.[1] ?? [],
      );
      expect(sent).to.deep.equal([...ids, ...ids]);
      chat.session.send('9');
      await passes(() => messages().at(-1)?.status === 'delivered');
    });

    it('fail when the server takes none of them for long', async () => {
      chat = await startScriptedSession([{ on: '^<message', send: [tooMany] }]);
      chat.session.send('1');
      await passes(() => messages()[0]?.status === 'failed');
      expect(messages()[0]?.failure).to.equal('rate-limit');
      expect(await sentCount()).to.equal(6);
    });
  });

  it('that the room does not take since it thinks that we are out: entered again, sent once more, then failed', async () => {
    chat = await startScriptedSession([{ on: '^<message', send: [refusal('not-acceptable')] }]);
    chat.session.send('Hello');
    await reaches(chat.session.room(ROOM).timeline.$messages, ([message]) => message?.status === 'failed');
    expect(messages()[0]?.failure).to.equal('not-joined');
    expect(await sentCount()).to.equal(2);
    expect(
      (await chat.scripted.received()).filter((frame) => frame.startsWith(`<presence to="${ROOM}`)),
    ).to.have.length(2);
  });

  it('that the room takes the second time are delivered once', async () => {
    chat = await startScriptedSession([{ on: '^<message', times: 1, send: [refusal('not-acceptable')] }]);
    const written = chat.session.send('Hello');
    await entered(chat.session, ROOM);
    while ((await sentCount()) < 2) await new Promise(requestAnimationFrame);
    await chat.scripted.push(groupchat(`${ROOM}/alice`, 'a1', 'Hello').replace('c-a1', written?.clientId ?? ''));
    await allDelivered(chat.session, ROOM);
    expect(bodies(chat.session, ROOM)).to.deep.equal(['Hello']);
  });

  it('that were sent again, and then come back twice, are one (pitfalls 13, 15)', async () => {
    chat = await startScriptedSession();
    clock = useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      shouldClearNativeTimers: true,
      now: Date.now(),
    });
    const written = chat.session.send('Hello');
    await chat.scripted.waitFor('Hello');
    clock.tick(15_000);
    await chat.session.reloadRooms();
    clock.tick(15_000);
    expect(messages()[0]?.status).to.equal('failed');
    chat.session.retry(ROOM, written?.key ?? '');
    while ((await sentCount()) < 2) await new Promise(requestAnimationFrame);
    const ids = (await chat.scripted.received())
      .filter((frame) => frame.startsWith('<message'))
      .map((frame) => /id="([^"]*)"/.exec(frame)?.[1]);
    expect(new Set(ids)).to.deep.equal(new Set([written?.clientId]));
    const echo = (id: string) => groupchat(`${ROOM}/alice`, id, 'Hello').replace(`c-${id}`, written?.clientId ?? '');
    await chat.scripted.push(echo('a1'), echo('a2'));
    await chat.settled();
    expect(bodies(chat.session, ROOM)).to.deep.equal(['Hello', 'marker 1']);
    expect(messages()[0]).to.include({ key: written?.key, status: 'delivered', archiveId: 'a1' });
  });

  it('that failed are not sent again by a reconnect; those that wait are, in order (pitfall 14)', async () => {
    chat = await startScriptedSession([{ on: '^<message.*bad', send: [refusal('forbidden')] }]);
    chat.session.send('bad');
    await reaches(chat.session.room(ROOM).timeline.$messages, ([message]) => message?.status === 'failed');
    chat.session.send('good 1');
    chat.session.send('good 2');
    await chat.scripted.waitFor('good 2');
    await chat.scripted.drop();
    await reaches(chat.session.connection.$state, ({ status }) => status === 'offline');
    await chat.session.connect();
    await entered(chat.session, ROOM);
    while ((await sentCount()) < 5) await new Promise(requestAnimationFrame);
    const texts = (await chat.scripted.received()).map((frame) => /<body>([^<]*)/.exec(frame)?.[1]).filter(Boolean);
    expect(texts).to.deep.equal(['bad', 'good 1', 'good 2', 'good 1', 'good 2']);
    expect(messages()[0]).to.include({ body: 'bad', status: 'failed' });
  });

  it('written while the room is being entered ask for nothing twice, and go out in order', async () => {
    chat = await startScriptedSession();
    const other = 'other@conference.chat.test';
    chat.session.openRoom(other);
    for (const text of ['1', '2', '3']) chat.session.send(text);
    await chat.scripted.waitFor(`to="${other}".*urn:xmpp:mam:2`);
    await chat.scripted.push(selfPresence(other, 'alice'));
    await chat.scripted.waitFor('<body>3<');
    const frames = await chat.scripted.received();
    const texts = frames.map((frame) => /<body>([^<]*)/.exec(frame)?.[1]).filter(Boolean);
    expect(texts).to.deep.equal(['1', '2', '3']);
    const asked = (what: string) => frames.filter((frame) => frame.includes(`to="${other}`) && frame.includes(what));
    expect([asked('urn:xmpp:mam:2').length, asked('protocol/muc"').length]).to.deep.equal([1, 1]);
  });

  it('fail when the room puts us out, and are not sent behind our back when it lets us in again', async () => {
    chat = await startScriptedSession();
    chat.session.send('Hello');
    await chat.scripted.waitFor('Hello');
    const kick = selfPresence(ROOM, 'alice')
      .replace('<presence', `<presence type='unavailable'`)
      .replace(`code='110'/>`, `code='110'/><status code='307'/>`);
    await chat.scripted.push(kick);
    await reaches(chat.session.room(ROOM).timeline.$messages, ([message]) => message?.status === 'failed');
    const rooms = await reaches(chat.session.rooms.$byJid, (all) => all[ROOM]?.presence === 'denied');
    expect(rooms[ROOM]?.denial).to.equal('kicked');
    chat.session.rejoin(ROOM);
    await entered(chat.session, ROOM);
    chat.session.send('Again');
    await chat.scripted.waitFor('Again');
    expect(await sentCount()).to.equal(2);
  });
});
