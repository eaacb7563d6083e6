import { expect, waitUntil } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startProxy } from '../helpers/network.js';
import { ethoraServer, uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, entered, shows } from '../helpers/sessions.js';

const NOTHING = /(?!)/;

function useFakeClock(): SinonFakeTimers {
  return useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    shouldClearNativeTimers: true,
    now: Date.now(),
  });
}

/** Resolves with the first message of the room once it has failed. */
async function failed(session: ChatService, room: string): Promise<Message | undefined> {
  const messages = await reaches(session.room(room).timeline.$messages, ([first]) => first?.status === 'failed');
  return messages[0];
}

/** Resolves with the room when it has put us out, or did not let us in. */
async function denied(session: ChatService, room: string) {
  const rooms = await reaches(session.rooms.$byJid, (all) => all[room]?.presence === 'denied');
  return rooms[room];
}

/** What an action on a room was refused with. */
function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'nothing',
    (error: unknown) => (error instanceof RoomError ? error.condition : String(error)),
  );
}

/** True when the server has confirmed the last stanza that went out (XEP-0198). */
function hasTaken({ frames }: FrameRecorder): boolean {
  const last = frames.findLastIndex(
    ({ direction, text }) => direction === 'out' && /^<(iq|message|presence)/.test(text),
  );
  return frames.slice(last).some(({ direction, text }) => direction === 'in' && /^<a /.test(text));
}

/** Ids of the messages that went out, in order. */
function sentIds(frames: FrameRecorder): (string | undefined)[] {
  return frames
    .sent()
    .filter((text) => text.includes('<body>'))
    .map((text) => /\bid="([^"]*)"/.exec(text)?.[1]);
}

onEveryServer('5.1 connection issues', (place) => {
  it('reconnects by itself, rejoins its rooms, asks for what it missed and restores its presence', async () => {
    const room = await place.where.createRoom('outage');
    const session = await place.enter(place.alice, room);
    session.send('Before');
    await allDelivered(session, room);
    await place.where.stop();
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    session.send('Written meanwhile');
    await place.where.restart();
    const other = await place.enter(place.bob, room);
    other.send('Missed');
    await allDelivered(other, room);
    await shows(session, room, 'Before', 'Missed', 'Written meanwhile');
    await allDelivered(session, room);
    expect(session.rooms.get(room)?.presence).to.equal('joined');
    await reaches(other.room(room).occupants.$byNick, (people) => people.has(place.alice.username));
    await shows(other, room, 'Written meanwhile');
    expect(bodies(session, room)).to.deep.equal(bodies(other, room));
    expect(new Set(bodies(session, room)).size).to.equal(3);
  });

  it('makes three attempts and no more, and starts anew when somebody asks', async () => {
    const room = await place.where.createRoom('three');
    const proxy = await startProxy((await place.where.start()).service);
    const frames = recordFrames();
    const session = await place.enter(place.alice, room, { service: proxy.url });
    const clock = useFakeClock();
    try {
      const { $state } = session.connection;
      await proxy.refuse();
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const state = await reaches($state, (now) => now.status === 'offline' && now.attempt === attempt);
        clock.tick((state.retryAt ?? 0) - Date.now());
      }
      await reaches($state, ({ status }) => status === 'error');
      clock.tick(600_000);
      expect(frames.connections).to.equal(4);
      await proxy.admit();
      await session.connect();
      await entered(session, room);
    } finally {
      clock.restore();
      frames.restore();
    }
    await session.logout();
    await proxy.close();
  });
});

