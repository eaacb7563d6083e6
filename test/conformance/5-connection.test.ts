import { expect } from '@open-wc/testing';
import type { SinonFakeTimers } from 'sinon';
import { useFakeClock } from '../helpers/fake-clock.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startProxy } from '../helpers/network.js';
import { ethoraServer } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, entered, shows } from '../helpers/sessions.js';

/** Own full JID as the server says it; its resource is a group. */
const OWN_JID = /<(?:jid|authorization-identifier)>[^<]*\/([^<]*)</;

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
    let clock: SinonFakeTimers | undefined;
    try {
      const { $state } = session.connection;
      await frames.inSilence(async () => {
        clock = useFakeClock();
        await proxy.refuse();
      });
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const state = await reaches($state, (now) => now.status === 'offline' && now.attempt === attempt);
        clock?.tick((state.retryAt ?? 0) - Date.now());
      }
      await reaches($state, ({ status }) => status === 'error');
      clock?.tick(600_000);
      expect(frames.connections).to.equal(4);
      await proxy.admit();
      await session.connect();
      await entered(session, room);
    } finally {
      clock?.restore();
      frames.restore();
    }
    await session.logout();
    await proxy.close();
  });
});

onEveryServer('5.1 connections that the server ends', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
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
    // Prosody may let the stream go on that it has ended, and then hears nothing: one connection more.
    expect(frames.connections).to.be.within(2, 3);
  });

  it('conflict: does not fight for a session that another one replaces', async () => {
    const session = await place.sessionOf(place.alice);
    await session.connect();
    // Whoever hangs up on somebody who speaks is not heard.
    await session.ready;
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    const bound = await frames.waitFor('in', OWN_JID);
    const resource = OWN_JID.exec(bound)?.[1] ?? '';
    await frames.inSilence(async () => {
      frames.restore();
      await place.raw(place.alice, resource);
    });
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
});
