import { expect } from '@open-wc/testing';
import { ChatError } from '../../src/domain/session-events.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { server } from '../helpers/server.js';
import { closeSessions, makeSession, sessionOf } from '../helpers/sessions.js';

/** What `connect()` was rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('signing in', function () {
  this.timeout(30_000);
  let recorder: FrameRecorder;

  before(() => server.start());
  beforeEach(() => {
    recorder = recordFrames();
  });
  afterEach(async () => {
    await closeSessions();
    recorder.restore();
  });

  it('proves the password by SCRAM and never says it', async () => {
    const account = await server.register('scram', 'correct-horse');
    const session = await sessionOf(account);
    await session.connect();
    expect(session.connection.$state.get()).to.deep.equal({ status: 'online', attempt: 0 });
    expect(session.connection.$jid.get()).to.equal(account.jid);
    const wire = recorder.sent().join('\n');
    expect(wire).to.match(/mechanism=["']SCRAM-SHA-(256|1)["']/);
    expect(wire).to.not.contain('PLAIN');
    for (const secret of ['correct-horse', btoa('correct-horse'), btoa(`\0${account.username}\0correct-horse`)])
      expect(wire).to.not.contain(secret);
  });

  it('takes passwords and names that are not Latin', async () => {
    const { domain } = await server.start();
    const username = `ювілей-${crypto.randomUUID().slice(0, 8)}`;
    await server.api('register', { user: username, host: domain, password: 'пароль=中文,ß' });
    const session = await sessionOf({ username, password: 'пароль=中文,ß', jid: `${username}@${domain}` });
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(`${username}@${domain}`);
  });

  it('needs no account where the server lets anybody in', async () => {
    const { service, conference } = await server.start();
    const room = await server.createRoom('visitors');
    const session = makeSession({ service, domain: 'anon.localhost', conference, credentials: { anonymous: true } });
    session.openRoom(room);
    await session.connect();
    expect(session.connection.$jid.get()).to.match(/^[^@]+@anon\.localhost$/);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.presence === 'joined');
  });

  it('goes online with the rooms known: `ready`', async () => {
    const room = await server.createListedRoom('ready');
    const session = await sessionOf(await server.register('ready'));
    void session.connect();
    await session.ready;
    expect(session.connection.$state.get().status).to.equal('online');
    expect(session.rooms.get(room)?.jid).to.equal(room);
  });

  it('ends with `wrong-credentials` and no further attempt when the password is wrong', async () => {
    const account = await server.register('wrong');
    const session = await sessionOf({ ...account, password: 'guessed' });
    const error = await rejection(session.connect());
    expect(error).to.be.instanceOf(ChatError);
    expect(error).to.include({ code: 'connection', recoverable: false });
    const { status, reason, retryAt } = session.connection.$state.get();
    expect({ status, reason, retryAt }).to.deep.equal({
      status: 'error',
      reason: 'wrong-credentials',
      retryAt: undefined,
    });
    dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(session.connection.$state.get().status).to.equal('error');
    expect(recorder.connections).to.equal(1);
    expect(recorder.sockets[0]?.readyState).to.be.at.least(WebSocket.CLOSING);
  });

  it('rejects `ready` when it gives up, and makes a new one for the next attempt', async () => {
    const account = await server.register('unready');
    let password = 'guessed';
    const session = await sessionOf(account, { credentials: () => ({ ...account, password }) });
    const first = session.ready;
    await rejection(session.connect());
    expect(await rejection(first))
      .to.be.instanceOf(ChatError)
      .and.include({ recoverable: false });
    expect(await rejection(session.ready)).to.be.instanceOf(ChatError);
    password = account.password;
    void session.connect();
    await session.ready;
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('tries several services in order', async () => {
    const { service, domain } = await server.start();
    const credentials = await server.register('several');
    const session = makeSession({ service: `ws://127.0.0.1:9/ws ${service}`, domain, credentials });
    await session.connect();
    expect(recorder.sockets.map(({ url }) => url)).to.deep.equal(['ws://127.0.0.1:9/ws', service]);
  });

  it('can be tried again with the right password after a wrong one', async () => {
    const account = await server.register('again');
    let password = 'guessed';
    const session = await sessionOf(account, { credentials: () => ({ ...account, password }) });
    await rejection(session.connect());
    password = account.password;
    await session.connect();
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('asks a credentials function for every attempt, and once more when its password is refused', async () => {
    const account = await server.register('renew');
    const passwords = ['expired', account.password];
    const asked: string[] = [];
    const session = await sessionOf(account, {
      credentials: () => {
        const password = passwords.shift() ?? 'none left';
        asked.push(password);
        return Promise.resolve({ username: account.username, password });
      },
    });
    await session.connect();
    expect(asked).to.deep.equal(['expired', account.password]);
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('gives up after the second refusal of a credentials function', async () => {
    const account = await server.register('refuse');
    let asked = 0;
    const session = await sessionOf(account, {
      credentials: () => {
        asked += 1;
        return { username: account.username, password: `wrong ${asked}` };
      },
    });
    expect(await rejection(session.connect())).to.be.instanceOf(ChatError);
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'wrong-credentials' });
    expect(asked).to.equal(2);
    expect(recorder.connections).to.equal(2);
  });

  it('says so when the credentials function fails, and opens no connection', async () => {
    const session = await sessionOf(await server.register('fails'), {
      credentials: () => Promise.reject(new Error('Your site is down')),
    });
    expect(await rejection(session.connect())).to.be.instanceOf(ChatError);
    expect(session.connection.$state.get()).to.include({
      status: 'error',
      reason: 'credentials-failed',
      detail: 'Your site is down',
    });
    expect(recorder.connections).to.equal(0);
  });

  it('opens no connection without credentials', async () => {
    const { service } = await server.start();
    const session = makeSession({ service });
    expect(await rejection(session.connect())).to.be.instanceOf(ChatError);
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'credentials-needed' });
    expect(recorder.connections).to.equal(0);
  });

  it('names a domain that the server does not have', async () => {
    const session = await sessionOf(await server.register('host'), { domain: 'nowhere.example' });
    expect(await rejection(session.connect())).to.be.instanceOf(ChatError);
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'unknown-host' });
    expect(recorder.connections).to.equal(1);
  });

  it('names a server that is not there', async () => {
    const account = { username: 'a', password: 'b' };
    const session = makeSession({ service: 'ws://127.0.0.1:9/ws', credentials: account, reconnectAttempts: 0 });
    const error = await rejection(session.connect());
    expect(error).to.include({ code: 'connection', recoverable: true });
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'unreachable' });
  });

  for (const [service, reason] of [
    ['', 'invalid-service'],
    ['https://chat.example/ws', 'invalid-service'],
    ['chat.example', 'invalid-service'],
    ['ws://chat.example/ws', 'insecure'],
    ['wss://chat.example/ws ws://chat.example/ws', 'insecure'],
  ] as const) {
    it(`refuses the service "${service}" as ${reason}, without a connection (pitfall 9)`, async () => {
      const session = makeSession({ service, credentials: { username: 'a', password: 'b' } });
      expect(await rejection(session.connect())).to.be.instanceOf(ChatError);
      expect(session.connection.$state.get()).to.include({ status: 'error', reason });
      expect(recorder.connections).to.equal(0);
    });
  }

  it('never says the password in an event', async () => {
    const account = await server.register('silent', 'hunter-two');
    const session = await sessionOf({ ...account, password: 'hunter-three' });
    const said: unknown[] = [];
    session.on('connection-change', (state) => said.push(state));
    session.on('error', (error) => said.push(error));
    await rejection(session.connect());
    expect(said).to.not.be.empty;
    expect(JSON.stringify(said)).to.not.contain('hunter');
  });
});
