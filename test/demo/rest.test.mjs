import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { startRest } from '../../demo/server/rest/api.mjs';
import { signJwt } from '../../demo/server/rest/jwt.mjs';

describe("the stand-in for Ethora's REST API", { timeout: 60_000 }, () => {
  let folder;
  let server;
  let rest;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-rest-'));
    server = await startEjabberd({ dir: join(folder, 'ejabberd'), ports: { http: 0 } });
    rest = await startRest({ server, dir: join(folder, 'rest'), maxFileBytes: 1000 });
  });
  after(async () => {
    await rest?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function call(method, path, { token, json, headers, body } = {}) {
    const response = await fetch(rest.url + path, {
      method,
      headers: { ...headers, ...(token && { authorization: token }) },
      body: json ? JSON.stringify(json) : body,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  }
  const post = (path, options) => call('POST', path, options);
  const byEmail = (email, password = 'secret', token = rest.appToken) =>
    post('/v1/users/login-with-email', { token, json: { email, password } });

  async function person(name) {
    const email = `${name}@harbor.example`;
    await rest.addUser({ email, password: 'secret', firstName: name, lastName: 'Test' });
    return (await byEmail(email)).body;
  }
  /** Whether the chat server lets this account in. */
  async function isLetIn({ xmppUsername }, password) {
    const answer = await server.api('check_password', { user: xmppUsername, host: server.domain, password });
    return answer === 0;
  }

  it('gives out its app, and no other', async () => {
    const { body } = await call('GET', '/v1/apps/get-config?domainName=localhost');
    assert.equal(body.result._id, rest.appId);
    assert.equal(body.result.xmppHost, 'localhost');
    assert.match(body.result.appToken, /^JWT /);
    assert.equal((await call('GET', '/v1/apps/get-config?appId=other')).status, 404);
  });

  it('lets in by e-mail and password, under both versions', async () => {
    await rest.addUser({ email: 'Elena@harbor.example', password: 'secret', firstName: 'Elena' });
    const { status, body } = await byEmail('elena@harbor.example');
    assert.equal(status, 200);
    assert.equal(body.user.xmppUsername, `${rest.appId}_${body.user._id}`);
    assert.ok(await isLetIn(body.user, body.user.xmppPassword));
    const json = { email: 'elena@harbor.example', password: 'secret' };
    assert.equal((await post('/v2/users/login-with-email', { token: rest.appToken, json })).status, 200);
  });

  it('refuses a wrong password like a wrong address, an unverified address, and another app', async () => {
    await rest.addUser({ email: 'new@harbor.example', password: 'secret', verified: false });
    assert.deepEqual(await statusAndCode(byEmail('new@harbor.example', 'guess')), [401, 'WRONG_CREDENTIALS']);
    assert.deepEqual(await statusAndCode(byEmail('nobody@harbor.example')), [401, 'WRONG_CREDENTIALS']);
    assert.deepEqual(await statusAndCode(byEmail('new@harbor.example')), [409, 'EMAIL_NOT_VERIFIED']);
    assert.deepEqual(await statusAndCode(byEmail('new@harbor.example', 'secret', 'JWT a.b.c')), [
      401,
      'APP_TOKEN_INVALID',
    ]);
  });

  it('lets in whom the site names, and makes an account the first time', async () => {
    const enter = (claims) => post('/v1/users/client', { headers: { 'x-custom-token': rest.signToken(claims) } });
    const first = await enter({ data: { userId: 'u7', appId: rest.appId, firstName: 'Ulla' } });
    assert.equal(first.body.user.xmppUsername, `${rest.appId}_u7`);
    assert.equal((await enter({ sub: 'u7' })).body.user.firstName, 'Ulla');
    assert.deepEqual(await statusAndCode(enter({ sub: 'u7', exp: 1 })), [401, 'TOKEN_EXPIRED']);
    assert.deepEqual(await statusAndCode(enter({ sub: 'u7', appId: 'other' })), [403, 'WRONG_APP']);
    assert.equal((await enter({ sub: '../x' })).status, 422);
    const forged = signJwt({ sub: 'u7' }, 'guess');
    assert.equal((await post('/v1/users/client', { headers: { 'x-custom-token': forged } })).status, 401);
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"u7"}')}.`;
    assert.equal((await post('/v1/users/client', { headers: { 'x-custom-token': unsigned } })).status, 401);
  });

  it('takes a token only as it was handed out, for what it is for, and until it has expired', async () => {
    const { token, refreshToken } = await person('tara');
    const my = (value) => call('GET', '/v1/users/my', { token: value });
    assert.equal((await my(token)).body.user.firstName, 'tara');
    for (const other of [token.slice(4), `Bearer ${token.slice(4)}`, refreshToken, rest.appToken, undefined])
      assert.equal((await my(other)).status, 401, other);
    await rest.expireTokens();
    assert.deepEqual(await statusAndCode(my(token)), [401, 'TOKEN_EXPIRED']);
  });

  it('renews a pair of tokens once', async () => {
    const { refreshToken } = await person('rosa');
    const refresh = (token) => post('/v1/users/login/refresh', { token, json: {} });
    const next = await refresh(refreshToken);
    assert.equal(next.status, 200);
    assert.equal((await call('GET', '/v1/users/my', { token: next.body.token })).status, 200);
    // Another tab that came late.
    assert.deepEqual(await statusAndCode(refresh(refreshToken)), [401, 'REFRESH_TOKEN_ALREADY_ROTATED']);
    const last = await refresh(next.body.refreshToken);
    assert.equal(last.status, 200);
    // Older than that: somebody has stolen it, and everybody is logged out.
    assert.deepEqual(await statusAndCode(refresh(refreshToken)), [401, 'REFRESH_TOKEN_REUSE_DETECTED']);
    assert.deepEqual(await statusAndCode(refresh(last.body.refreshToken)), [401, 'REFRESH_TOKEN_NOT_FOUND']);
    assert.equal((await call('GET', '/v1/users/my', { token: last.body.token })).status, 401);
  });

  it('lets one of several refreshes through', async () => {
    const { refreshToken } = await person('ruth');
    const answers = await Promise.all(
      [1, 2, 3].map(() => statusAndCode(post('/v1/users/login/refresh', { token: refreshToken }))),
    );
    const codes = answers.map(([, code]) => code);
    assert.equal(codes.filter((code) => code === undefined).length, 1);
    for (const code of codes.filter(Boolean))
      assert.match(code, /^(REFRESH_IN_PROGRESS|REFRESH_TOKEN_ALREADY_ROTATED)$/);
  });

  it('changes the password of the chat server when its time is over', async () => {
    const { token, user } = await person('paul');
    await rest.expirePasswords();
    assert.equal(await isLetIn(user, user.xmppPassword), false);
    const { body } = await post('/v1/users/xmpp-token', { token });
    assert.notEqual(body.xmppPassword, user.xmppPassword);
    assert.ok(await isLetIn(user, body.xmppPassword));
  });

  it('makes rooms that exist on the chat server, and shows them to their members only', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const json = { title: 'Ops', type: 'group', description: 'On call' };
    const { body } = await post('/v1/chats', { token: ann.token, json });
    const { name } = body.result;
    const my = async ({ token }) => (await call('GET', '/v1/chats/my', { token })).body.items.map((room) => room.name);
    assert.deepEqual(await my(ann), [name]);
    assert.deepEqual(await my(ben), []);
    assert.equal((await call('GET', `/v1/chats/my/${name}`, { token: ben.token })).status, 404);
    const access = { chatName: name, members: [ben.user.xmppUsername] };
    assert.equal((await post('/v1/chats/users-access', { token: ben.token, json: access })).status, 404);
    const { results } = (await post('/v1/chats/users-access', { token: ann.token, json: access })).body;
    assert.equal(results[0].xmppUsername, ben.user.xmppUsername);
    assert.deepEqual(await my(ben), [name]);
    const place = { name, service: server.conference };
    const of = async ({ user: { xmppUsername } }) =>
      server.api('get_room_affiliation', { ...place, jid: `${xmppUsername}@${server.domain}` });
    assert.match(JSON.stringify([await of(ann), await of(ben)]), /owner.*member/);
    assert.equal((await call('DELETE', '/v1/chats/users-access', { token: ben.token, json: access })).status, 403);
    await call('DELETE', '/v1/chats/users-access', { token: ann.token, json: access });
    assert.deepEqual(await my(ben), []);
    assert.equal((await call('DELETE', '/v1/chats', { token: ann.token, json: { name } })).status, 200);
    // It ends a moment after it was told to.
    const rooms = () => server.api('muc_online_rooms', { service: server.conference });
    while ((await rooms()).some((room) => room.startsWith(name)));
  });

  it('refuses a room with a name that is taken, without a title, or with strangers', async () => {
    const { token } = await person('dora');
    const make = (json) => post('/v1/chats', { token, json });
    assert.equal((await make({ title: 'One', type: 'public', uuid: 'same' })).status, 200);
    assert.equal((await make({ title: 'Two', type: 'public', uuid: 'same' })).status, 422);
    assert.equal((await make({ title: ' ' })).status, 422);
    assert.equal((await make({ title: 'Three', members: ['nobody'] })).status, 422);
  });

  it('has one room of two, whoever asks', async () => {
    const [kim, lou] = [await person('kim'), await person('lou')];
    const open = async (from, to) => {
      const json = { username: to.user.xmppUsername };
      return (await post('/v1/chats/private', { token: from.token, json })).body.result;
    };
    const room = await open(kim, lou);
    assert.equal((await open(lou, kim)).name, room.name);
    assert.equal(room.name, [kim.user.xmppUsername, lou.user.xmppUsername].sort().join('-'));
    assert.equal(room.type, 'private');
  });

  it('keeps files as they were, up to its limit', async () => {
    const { token } = await person('fred');
    const form = (...files) => files.reduce((data, file) => (data.append('files', file), data), new FormData());
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const two = form(new File([bytes], 'ä "b".bin', { type: 'image/png' }), new File(['\r\n--x'], 'c.txt'));
    const { status, body } = await post('/v1/files/', { token, body: two });
    assert.equal(status, 200);
    const [{ location, originalname, mimetype, size }, second] = body.results;
    assert.deepEqual([originalname, mimetype, size, second.size], ['ä "b".bin', 'image/png', 256, 5]);
    const kept = await fetch(location);
    assert.equal(kept.headers.get('content-type'), 'image/png');
    assert.deepEqual(new Uint8Array(await kept.arrayBuffer()), bytes);
    const large = form(new File([new Uint8Array(2000)], 'large'));
    assert.equal((await post('/v1/files/', { token, body: large })).status, 413);
    assert.equal((await post('/v1/files/', { body: form(new File(['x'], 'x')) })).status, 401);
    assert.equal((await post('/v1/files/', { token, body: 'x' })).status, 422);
  });

  it('lets pages of every origin ask', async () => {
    const { status, headers } = await call('OPTIONS', '/v1/users/my');
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.match(headers.get('access-control-allow-headers'), /authorization.*x-custom-token/);
    assert.equal((await call('GET', '/v1/users/my')).headers.get('access-control-allow-origin'), '*');
  });

  it('says what is wrong with a request', async () => {
    assert.equal((await call('GET', '/v1/nothing')).status, 404);
    assert.equal((await post('/v1/users/login-with-email', { token: rest.appToken, body: '[1' })).status, 400);
    const json = { loginType: 'google' };
    assert.equal((await post('/v1/users/login', { token: rest.appToken, json })).status, 422);
    assert.equal((await call('GET', '/v1/files/x/%zz')).status, 400);
  });

  it('knows everybody when it is started again', async () => {
    const { token } = await person('mona');
    const { appId } = rest;
    await rest.close();
    rest = await startRest({ server, dir: join(folder, 'rest'), maxFileBytes: 1000 });
    assert.equal(rest.appId, appId);
    assert.equal((await call('GET', '/v1/users/my', { token })).body.user.firstName, 'mona');
  });

  it('ends tokens and passwords after the seconds that it is told', async () => {
    const short = await startRest({ server, dir: join(folder, 'short'), tokenSeconds: 0, passwordSeconds: 0 });
    try {
      await short.addUser({ email: 'a@harbor.example', password: 'secret' });
      const login = await fetch(`${short.url}/v1/users/login-with-email`, {
        method: 'POST',
        headers: { authorization: short.appToken },
        body: JSON.stringify({ email: 'a@harbor.example', password: 'secret' }),
      });
      const { token, user } = await login.json();
      const answer = await fetch(`${short.url}/v1/users/my`, { headers: { authorization: token } });
      assert.equal((await answer.json()).error.code, 'TOKEN_EXPIRED');
      while (await isLetIn(user, user.xmppPassword));
    } finally {
      await short.close();
    }
  });
});

async function statusAndCode(asking) {
  const { status, body } = await asking;
  return [status, body.error?.code];
}
