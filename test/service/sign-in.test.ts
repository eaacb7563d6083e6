import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startRest, stealRememberedLogin, type Rest } from '../helpers/rest.js';
import { ethoraServer as server, server as stockServer, uniqueName } from '../helpers/server.js';
import { closeSessions, makeSession } from '../helpers/sessions.js';

const LOGIN = 'POST /users/login-with-email';
const REFRESH = 'POST /users/login/refresh';
const PASSWORD = 'POST /users/xmpp-token';

describe("signing in through Ethora's API", function () {
  this.timeout(30_000);
  let rest: Rest;
  let service: string;
  let recorder: FrameRecorder;

  before(async () => {
    // Where every login takes the password.
    rest = await startRest({ ethora: true });
    ({ service } = await server.start());
  });
  after(() => rest.close());
  beforeEach(() => {
    recorder = recordFrames();
  });
  afterEach(async () => {
    await closeSessions();
    recorder.restore();
    localStorage.clear();
  });

  function open(options: Partial<SessionOptions>): ChatService {
    const { url: api, appId, appToken } = rest;
    return makeSession({ service, api, appId, appToken, reconnectAttempts: 0, ...options });
  }
  async function reasonOf(session: ChatService): Promise<string | undefined> {
    await session.connect().catch(() => undefined);
    const { status, reason } = session.connection.$state.get();
    expect(status).to.equal('error');
    return reason;
  }
  /** How often an endpoint is called meanwhile. */
  async function calls(endpoint: string, run: () => Promise<unknown>): Promise<number> {
    const { [endpoint]: before = 0 } = await rest.counts();
    await run();
    const { [endpoint]: after = 0 } = await rest.counts();
    return after - before;
  }
  const jidOf = (xmppUsername: string) => `${xmppUsername}@localhost`;

  it('works with e-mail and password, and takes the domain that the API names', async () => {
    const user = await rest.addUser('mail');
    const session = open({ credentials: user });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(jidOf(user.xmppUsername));
    expect(recorder.sent()[0]).to.match(/to=["']localhost["']/);
  });

  it('works without app-id and app-token: the API names the app of this site', async () => {
    const user = await rest.addUser('bare');
    const session = makeSession({ service, api: `${rest.url}/v1/`, credentials: user });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(jidOf(user.xmppUsername));
  });

  it('works with a token of the site, asked for every attempt', async () => {
    let asked = 0;
    const credentials = async () => ({ token: await rest.signToken({ sub: 'visitor', attempt: (asked += 1) }) });
    const session = open({ credentials });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(jidOf(`${rest.appId}_visitor`));
    await session.disconnect();
    await session.connect();
    expect(asked).to.equal(2);
  });

  it('works with an account that belongs to a wallet, without the API', async () => {
    const suffix = uniqueName('x').slice(2);
    await server.api('register', { user: `0x_ab12_c${suffix}`, host: 'localhost', password: 'secret' });
    for (const name of [{ walletAddress: `0xAb12C${suffix}` }, { username: `0xAb12C${suffix}` }]) {
      const session = makeSession({ service, domain: 'localhost', credentials: { ...name, password: 'secret' } });
      await session.connect();
      expect(session.connection.$jid.get()).to.equal(`0x_ab12_c${suffix}@localhost`);
    }
  });

  it('leaves other usernames as they are', async () => {
    const { username, password } = await server.register('plain');
    const session = open({ domain: 'localhost', credentials: { username: username.replace('p', 'P'), password } });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(`${username}@localhost`);
  });

  it('gets a new password for the chat server when the old one has expired (pitfall 8)', async () => {
    const session = open({ credentials: await rest.addUser('expired') });
    await session.connect();
    await session.disconnect();
    await rest.expirePasswords();
    await rest.expireTokens();
    const logins = await calls(LOGIN, async () => {
      const passwords = await calls(PASSWORD, () => session.connect());
      // Once with the expired token, once with the new one.
      expect(passwords).to.equal(2);
    });
    expect(logins).to.equal(0);
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('logs in anew with what it has when the login with the API is over', async () => {
    const user = await rest.addUser('over');
    const session = open({ credentials: user, remember: true });
    await session.connect();
    await session.disconnect();
    await rest.expirePasswords();
    localStorage.clear();
    expect(await calls(LOGIN, () => session.connect())).to.equal(1);
  });

  it('ends in one state when the chat server refuses a fresh password (pitfall 8)', async () => {
    const user = await rest.addUser('gone');
    const session = open({ credentials: user });
    await session.connect();
    await session.disconnect();
    await server.api('unregister', { user: user.xmppUsername, host: 'localhost' });
    expect(await calls(PASSWORD, () => reasonOf(session))).to.equal(1);
    expect(session.connection.$state.get().reason).to.equal('refused');
    expect(recorder.connections).to.equal(3);
    await server.api('register', { user: user.xmppUsername, host: 'localhost', password: 'back' });
  });

  it('says what is wrong, in one attempt, and opens no connection', async () => {
    const user = await rest.addUser('wrong');
    const unverified = await rest.addUser('unverified', { verified: false });
    const expired = { token: await rest.signToken({ sub: 'x', exp: 1 }) };
    const foreign = { token: await rest.signToken({ sub: 'x', appId: 'other' }) };
    const attempts: [Partial<SessionOptions>, string][] = [
      [{ credentials: { ...user, password: 'guess' } }, 'wrong-credentials'],
      [{ credentials: unverified }, 'email-unverified'],
      [{ credentials: expired }, 'token-expired'],
      [{ credentials: foreign }, 'wrong-app'],
      [{ credentials: user, appToken: 'JWT other' }, 'wrong-app'],
      [{ credentials: user, appId: 'other', appToken: '' }, 'wrong-app'],
      [{ credentials: user, api: 'http://127.0.0.1:9' }, 'api-unreachable'],
      // A web server, but no API.
      [{ credentials: user, api: location.origin }, 'api-unreachable'],
      [{ credentials: user, api: '' }, 'invalid-api'],
      [{ credentials: user, api: 'chat.example' }, 'invalid-api'],
      [{ credentials: user, api: 'http://chat.example' }, 'insecure'],
    ];
    for (const [options, reason] of attempts) {
      expect(await reasonOf(open(options)), JSON.stringify(options)).to.equal(reason);
    }
    expect(recorder.connections).to.equal(0);
  });

  it('tells an API that lets no page ask from a wrong password', async () => {
    const closed = await startRest({ cors: false });
    const { url: api, appId, appToken } = closed;
    const session = open({ api, appId, appToken, credentials: await closed.addUser('cors') });
    expect(await reasonOf(session)).to.equal('api-unreachable');
    await closed.close();
  });

  it('never says a password or token in an event', async () => {
    const user = await rest.addUser('silent');
    const said: unknown[] = [];
    for (const credentials of [{ ...user, password: 'hunter-two' }, { token: 'hunter-three' }]) {
      const session = open({ credentials });
      session.on('connection-change', (state) => said.push(state));
      session.on('error', (error) => said.push(error));
      await reasonOf(session);
    }
    expect(said).to.not.be.empty;
    expect(JSON.stringify(said)).to.not.contain('hunter');
  });

  it('shows the rooms that the API lists, with title and members, beside those of the chat server', async () => {
    const beside = await startRest();
    const { url: api, appId, appToken } = beside;
    const { service: address } = await stockServer.start();
    const user = await beside.addUser('rooms');
    const friend = await beside.addUser('friend');
    const open1 = await stockServer.createListedRoom('beside');
    const login = await fetch(`${api}/v1/users/login-with-email`, {
      method: 'POST',
      headers: { authorization: appToken },
      body: JSON.stringify(user),
    });
    const { token } = (await login.json()) as { token: string };
    const post = (path: string, body: object) =>
      fetch(api + path, { method: 'POST', headers: { authorization: token }, body: JSON.stringify(body) });
    await post('/v1/chats', { title: 'Ops', type: 'group', description: 'On call', members: [friend.xmppUsername] });
    await post('/v1/chats/private', { username: friend.xmppUsername });
    const session = open({ service: address, api, appId, appToken, credentials: user });
    await session.connect();
    await session.ready;
    const rooms = await reaches(session.rooms.$byJid, (byJid) => open1 in byJid);
    const group = Object.values(rooms).find((room) => room.name === 'Ops');
    expect(group).to.include({ direct: false, memberCount: 2, description: 'On call' });
    const direct = Object.values(rooms).find((room) => room.name === 'friend Test');
    expect(direct).to.include({ direct: true, memberCount: 2 });
    await reaches(session.rooms.$byJid, (byJid) => byJid[group?.jid ?? '']?.presence === 'joined');
    await beside.close();
  });

  describe('with `remember`', () => {
    async function remembered(prefix: string) {
      const user = await rest.addUser(prefix);
      const session = open({ credentials: user, remember: true });
      await session.connect();
      // What still is asked when the tokens expire would renew them.
      await session.ready;
      return { user, session };
    }
    const stored = () => JSON.stringify(Object.entries(localStorage));

    it('survives a reload without password', async () => {
      const { user, session } = await remembered('reload');
      await session.disconnect();
      expect(stored()).to.not.contain(user.password);
      const next = open({ remember: true });
      await next.connect();
      expect(next.connection.$jid.get()).to.equal(jidOf(user.xmppUsername));
    });

    it('leaves nothing in storage after logout', async () => {
      const { session } = await remembered('logout');
      expect(stored()).to.contain('JWT ');
      await session.logout();
      expect(localStorage).to.have.length(0);
      expect(await reasonOf(open({ remember: true }))).to.equal('credentials-needed');
    });

    it('stores nothing when the logout comes while the login is under way', async () => {
      const session = open({ credentials: await rest.addUser('hasty'), remember: true });
      const connecting = session.connect().catch(() => undefined);
      await session.logout();
      await connecting;
      await rest.counts();
      expect(localStorage).to.have.length(0);
    });

    it('keeps nothing without being asked', async () => {
      const session = open({ credentials: await rest.addUser('forget') });
      await session.connect();
      expect(stored()).to.not.contain('JWT ');
    });

    it('expires', async () => {
      const { session } = await remembered('old');
      await session.disconnect();
      const [key = ''] = Object.keys(localStorage).filter((name) => name.startsWith('ethora-chat:session:'));
      localStorage.setItem(key, (localStorage.getItem(key) ?? '').replace(/"expires":\d+/, '"expires":1'));
      expect(await reasonOf(open({ remember: true }))).to.equal('credentials-needed');
    });

    it('ends in one state, and is forgotten, when somebody else has used its refresh token', async () => {
      const { session } = await remembered('stolen');
      await session.disconnect();
      await stealRememberedLogin(rest);
      expect(await reasonOf(open({ remember: true }))).to.equal('token-expired');
      expect(JSON.stringify(Object.entries(localStorage))).to.not.contain('JWT ');
    });

    it('renews the tokens once for two tabs', async () => {
      const { session } = await remembered('tabs');
      await session.disconnect();
      await rest.expireTokens();
      const tabs = [open({ remember: true }), open({ remember: true })];
      const refreshes = await calls(REFRESH, () => Promise.all(tabs.map((tab) => tab.connect())));
      expect(refreshes).to.equal(1);
    });

    it('does not mix up two people in two tabs', async () => {
      const { user: ann, session: one } = await remembered('ann');
      const { user: ben, session: two } = await remembered('ben');
      await rest.expireTokens();
      await rest.expirePasswords();
      for (const [session, user] of [
        [one, ann],
        [two, ben],
      ] as const) {
        await session.disconnect();
        await session.connect();
        expect(session.connection.$jid.get()).to.equal(jidOf(user.xmppUsername));
      }
      await one.logout();
      const next = open({ remember: true });
      await next.connect();
      expect(next.connection.$jid.get()).to.equal(jidOf(ben.xmppUsername));
    });
  });
});
