import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { openChatPage, openChatTab } from '../helpers/chat-page.mjs';
import { createProxy } from '../helpers/proxy.mjs';
import { startWorld } from '../helpers/world.mjs';

/** To a server on another continent, ms. */
const ROUND_TRIP_MS = 300;

describe('tabs of one account', { timeout: 240_000 }, () => {
  let world;
  let room;
  let number = 0;
  let user;
  let context;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    number += 1;
    user = `alice${number}`;
    await world.register(user, `bob${number}`);
    room = await world.createRoom(`tabs${number}`);
    context = await world.browser.createBrowserContext();
  });
  afterEach(() => context.close());

  const pageOf = (username, service = world.service) => world.pageUrl({ service, username, password: 'secret', room });
  async function openTab(service) {
    const tab = await openChatTab(context, pageOf(user, service));
    await tab.status('online');
    return tab;
  }
  const resources = () => world.server.api('user_resources', { user, host: world.server.domain });

  it('share one WebSocket, and go on without the one that has it', async () => {
    const tabs = [];
    for (let count = 0; count < 5; count += 1) tabs.push(await openTab());
    const [leader, ...others] = tabs;
    assert.deepEqual(leader.sockets, [world.service]);
    for (const tab of others) assert.deepEqual(tab.sockets, [], 'connects by itself');
    assert.equal((await resources()).length, 1, 'devices at the server');

    const bob = await openChatPage(world.browser, pageOf(`bob${number}`));
    await bob.status('online');
    const written = ['before', 'while it goes', 'to whom it concerns'];
    await others[1].write(written[0]);
    await bob.shows([written[0]]);
    const [first, rest] = [leader.page.close(), others[2]];
    await bob.write(written[1]);
    await rest.write(written[2]);
    await first;
    for (const reader of [...others, bob]) {
      await reader.shows(written);
      for (const text of written) assert.equal(await reader.count(text), 1, text);
    }
    await rest.shows([written[2]], 'delivered');
    assert.equal((await resources()).length, 1, 'devices at the server');
    assert.equal(others.flatMap(({ sockets }) => sockets).length, 1, 'one of them has a connection');
    assert.deepEqual(
      [...others, bob].flatMap(({ problems }) => problems),
      [],
    );
    await bob.close();
  });

  it('leave the next page everything: it shows the thread before it connects, and signs in nowhere', async () => {
    const far = await createProxy({ target: world.service });
    const tab = await openTab(far.url);
    await tab.write('Here I was');
    await tab.shows(['Here I was'], 'delivered');
    far.setDelay(ROUND_TRIP_MS);
    tab.frames.length = 0;
    await tab.page.reload();
    await tab.status('online');
    const [opening] = await tab.page.evaluate(() => globalThis.probe.openings());
    assert.ok(
      opening.some((text) => text.includes('Here I was')),
      'is shown before the WebSocket opens',
    );
    const frames = tab.frames.join('\n');
    assert.match(frames, /<resume /);
    assert.doesNotMatch(frames, /<auth |<presence|urn:xmpp:mam|disco#items/);
    await far.close();
  });
});
