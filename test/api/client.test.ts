import { expect } from '@open-wc/testing';
import { ApiClient } from '../../src/api/client.js';
import * as chats from '../../src/api/chats.js';
import { fetchConfig } from '../../src/api/config.js';
import { uploadFile } from '../../src/api/files.js';
import { ApiError, normalizeBase, request } from '../../src/api/http.js';
import { loginByEmail, loginByToken } from '../../src/api/session.js';
import { fetchXmppPassword } from '../../src/api/users.js';
import type { ApiSession, ApiSessionStore } from '../../src/domain/api-session.js';
import { MemorySessions, RememberedSessions } from '../../src/storage/api-sessions.js';
import { startRest, type Rest, type RestUser } from '../helpers/rest.js';

const REFRESH = 'POST /users/login/refresh';

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(ApiError);
  return error as ApiError;
}

describe("Ethora's REST API", function () {
  this.timeout(30_000);
  let rest: Rest;

  before(async () => {
    rest = await startRest({ maxFileBytes: 100_000 });
  });
  after(() => rest.close());
  afterEach(() => localStorage.clear());

  function logIn({ email, password }: RestUser): Promise<ApiSession> {
    return loginByEmail(rest.url, { email, password, appId: rest.appId, appToken: rest.appToken });
  }
  async function clientOf(user: RestUser, store: ApiSessionStore = new MemorySessions(), lock = 'test') {
    store.save(await logIn(user));
    return new ApiClient(rest.url, store, lock);
  }

  it('has its base without a version at the end', () => {
    for (const url of ['https://a.test/v1', 'https://a.test/v2/', 'https://a.test//', ' https://a.test '])
      expect(normalizeBase(url)).to.equal('https://a.test');
    expect(normalizeBase('https://a.test/api/v1')).to.equal('https://a.test/api');
  });

  it('names app, token and chat server', async () => {
    expect(await fetchConfig(rest.url, rest.appId)).to.include({ appId: rest.appId, xmppHost: 'localhost' });
    expect(await failure(fetchConfig(rest.url, 'other'))).to.include({ status: 404, code: 'APP_NOT_FOUND' });
  });

  it('logs in by e-mail, with the token exactly as it is handed out', async () => {
    const user = await rest.addUser('mail');
    const session = await logIn(user);
    expect(session.token).to.match(/^JWT /);
    expect(session.user).to.include({ xmppUsername: user.xmppUsername, firstName: 'mail' });
  });

  it('says why it refuses', async () => {
    const user = await rest.addUser('refused', { verified: false });
    expect(await failure(logIn(user))).to.include({ status: 409, code: 'EMAIL_NOT_VERIFIED' });
    expect(await failure(logIn({ ...user, password: 'x' }))).to.include({ status: 401, code: 'WRONG_CREDENTIALS' });
  });

  it('logs in by a token of the site', async () => {
    const session = await loginByToken(rest.url, await rest.signToken({ sub: 'site-user', firstName: 'Sid' }));
    expect(session.user).to.include({ xmppUsername: `${rest.appId}_site-user`, firstName: 'Sid' });
  });

  it('cannot be reached when nobody is there, or when it lets no page ask', async () => {
    expect((await failure(request('http://127.0.0.1:9', '/v1/users/my'))).status).to.equal(0);
    const closed = await startRest({ cors: false });
    expect((await failure(request(closed.url, '/v1/apps/get-config'))).status).to.equal(0);
    await closed.close();
  });

  it('lets the caller abort', async () => {
    const aborter = new AbortController();
    const asking = request(rest.url, '/v1/apps/get-config', { signal: aborter.signal });
    aborter.abort();
    const error: unknown = await asking.catch((reason: unknown) => reason);
    expect((error as Error).name).to.equal('AbortError');
  });

  it('renews an expired token once for all who need it', async () => {
    const client = await clientOf(await rest.addUser('renew'));
    await rest.expireTokens();
    const { [REFRESH]: before = 0 } = await rest.counts();
    const passwords = await Promise.all([fetchXmppPassword(client), fetchXmppPassword(client)]);
    expect(passwords[0]).to.be.a('string').and.equal(passwords[1]);
    expect((await rest.counts())[REFRESH]).to.equal(before + 1);
  });

  it('renews an expired token once for two tabs that share the login', async () => {
    const user = await rest.addUser('tabs');
    const one = await clientOf(user, new RememberedSessions('tabs'));
    const two = new ApiClient(rest.url, new RememberedSessions('tabs'), 'test');
    await rest.expireTokens();
    const { [REFRESH]: before = 0 } = await rest.counts();
    await Promise.all([chats.fetchRooms(one), chats.fetchRooms(two)]);
    expect((await rest.counts())[REFRESH]).to.equal(before + 1);
  });

  it('takes the tokens of a tab that was quicker without the lock', async () => {
    const user = await rest.addUser('quick');
    const one = await clientOf(user, new RememberedSessions('quick'), 'lock-1');
    const two = new ApiClient(rest.url, new RememberedSessions('quick'), 'lock-2');
    await rest.expireTokens();
    await Promise.all([chats.fetchRooms(one), chats.fetchRooms(two)]);
    expect(await chats.fetchRooms(two)).to.deep.equal([]);
  });

  it('is logged out when its refresh token was used by somebody else', async () => {
    const store = new MemorySessions();
    const client = await clientOf(await rest.addUser('stolen'), store);
    const stolen = new MemorySessions();
    stolen.save(store.load()!);
    const thief = new ApiClient(rest.url, stolen, 'thief');
    for (let count = 0; count < 2; count += 1) {
      await rest.expireTokens();
      await chats.fetchRooms(thief);
    }
    expect(await failure(chats.fetchRooms(client))).to.include({ status: 401, code: 'REFRESH_TOKEN_REUSE_DETECTED' });
    expect(store.load()).to.be.undefined;
  });

  it('stays logged in when the API cannot be reached', async () => {
    const store = new MemorySessions();
    store.save(await logIn(await rest.addUser('stays')));
    const client = new ApiClient('http://127.0.0.1:9', store, 'stays');
    expect((await failure(chats.fetchRooms(client))).status).to.equal(0);
    expect(store.load()).to.not.be.undefined;
  });

  it('makes, lists and deletes rooms, and changes who belongs to them', async () => {
    const [ann, ben] = [await rest.addUser('ann'), await rest.addUser('ben')];
    const [mine, bens] = [await clientOf(ann), await clientOf(ben)];
    const room = await chats.createRoom(mine, { title: 'Ops', type: 'group', description: 'On call' });
    expect(room).to.include({ title: 'Ops', type: 'group', description: 'On call', picture: '', memberCount: 1 });
    const [added] = await chats.addMembers(mine, room.name, [ben.xmppUsername]);
    expect(added?.firstName).to.equal('ben');
    expect((await chats.fetchRooms(bens)).map(({ name }) => name)).to.deep.equal([room.name]);
    expect((await chats.fetchRoom(bens, room.name)).members).to.have.length(2);
    expect((await failure(chats.deleteRoom(bens, room.name))).status).to.equal(403);
    await chats.removeMembers(mine, room.name, [ben.xmppUsername]);
    expect(await chats.fetchRooms(bens)).to.deep.equal([]);
    await chats.deleteRoom(mine, room.name);
    expect((await failure(chats.fetchRoom(mine, room.name))).status).to.equal(404);
    const direct = await chats.openPrivateRoom(mine, ben.xmppUsername);
    expect(direct).to.deep.include({ type: 'private', memberCount: 2 });
    expect((await chats.openPrivateRoom(bens, ann.xmppUsername)).name).to.equal(direct.name);
  });

  it('uploads a file and tells how far it is', async () => {
    const client = await clientOf(await rest.addUser('file'));
    const parts: number[] = [];
    const onProgress = (part: number) => parts.push(part);
    await rest.expireTokens();
    const sent = new File([new Uint8Array(50_000)], 'Plan ä.png', { type: 'image/png' });
    const file = await uploadFile(client, sent, { onProgress });
    expect(file).to.include({ originalName: 'Plan ä.png', mimetype: 'image/png', size: 50_000 });
    expect((await (await fetch(file.location)).blob()).size).to.equal(50_000);
    expect(parts.at(-1)).to.equal(1);
  });

  it('refuses a file that is too large, and stops when it is told to', async () => {
    const client = await clientOf(await rest.addUser('large'));
    const large = new File([new Uint8Array(200_000)], 'large.bin');
    expect((await failure(uploadFile(client, large))).status).to.equal(413);
    const aborter = new AbortController();
    const uploading = uploadFile(client, large, { signal: aborter.signal }).catch((error: unknown) => error);
    aborter.abort();
    expect(((await uploading) as Error).name).to.equal('AbortError');
    const never = await uploadFile(client, large, { signal: aborter.signal }).catch((error: unknown) => error);
    expect((never as Error).name).to.equal('AbortError');
  });
});