onEveryServer('5.2 message errors', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
  });

  /** Somebody who may change roles in the room. */
  async function moderator(room: string) {
    const raw = await place.raw(place.alice);
    await raw.join(room, `${place.alice.username}-raw`);
    const setRole = (role: string) =>
      raw.ask(
        'set',
        room,
        `<query xmlns="http://jabber.org/protocol/muc#admin"><item nick="${place.bob.username}" role="${role}"/></query>`,
      );
    return { setRole };
  }

  it('failed delivery: says so when no answer comes, and is one delivered message when it had arrived (pitfall 13)', async () => {
    const room = await place.where.createRoom('lost');
    const session = await place.enter(place.alice, room);
    const errors: string[] = [];
    session.on('error', ({ code, messageId }) => errors.push(`${code} ${messageId ?? ''}`));
    const clock = useFakeClock();
    try {
      frames.lose(/<body>/);
      const written = session.send('Did it arrive?');
      // As time passes for a connection that is well: what it asks is answered.
      const { $outgoing } = session.room(room).timeline;
      while ($outgoing.get()[0]?.status !== 'failed') {
        clock.tick(4_000);
        await session.reloadRooms();
      }
      const [message] = $outgoing.get();
      expect(message).to.include({ key: written?.key, failure: 'timeout' });
      expect(errors).to.deep.equal([`send ${written?.key ?? ''}`]);
      frames.lose(NOTHING);
      await session.disconnect();
      await session.connect();
      await allDelivered(session, room);
      const { $messages } = session.room(room).timeline;
      expect($messages.get().map(({ clientId, status }) => [clientId, status])).to.deep.equal([
        [written?.clientId, 'delivered'],
      ]);
      expect(sentIds(frames)).to.deep.equal([written?.clientId]);
    } finally {
      clock.restore();
    }
  });

  place.itNeeds('ethora', 'rate limit: slows down, keeps the order and the ids, and tells the person', async () => {
    const room = await place.where.createRoom('limit');
    const reader = await place.enter(place.bob, room);
    const session = await place.enter(place.alice, room);
    const told = new Set<string>();
    session.room(room).timeline.$messages.listen((messages) => {
      for (const { body, status, failure } of messages) {
        if (status === 'pending' && failure === 'rate-limit') told.add(body);
      }
    });
    await ethoraServer.api('ethora_limit', { target: room, messages: 2, interval: 300 });
    const texts = ['One', 'Two', 'Three', 'Four'];
    const ids = texts.map((text) => session.send(text)?.clientId);
    await allDelivered(session, room);
    await shows(reader, room, ...texts);
    expect([bodies(session, room), bodies(reader, room)]).to.deep.equal([texts, texts]);
    expect([...told]).to.include('Three');
    const sent = sentIds(frames);
    expect(new Set(sent)).to.deep.equal(new Set(ids));
    expect(sent.filter((id) => id === ids[2])).to.have.length(2);
  });

  it('permission: marks what a visitor writes, with the reason, and sends it when one may (pitfall 16)', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.saveSettings(room, { moderated: true });
    const session = await place.enter(place.bob, room);
    const { setRole } = await moderator(room);
    await setRole('visitor');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'visitor');
    const errors: unknown[] = [];
    session.on('error', (error) => errors.push(error));
    const written = session.send('May I?');
    expect(await failed(session, room)).to.include({ key: written?.key, failure: 'forbidden' });
    expect(errors[0]).to.deep.include({ code: 'send', roomJid: room, messageId: written?.key });
    await setRole('participant');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'participant');
    session.retry(room, written?.key ?? '');
    await allDelivered(session, room);
    expect(session.room(room).timeline.$messages.get()).to.have.length(1);
    expect(sentIds(frames)).to.deep.equal([written?.clientId, written?.clientId]);
  });

  it('permission: says what the room refused to whoever may not change it, and nothing changes', async () => {
    const title = uniqueName('Mine');
    const { owner, room } = await place.own(place.alice, title);
    const session = await place.enter(place.bob, room);
    const denials = ['forbidden', 'not-allowed', 'not-authorized'];
    for (const action of [
      session.admin.saveSettings(room, { name: 'Yours' }),
      session.admin.setAffiliation(room, place.bob.jid, 'owner'),
      session.admin.setAffiliation(room, place.alice.jid, 'none'),
      session.admin.kick(room, place.alice.username),
      session.admin.ban(room, place.alice.jid),
      session.admin.destroy(room),
    ]) {
      expect(await refusal(action)).to.be.oneOf(denials);
    }
    expect(owner.rooms.get(room)).to.include({ name: title, presence: 'joined', affiliation: 'owner' });
    expect(session.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'none' });
  });

  it('permission: does not enter a room for members, and does not try again by itself', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.saveSettings(room, { membersOnly: true });
    const session = await place.sessionOf(place.bob);
    session.openRoom(room);
    await session.connect();
    expect(await denied(session, room)).to.include({ denial: 'members-only' });
    session.send('Hello?');
    expect((await failed(session, room))?.failure).to.be.oneOf(['not-joined', 'forbidden']);
    await session.reloadRooms();
    const joins = frames.sent().filter((text) => text.startsWith(`<presence to="${room}/${place.bob.username}"`));
    expect(joins).to.have.length(1);
  });

  place.itNeeds('ethora', 'permission: tells a room of another app from a ban, and asks it once', async () => {
    const room = await place.where.createRoom('app');
    const filter = (enabled: string) => ethoraServer.api('ethora_app_filter', { host: 'localhost', enabled });
    await filter('true');
    try {
      const session = await place.sessionOf(place.bob);
      session.openRoom(room);
      await session.connect();
      expect(await denied(session, room)).to.include({ denial: 'refused', denialText: 'wrong app name' });
      await session.reloadRooms();
      expect(frames.sent().filter((text) => text.startsWith(`<presence to="${room}/`))).to.have.length(1);
    } finally {
      await filter('false');
    }
  });

  it('ban: shows that one is out and why, and marks what one writes then', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.ban(room, place.bob.jid, 'Spam');
    expect(await denied(session, room)).to.include({ denial: 'banned', denialText: 'Spam' });
    session.send('Let me in');
    expect((await failed(session, room))?.failure).to.equal('banned');
    const refused = new Promise<void>((resolve) => {
      session.on('error', ({ code }) => {
        if (code === 'room-denied') resolve();
      });
    });
    session.rejoin(room);
    await refused;
    expect((await denied(session, room))?.denial).to.equal('banned');
  });

  place.itNeeds('ethora', "ban: marks what a person writes whom Ethora's server has banned", async () => {
    const { room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    const raw = await place.raw(place.alice);
    const ban = (action: string) =>
      `<query xmlns="ns:deepx:muc:user:ban" action="${action}" user="${place.bob.jid}" type="room" room="${room}"/>`;
    await raw.ask('set', '', ban('ban'));
    const written = session.send('Can you hear me?');
    expect(await failed(session, room)).to.include({ failure: 'banned' });
    await raw.ask('set', '', ban('unban'));
    session.retry(room, written?.key ?? '');
    await allDelivered(session, room);
  });

  it('too large: refuses a text that is too long before it is sent', async () => {
    const room = await place.where.createRoom('huge');
    const session = await place.enter(place.alice, room);
    session.send('x'.repeat(300_000));
    expect((await failed(session, room))?.failure).to.equal('too-large');
    expect(sentIds(frames)).to.deep.equal([]);
    expect(session.connection.$state.get().status).to.equal('online');
  });

  place.itNeeds('stanza limit', 'too large: comes back when the server ends the connection over a stanza', async () => {
    const room = await place.where.createRoom('limit');
    const session = await place.enter(place.alice, room);
    frames.sockets[0]?.send(
      `<message xmlns="jabber:client" to="${room}"><body>${'x'.repeat(300_000)}</body></message>`,
    );
    const { reason } = await reaches(session.connection.$state, ({ status }) => status === 'offline');
    // Its last word is lost when it hangs up before it has read everything.
    expect(reason).to.be.oneOf(['server-error', 'lost']);
    session.send('Smaller');
    await allDelivered(session, room);
    expect(frames.connections).to.equal(2);
  });

  it('room gone: shows that a room has ended, and marks what one writes then', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.destroy(room, 'Done');
    expect(await denied(session, room)).to.include({ denial: 'destroyed' });
    session.send('Anybody?');
    expect((await failed(session, room))?.failure).to.equal('room-gone');
    const other = await place.sessionOf(place.carol);
    await other.connect();
    await other.ready;
    expect(other.rooms.get(room)).to.equal(undefined);
    other.send('Hello?', room);
    expect((await failed(other, room))?.failure).to.equal('room-gone');
  });

  it('not joined: enters again and sends once more, with the same id', async () => {
    const room = await place.where.createRoom('forgotten');
    const session = await place.enter(place.alice, room);
    const address = `${room}/${place.alice.username}`;
    frames.lose(/^<presence[^>]*type=["']unavailable/);
    frames.sockets[0]?.send(`<presence xmlns="jabber:client" type="unavailable" to="${address}"/>`);
    await frames.waitFor('in', /^<presence[^>]*type=["']unavailable/);
    frames.lose(NOTHING);
    expect(session.rooms.get(room)?.presence).to.equal('joined');
    const written = session.send('Am I in?');
    await allDelivered(session, room);
    expect(sentIds(frames)).to.deep.equal([written?.clientId, written?.clientId]);
    expect(await frames.waitFor('in', /^<message[^>]*type=["']error/)).to.contain('not-acceptable');
    expect(bodies(await place.enter(place.bob, room), room)).to.deep.equal(['Am I in?']);
  });

  it('conflict: takes another nick when somebody else has ours', async () => {
    const room = await place.where.createRoom('conflict');
    const other = await place.raw(place.bob);
    await other.join(room, place.alice.username);
    const session = await place.enter(place.alice, room);
    session.send('Which of us?');
    await allDelivered(session, room);
    const [message] = await shows(session, room, 'Which of us?');
    expect(message).to.include({ own: true });
    expect(message?.author.nick).to.not.equal(place.alice.username);
    expect(frames.sent().filter((text) => text.startsWith(`<presence to="${room}/`))).to.have.length(2);
  });

  it('conflict: does not fight for a session that another one replaces', async () => {
    const session = await place.sessionOf(place.alice);
    await session.connect();
    // Until the server has everything that we said: whoever hangs up on somebody who speaks is not heard.
    await session.ready;
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    await waitUntil(() => hasTaken(frames), undefined, { timeout: 5_000 });
    const bound = await frames.waitFor('in', /<jid>[^<]*\/[^<]*<\/jid>/);
    const resource = /<jid>[^<]*\/([^<]*)<\/jid>/.exec(bound)?.[1] ?? '';
    frames.restore();
    await place.raw(place.alice, resource);
    const state = await reaches(session.connection.$state, ({ status }) => status !== 'online');
    expect(state).to.include({ status: 'error', reason: 'replaced' });
  });

  place.itNeeds('api', 'expired credentials: gets a new password, once, and comes back (pitfall 8)', async () => {
    const room = await place.where.createRoom('expired');
    const session = await place.enter(place.alice, room, await place.signIn('Ann'));
    await session.disconnect();
    await Promise.all([place.rest.expirePasswords(), place.rest.expireTokens()]);
    const before = await place.rest.counts();
    await session.connect();
    await entered(session, room);
    const after = await place.rest.counts();
    const calls = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
    expect(calls('POST /users/login/refresh')).to.equal(1);
    expect(calls('POST /users/login-with-email')).to.equal(0);
    session.send('Back again');
    await allDelivered(session, room);
  });

  place.itNeeds('api', 'expired credentials: ends in one state when nothing newer can be had (pitfall 8)', async () => {
    const { url: api, appId, appToken } = place.rest;
    const user = await place.rest.addUser('Ann');
    const session = await place.sessionOf(place.alice, { api, appId, appToken, credentials: user });
    await session.connect();
    await session.disconnect();
    await ethoraServer.api('unregister', { user: user.xmppUsername, host: 'localhost' });
    const connections = frames.connections;
    await session.connect().catch(() => undefined);
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'refused' });
    expect(frames.connections - connections).to.be.at.most(2);
  });

  it('room gone: does not take a server that is not there, or may not be spoken to, for a ban', async () => {
    const session = await place.sessionOf(place.alice);
    const nowhere = 'tea@conference.elsewhere.example';
    session.openRoom(nowhere);
    await session.connect();
    expect((await denied(session, nowhere))?.denial).to.be.oneOf(['not-found', 'refused']);
  });

  it('room gone: says so to whoever wants to change it', async () => {
    const { conference } = await place.where.start();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    const nowhere = `${uniqueName('nowhere')}@${conference}`;
    const change = session.admin.setAffiliation(nowhere, place.bob.jid, 'member');
    expect(await refusal(change)).to.equal('item-not-found');
  });
});
