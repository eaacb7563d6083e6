import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { startRest } from '../helpers/rest.js';
import { uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';

const NOBODY = 'http://127.0.0.1:1';

onEveryServer('1.1 initial login', (place) => {
  /** A session that signs in through the API. */
  function byApi(options: Partial<SessionOptions>): Promise<ChatService> {
    const { url: api, appId, appToken } = place.rest;
    return place.sessionOf(place.alice, { api, appId, appToken, reconnectAttempts: 0, ...options });
  }
  async function reasonOf(session: ChatService): Promise<string | undefined> {
    await session.connect().catch(() => undefined);
    const { status, reason } = session.connection.$state.get();
    expect(status).to.equal('error');
    return reason;
  }

  it('takes a username and a password to a WebSocket', async () => {
    const session = await place.sessionOf(place.alice);
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(place.alice.jid);
  });

  it('speaks XMPP by RFC 7395, to the domain that it was given', async () => {
    const frames = recordFrames();
    await (await place.sessionOf(place.alice)).connect();
    frames.restore();
    expect(frames.sockets.map(({ protocol }) => protocol)).to.deep.equal(['xmpp']);
    const { domain } = await place.where.start();
    expect(frames.sent()[0])
      .to.match(/^<open xmlns="urn:ietf:params:xml:ns:xmpp-framing"/)
      .and.contain(`to="${domain}"`);
  });

  it('takes the address of a wallet, by `walletToUsername`', async () => {
    const { username, password, jid } = await place.where.register('0x_ab12_c');
    const walletAddress = username.replace('0x_ab12_c', '0xAb12C');
    const session = await place.sessionOf(place.alice, { credentials: { walletAddress, password } });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(jid);
  });

  place.itNeeds('anonymous', 'takes visitors without an account', async () => {
    const session = await place.sessionOf(place.alice, { domain: 'anon.localhost', credentials: { anonymous: true } });
    await session.connect();
    expect(session.connection.$jid.get()).to.match(/^.+@anon\.localhost$/);
  });

  place.itNeeds('api', 'takes an e-mail address and a password', async () => {
    const user = await place.rest.addUser('mail');
    const session = await byApi({ credentials: user });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(`${user.xmppUsername}@localhost`);
    expect(session.connection.$name.get()).to.equal('mail Test');
  });

  place.itNeeds('api', 'takes a token that the site has signed', async () => {
    const credentials = async () => ({ token: await place.rest.signToken({ sub: 'visitor' }) });
    const session = await byApi({ credentials });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(`${place.rest.appId}_visitor@localhost`);
  });

  place.itNeeds('api', 'says what the API has against a login, and opens no connection', async () => {
    const verified = await place.rest.addUser('fine');
    const cases: readonly (readonly [string, Partial<SessionOptions>])[] = [
      ['wrong-credentials', { credentials: { ...verified, password: 'wrong' } }],
      ['email-unverified', { credentials: await place.rest.addUser('new', { verified: false }) }],
      ['token-expired', { credentials: { token: await place.rest.signToken({ sub: 'visitor', exp: 1 }) } }],
      ['wrong-app', { credentials: verified, appId: 'of-another-site' }],
      ['api-unreachable', { credentials: verified, api: NOBODY }],
    ];
    const frames = recordFrames();
    for (const [reason, options] of cases) expect(await reasonOf(await byApi(options))).to.equal(reason);
    frames.restore();
    expect(frames.connections).to.equal(0);
  });

  place.itNeeds('api', 'says `api-unreachable` when the API lets no page ask', async () => {
    const closed = await startRest({ ethora: true, cors: false });
    const { url: api, appId, appToken } = closed;
    const credentials = await closed.addUser('cors');
    expect(await reasonOf(await byApi({ api, appId, appToken, credentials }))).to.equal('api-unreachable');
    await closed.close();
  });

  it('is `connecting`, then `online`, and `offline` after disconnecting', async () => {
    const session = await place.sessionOf(place.alice);
    const seen: string[] = [];
    session.on('connection-change', ({ status }) => seen.push(status));
    await session.connect();
    await session.disconnect();
    expect(seen).to.deep.equal(['connecting', 'online', 'offline']);
  });

  it('ends in `error` with a wrong password', async () => {
    const session = await place.sessionOf({ ...place.alice, password: 'wrong' });
    expect(await reasonOf(session)).to.equal('wrong-credentials');
  });

  it('ends in `error` where there is no such domain, no server, or no service', async () => {
    const cases: readonly (readonly [string, Partial<SessionOptions>])[] = [
      ['unknown-host', { domain: 'elsewhere.example' }],
      ['unreachable', { service: NOBODY.replace('http', 'ws') }],
      ['invalid-service', { service: '' }],
    ];
    for (const [reason, options] of cases) {
      expect(await reasonOf(await place.sessionOf(place.alice, { reconnectAttempts: 0, ...options }))).to.equal(reason);
    }
  });

  it('never sends the password where SCRAM is offered', async () => {
    const frames = recordFrames();
    await (await place.sessionOf(place.alice)).connect();
    frames.restore();
    const [auth] = frames.sent().filter((text) => text.startsWith('<auth'));
    expect(auth).to.match(/mechanism="SCRAM-SHA-(256|1)"/);
  });
});

/** Own full JID as the server says it. */
const OWN_JID = /<(?:jid|authorization-identifier)>([^<]*\/[^<]*)</;

onEveryServer('1.2 session establishment', (place) => {
  it('sends the initial presence at once, and waits for no session reply', async () => {
    const frames = recordFrames();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    await session.ready;
    frames.restore();
    expect(frames.sent().filter((text) => /^<presence xmlns="jabber:client"\/>/.test(text))).to.have.length(1);
    expect(frames.sent().join()).not.to.contain('xmpp-session');
    await reaches(session.rooms.$status, (status) => status === 'ready');
  });

  it('goes on when a session reply comes that nobody asked for', async () => {
    const frames = recordFrames();
    const room = await place.where.createRoom('session');
    const session = await place.enter(place.alice, room);
    frames.restore();
    const bound = await frames.waitFor('in', OWN_JID);
    const jid = OWN_JID.exec(bound)?.[1] ?? '';
    const peer = await place.raw(place.bob);
    const id = uniqueName('session');
    peer.send(`<iq type="result" id="${id}" to="${jid}"><session xmlns="urn:ietf:params:xml:ns:xmpp-session"/></iq>`);
    await frames.waitFor('in', new RegExp(id));
    session.send('Still here');
    await reaches(session.room(room).timeline.$messages, ([message]) => message?.status === 'delivered');
    expect(session.connection.$state.get().status).to.equal('online');
  });
});
