import assert from 'node:assert/strict';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createApi } from '../../demo/server/api.mjs';
import { archiveSize } from '../../demo/server/rooms.mjs';
import { ScriptClient } from '../../demo/server/script-client.mjs';
import { attributeIn, runDemo, serviceIn, signInByEmail } from './running-demo.mjs';

const LONG_ROOM = 'launch-week@conference.localhost';
const EMPTY_ROOM = 'ideas@conference.localhost';
const NEWEST =
  '<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>1</max><before/></set></query>';

function signIn(demoPage, user) {
  return ScriptClient.connect({ service: serviceIn(demoPage), domain: 'localhost', user, password: user });
}

/** Somebody of Ethora's world on the chat server. */
function enterEthora(demoPage, { user: { xmppUsername: user, xmppPassword: password } }) {
  return ScriptClient.connect({ service: serviceIn(demoPage), domain: 'ethora.localhost', user, password });
}

/** Resolves to true when something listens there. */
function listens(service) {
  const { hostname, port } = new URL(service);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

describe('npm start', { timeout: 120_000 }, () => {
  let folder;
  let data;
  let appId;
  let ethoraMessages;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-start-'));
    data = join(folder, 'server');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('the first time', () => {
    let demo;
    let loginPage;
    let ethoraPage;

    before(async () => {
      demo = await runDemo('--data', data, '--port', '0');
      loginPage = await demo.page('/demo/login.html');
      ethoraPage = await demo.page('/demo/ethora.html');
      appId = attributeIn(ethoraPage, 'app-id');
    });

    it('prints the address of a page that leads to all others', async () => {
      const index = await demo.page('/');
      const links = [...index.matchAll(/href="([\w-]+\.html)"/g)].map(([, link]) => link);
      const xmppOnly = ['alice.html', 'side-by-side.html', 'tag.html', 'login.html'];
      assert.deepEqual(links, [...xmppOnly, 'ethora.html', 'ethora-side-by-side.html', 'ethora-login.html']);
      for (const link of links) assert.match(await demo.page(`/demo/${link}`), /<ethora-chat/);
    });

    it('signs alice in on her page and nobody on the page with the login form', async () => {
      assert.match(await demo.page('/demo/alice.html'), /<ethora-chat[^>]* username="alice" password="alice"/);
      assert.doesNotMatch(loginPage, /username=/);
    });

    it('has accounts that can sign in, and no others', async () => {
      for (const user of ['alice', 'bob', 'carol']) (await signIn(loginPage, user)).close();
      await assert.rejects(signIn(loginPage, 'mallory'), /not-authorized/);
    });

    it('lists at least six rooms, and hides those of two people from others', async () => {
      const client = await signIn(loginPage, 'omar');
      const list = '<query xmlns="http://jabber.org/protocol/disco#items"/>';
      const items = await client.iq('get', 'conference.localhost', list);
      client.close();
      assert.ok(items.split('<item ').length > 6, items);
      assert.doesNotMatch(items, /alice-bob@/);
    });

    it('has bookmarks that name the room of two people by the other one', async () => {
      const client = await signIn(loginPage, 'bob');
      const node = '<items node="urn:xmpp:bookmarks:1"/>';
      const items = await client.iq(
        'get',
        undefined,
        `<pubsub xmlns="http://jabber.org/protocol/pubsub">${node}</pubsub>`,
      );
      client.close();
      assert.match(items, /<item id='alice-bob@conference\.localhost'><conference [^>]*name='Alice Moreau'/);
    });

    it('has hundreds of messages in one room, and an empty one', async () => {
      const client = await signIn(loginPage, 'alice');
      assert.ok((await archiveSize(client, LONG_ROOM)) > 600);
      assert.equal(await archiveSize(client, EMPTY_ROOM), 0);
      client.close();
    });

    it('has messages that are as old as they claim', async () => {
      const client = await signIn(loginPage, 'alice');
      const answer = await client.iq('set', LONG_ROOM, NEWEST);
      client.close();
      const [, id] = /<last>(\d+)<\/last>/.exec(answer) ?? [];
      const minutes = (Date.now() - Number(id) / 1000) / 60_000;
      assert.ok(minutes > 3.9 && minutes < 10, `the newest message is ${minutes} minutes old`);
    });

    it('says on both login pages what to type', async () => {
      assert.match(loginPage, /Try <code>alice<\/code> with the password <code>alice<\/code>/);
      const page = await demo.page('/demo/ethora-login.html');
      assert.match(page, /Try <code>alice@harbor\.example<\/code> with the password <code>alice<\/code>/);
      assert.doesNotMatch(page, /data-email/);
    });

    it('lets pages reach the servers of both worlds, and no other in the clear', async () => {
      const { headers } = await fetch(new URL('/demo/ethora.html', demo.url));
      const policy = headers.get('content-security-policy');
      const [chat, api] = [serviceIn(ethoraPage).replace('/ws', ''), attributeIn(ethoraPage, 'api')];
      const files = chat.replace('ws:', 'http:');
      const clear = (directive) =>
        [...new Set(new RegExp(`${directive} ([^;]*)`).exec(policy)[1].match(/\b(ws|http):\S+/g))].sort();
      assert.deepEqual(clear('connect-src'), [chat, api, files].sort());
      assert.deepEqual(clear('img-src'), [api, files].sort());
      assert.deepEqual(clear('media-src'), [api, files].sort());
      assert.match(policy, /script-src 'self';/);
    });

    it("signs Alice in by e-mail on her page in Ethora's world, and has her rooms there", async () => {
      const [email, password] = ['data-email', 'data-password'].map((name) => attributeIn(ethoraPage, name));
      const { user, rooms } = await signInByEmail(ethoraPage, email, password);
      assert.match(user.xmppUsername, new RegExp(`^${appId}_[0-9a-f]{24}$`));
      const types = (type) =>
        rooms
          .filter((room) => room.type === type)
          .map(({ title }) => title)
          .sort();
      assert.equal(types('public').length, 7);
      assert.deepEqual(types('group'), ['Berlin office', 'Support escalations']);
      assert.equal(types('private').length, 3);
      await assert.rejects(signInByEmail(ethoraPage, email, 'guess'), /WRONG_CREDENTIALS/);
    });

    it("has weeks of messages with names, and pictures, in Ethora's rooms", async () => {
      const login = await signInByEmail(ethoraPage, 'alice@harbor.example', 'alice');
      const client = await enterEthora(ethoraPage, login);
      const room = `${appId}_launch-week@conference.ethora.localhost`;
      ethoraMessages = await archiveSize(client, room);
      assert.ok(ethoraMessages > 100, String(ethoraMessages));
      const results = [];
      client.onStanza = (stanza) => results.push(stanza);
      const ask = async (place) =>
        client.iq('set', room, NEWEST.replace('<max>1</max><before/>', `<max>15</max>${place}`));
      const oldest = await ask('');
      const [, id] = /<first[^>]*>(\d+)<\/first>/.exec(oldest) ?? [];
      assert.ok(Date.now() - Number(id) / 1000 > 14 * 86_400_000, id);
      await ask('<before/>');
      client.close();
      assert.ok(results.some((stanza) => /<data [^>]*fullName='Alice Moreau'/.test(stanza)));
      const [, location] = results
        .map((stanza) => /isMediafile='true'[^>]* location='(.*?)'/.exec(stanza))
        .find(Boolean);
      const picture = await fetch(location);
      assert.equal(picture.headers.get('content-type'), 'image/png');
      assert.ok((await picture.arrayBuffer()).byteLength > 10_000);
    });

    it('serves nothing of the project but pages and bundle', async () => {
      for (const path of [
        '/package.json',
        '/demo/server/start.mjs',
        '/demo/..%2fpackage.json',
        '/demo/%2e%2e/package.json',
      ]) {
        assert.equal((await fetch(new URL(path, demo.url))).status, 404, path);
      }
    });

    it('ends by Ctrl-C without an error and without leaving a server behind', async () => {
      const client = await signIn(loginPage, 'alice');
      await client.join(EMPTY_ROOM, 'alice');
      await client.say(EMPTY_ROOM, 'A cargo bike for the office');
      assert.equal(await demo.interrupt(), 0);
      assert.equal(await listens(serviceIn(loginPage)), false);
    });
  });

  describe('the second time', () => {
    let demo;
    let loginPage;
    let neighbour;

    before(async () => {
      neighbour = createServer().listen(0, '127.0.0.1');
      await once(neighbour, 'listening');
      demo = await runDemo('--data', data, '--port', String(neighbour.address().port));
      loginPage = await demo.page('/demo/login.html');
    });
    after(() => neighbour.close());

    it('takes another port when the wanted one is taken, and says so', () => {
      assert.match(demo.output(), new RegExp(`Port ${neighbour.address().port} is taken`));
      assert.notEqual(new URL(demo.url).port, String(neighbour.address().port));
    });

    it('still has what was written', async () => {
      const client = await signIn(loginPage, 'bob');
      assert.equal(await archiveSize(client, EMPTY_ROOM), 1);
      client.close();
    });

    it("has not filled Ethora's rooms once more", async () => {
      const page = await demo.page('/demo/ethora.html');
      assert.equal(attributeIn(page, 'app-id'), appId);
      const login = await signInByEmail(page, 'bob@harbor.example', 'bob');
      assert.equal(login.rooms.length, 10);
      const client = await enterEthora(page, login);
      assert.equal(await archiveSize(client, `${appId}_launch-week@conference.ethora.localhost`), ethoraMessages);
      client.close();
    });

    it('refuses to run twice on the same files', async () => {
      await assert.rejects(runDemo('--data', data, '--port', '0'), /Another ejabberd is running/);
    });

    it('says so and ends with an error when the chat server ends by itself', async () => {
      const config = await readFile(join(data, 'ejabberd.yml'), 'utf8');
      const [, path] = /"(\/api\/\w+)"/.exec(config) ?? [];
      const service = new URL(serviceIn(loginPage));
      await createApi(`http://${service.host}${path}`)('stop');
      assert.equal(await demo.ended(), 1);
      assert.match(demo.output(), /ejabberd ended by itself/);
    });
  });

  it('forgets what was written with --fresh', async () => {
    const demo = await runDemo('--data', data, '--port', '0', '--fresh');
    const client = await signIn(await demo.page('/demo/login.html'), 'alice');
    assert.equal(await archiveSize(client, EMPTY_ROOM), 0);
    client.close();
    const page = await demo.page('/demo/ethora.html');
    assert.notEqual(attributeIn(page, 'app-id'), appId);
    assert.equal((await signInByEmail(page, 'alice@harbor.example', 'alice')).rooms.length, 12);
    assert.equal(await demo.interrupt(), 0);
    assert.equal(await listens(attributeIn(page, 'api')), false);
  });

  it('starts no server with --service, and signs nobody in', async () => {
    const unused = join(folder, 'unused');
    const demo = await runDemo(
      '--data',
      unused,
      '--port',
      '0',
      '--service',
      'wss://chat.example/ws',
      '--domain',
      'example',
    );
    assert.match(await demo.page('/demo/alice.html'), /service="wss:\/\/chat\.example\/ws" domain="example"\s*>/);
    assert.doesNotMatch(await demo.page('/'), /ethora\.html/);
    assert.equal((await fetch(new URL('/demo/ethora.html', demo.url))).status, 404);
    assert.equal(await demo.interrupt(), 0);
    await assert.rejects(access(unused));
  });

  it("shows Ethora's pages for one's own servers with --api", async () => {
    const api = ['--api', 'https://api.example', '--app-id', 'a1', '--app-token', 'JWT x'];
    const demo = await runDemo('--port', '0', '--service', 'wss://chat.example/ws', ...api);
    const place = 'service="wss://chat.example/ws" domain="chat.example"';
    assert.match(await demo.page('/'), /href="ethora\.html"/);
    const page = await demo.page('/demo/ethora.html');
    assert.ok(page.includes(`${place} api="https://api.example" app-id="a1" app-token="JWT x"></ethora-chat>`), page);
    assert.doesNotMatch(page, /sign-in\.js/);
    assert.equal(await demo.interrupt(), 0);
  });

  it('explains a wrong command line', async () => {
    await assert.rejects(runDemo('--service', 'https://chat.example'), /must be an address like wss:/);
    await assert.rejects(runDemo('--domain', 'chat.example'), /--domain needs --service/);
    await assert.rejects(runDemo('--api', 'https://api.example'), /--api needs --service/);
    await assert.rejects(runDemo('--app-id', 'a1', '--service', 'wss://a.example'), /--app-id needs --api/);
    await assert.rejects(
      runDemo('--service', 'wss://a.example', '--api', 'api.example'),
      /must be an address like https:/,
    );
    await assert.rejects(runDemo('--token-minutes', 'soon'), /--token-minutes must be a number/);
    await assert.rejects(runDemo('--prot', '1'), /Unknown option '--prot'/);
  });
});
