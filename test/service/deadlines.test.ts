import { expect } from '@open-wc/testing';
import type { SinonFakeTimers } from 'sinon';
import type { ChatService } from '../../src/context.js';
import { ChatError } from '../../src/domain/session-events.js';
import type { ConnectionState } from '../../src/domain/connection.js';
import { useFakeClock } from '../helpers/fake-clock.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { roomRules } from '../helpers/scripted-room.js';
import { loginRules, startScriptedServer, type ScriptedServer } from '../helpers/scripted-server.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered, makeSession } from '../helpers/sessions.js';

function status(session: ChatService, wanted: ConnectionState['status']): Promise<ConnectionState> {
  return reaches(session.connection.$state, (state) => state.status === wanted);
}

// The network is real, the clock is not: what takes 30 s takes no time here.
describe('deadlines', function () {
  this.timeout(30_000);
  let clock: SinonFakeTimers;
  let recorder: FrameRecorder;
  let alice: Account;
  let proxy: Proxy;
  let scripted: ScriptedServer | undefined;

  before(async () => {
    alice = await server.register('alice');
  });
  beforeEach(async () => {
    proxy = await startProxy((await server.start()).service);
    recorder = recordFrames();
    clock = useFakeClock();
  });
  afterEach(async () => {
    clock.restore();
    recorder.restore();
    await closeSessions();
    await proxy.close();
    await scripted?.close();
    scripted = undefined;
  });

  it('a connection that died without a word is noticed within 30 s and replaced (pitfall 6)', async () => {
    const room = await server.createRoom('frozen');
    const session = await enterAs(alice, room, { service: proxy.url });
    await proxy.freeze();
    const started = Date.now();
    session.send('Into the void');
    const states: ConnectionState[] = [];
    session.on('connection-change', (state) => states.push(state));
    while (states.length === 0 && Date.now() - started < 40_000) clock.tick(500);
    expect(Date.now() - started).to.be.at.most(30_000);
    expect(states[0]).to.include({ status: 'offline', reason: 'lost' });
    expect(recorder.sockets[0]?.readyState).to.be.at.least(WebSocket.CLOSING);
    await proxy.unfreeze();
    clock.tick(1_300);
    await status(session, 'online');
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['Into the void']);
    expect(recorder.connections).to.equal(2);
  });

  it('a connection that is only quiet stays', async () => {
    const room = await server.createRoom('quiet');
    const session = await enterAs(alice, room);
    for (let pings = 1; pings <= 3; pings += 1) {
      const before = recorder.frames.length;
      clock.tick(17_000);
      const isPong = () =>
        recorder.frames.slice(before).some(({ direction, text }) => direction === 'in' && text.includes('<iq'));
      while (!isPong()) await new Promise(requestAnimationFrame);
    }
    clock.tick(16_000);
    expect(session.connection.$state.get().status).to.equal('online');
    expect(recorder.connections).to.equal(1);
  });

  it('after three automatic attempts it gives up, and `connect()` starts anew', async () => {
    clock.restore();
    const room = await server.createRoom('three');
    const session = await enterAs(alice, room, { service: proxy.url });
    const errors: string[] = [];
    session.on('error', ({ code, roomJid = room }) => {
      // Other rooms of the server, which the session enters too, are no matter here.
      if (roomJid === room) errors.push(code);
    });
    await recorder.inSilence(async () => {
      clock = useFakeClock();
      await proxy.refuse();
    });
    await status(session, 'offline');
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { retryAt = 0 } = await reaches(
        session.connection.$state,
        (state) => state.status === 'offline' && state.attempt === attempt,
      );
      delays.push(retryAt - Date.now());
      clock.tick(retryAt - Date.now());
    }
    const { reason } = await status(session, 'error');
    expect(reason).to.equal('unreachable');
    expect(recorder.connections).to.equal(4);
    expect(delays).to.deep.equal([...delays].sort((a, b) => a - b));
    expect(errors).to.deep.equal(['connection']);
    clock.tick(600_000);
    expect(recorder.connections).to.equal(4);

    await proxy.admit();
    await session.connect();
    await entered(session, room);
    await proxy.cut();
    await reaches(session.connection.$state, (state) => state.status === 'offline' && state.attempt === 1);
  });

  it('attempts start anew when the browser finds a network, or somebody looks', async () => {
    clock.restore();
    const room = await server.createRoom('wake');
    const session = await enterAs(alice, room, { service: proxy.url, reconnectAttempts: 0 });
    for (const wake of [
      () => dispatchEvent(new Event('online')),
      () => document.dispatchEvent(new Event('visibilitychange')),
    ]) {
      await recorder.inSilence(() => proxy.refuse());
      await status(session, 'error');
      await proxy.admit();
      wake();
      await status(session, 'online');
    }
  });

  it('a message without an answer fails after 30 s; its late echo makes it one delivered message (pitfall 13)', async () => {
    scripted = await startScriptedServer([...roomRules('tea@conference.x', 'alice'), ...loginRules('alice@x/1')]);
    const session = makeSession({ service: scripted.url, domain: 'x', credentials: alice });
    session.openRoom('tea@conference.x');
    await session.connect();
    await entered(session, 'tea@conference.x');
    const written = session.send('Slow');
    await scripted.waitFor('Slow');
    const { $messages } = session.room('tea@conference.x').timeline;
    clock.tick(16_000);
    // Something else from the server: the connection lives, only the room is slow.
    await session.reloadRooms();
    clock.tick(13_900);
    expect($messages.get()[0]?.status).to.be.oneOf(['pending', 'sent']);
    clock.tick(200);
    expect($messages.get()[0]).to.include({ key: written?.key, status: 'failed', failure: 'timeout' });
    await scripted.push(
      `<message xmlns='jabber:client' from='tea@conference.x/alice' type='groupchat' id='${written?.clientId ?? ''}'>` +
        `<body>Slow</body><stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.x' id='a1'/></message>`,
    );
    await allDelivered(session, 'tea@conference.x');
    expect($messages.get()).to.have.length(1);
    expect($messages.get()[0]).to.include({ key: written?.key, archiveId: 'a1', status: 'delivered' });
  });

  it('a server that never answers the login is given up after 20 s', async () => {
    scripted = await startScriptedServer([]);
    const session = makeSession({ service: scripted.url, domain: 'x', credentials: alice, reconnectAttempts: 0 });
    const waiting = session.connect().catch((error: unknown) => (error instanceof ChatError ? error.name : error));
    await scripted.waitFor('<open');
    clock.tick(20_000);
    expect(await waiting).to.equal('ChatError');
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'timeout' });
    expect(recorder.sockets[0]?.readyState).to.be.at.least(WebSocket.CLOSING);
  });

  it('a server that falls silent in the middle of the login, too', async () => {
    const rules = loginRules('alice@x/1').filter(({ on }) => !on.includes('bind'));
    scripted = await startScriptedServer(rules.filter(({ on }) => !on.startsWith('^<iq')));
    const session = makeSession({ service: scripted.url, domain: 'x', credentials: alice, reconnectAttempts: 0 });
    const waiting = session.connect().catch((error: unknown) => (error instanceof ChatError ? error.name : error));
    await scripted.waitFor('<auth');
    clock.tick(20_000);
    expect(await waiting).to.equal('ChatError');
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'timeout' });
  });

  it('a room that never answers the join is denied as `timeout` after 20 s, and the other rooms are not', async () => {
    scripted = await startScriptedServer(loginRules('alice@x/1'));
    const session = makeSession({ service: scripted.url, domain: 'x', credentials: alice });
    session.openRoom('mute@conference.x');
    await session.connect();
    session.send('Anybody?');
    clock.tick(16_000);
    expect(session.connection.$state.get().status).to.equal('online');
    clock.tick(4_000);
    await reaches(session.rooms.$byJid, (rooms) => rooms['mute@conference.x']?.presence === 'denied');
    expect(session.rooms.get('mute@conference.x')?.denial).to.equal('timeout');
    const [message] = session.room('mute@conference.x').timeline.$messages.get();
    expect(message).to.include({ status: 'failed', failure: 'timeout' });
  });
});
