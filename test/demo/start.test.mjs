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
import { runDemo, serviceIn } from './running-demo.mjs';

const LONG_ROOM = 'launch-week@conference.localhost';
const EMPTY_ROOM = 'ideas@conference.localhost';
const NEWEST =
  '<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>1</max><before/></set></query>';

function signIn(demoPage, user) {
  return ScriptClient.connect({ service: serviceIn(demoPage), domain: 'localhost', user, password: user });
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

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-start-'));
    data = join(folder, 'server');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('the first time', () => {
    let demo;
    let loginPage;

    before(async () => {
      demo = await runDemo('--data', data, '--port', '0');
      loginPage = await demo.page('/demo/login.html');
    });

    it('prints the address of a page that leads to all others', async () => {
      const index = await demo.page('/');
      const links = [...index.matchAll(/href="([\w-]+\.html)"/g)].map(([, link]) => link);
      assert.deepEqual(links, ['alice.html', 'side-by-side.html', 'tag.html', 'login.html']);
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
    assert.equal(await demo.interrupt(), 0);
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
    assert.equal(await demo.interrupt(), 0);
    await assert.rejects(access(unused));
  });

  it('explains a wrong command line', async () => {
    await assert.rejects(runDemo('--service', 'https://chat.example'), /must be an address like wss:/);
    await assert.rejects(runDemo('--domain', 'chat.example'), /--domain needs --service/);
    await assert.rejects(runDemo('--prot', '1'), /Unknown option '--prot'/);
  });
});
