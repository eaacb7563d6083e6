import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openChatPage } from '../helpers/chat-page.mjs';
import { startWorld } from '../helpers/world.mjs';

describe('a page that cannot chat says why', { timeout: 240_000 }, () => {
  let world;
  before(async () => {
    world = await startWorld();
    await world.register('alice');
  });
  after(() => world.stop());

  /** Opens a page, waits for `status`, and gives what the event and the screen say. */
  async function visit(attributes, status) {
    const chat = await openChatPage(world.browser, world.pageUrl(attributes));
    const { reason } = await chat.status(status);
    const text = await chat.text();
    const busy = await chat.page.evaluate(
      () => globalThis.probe.find('[aria-busy="true"], [role="progressbar"]').length,
    );
    assert.deepEqual(chat.problems, []);
    await chat.close();
    return { reason, text, busy };
  }

  it('when the password is wrong', async () => {
    const { reason, text, busy } = await visit({ username: 'alice', password: 'wrong' }, 'error');
    assert.equal(reason, 'wrong-credentials');
    assert.match(text, /password/i);
    assert.equal(busy, 0);
  });

  it('when there is no service', async () => {
    const chat = await openChatPage(
      world.browser,
      world.pageUrl({ username: 'alice', password: 'secret', service: '' }),
    );
    await chat.until(() => /service/i.test(globalThis.probe.text()));
    assert.deepEqual([chat.problems, chat.sockets], [[], []]);
    await chat.close();
  });

  it('when nobody listens there', async () => {
    const service = `ws://127.0.0.1:${await world.closedPort()}/ws`;
    const attributes = { username: 'alice', password: 'secret', service, 'reconnect-attempts': '0' };
    const { reason, text, busy } = await visit(attributes, 'error');
    assert.equal(reason, 'unreachable');
    assert.match(text, /reach|connect/i);
    assert.equal(busy, 0);
  });

  it('when the server does not serve the domain', async () => {
    const { reason, busy } = await visit(
      { username: 'alice', password: 'secret', domain: 'elsewhere.example' },
      'error',
    );
    assert.equal(reason, 'unknown-host');
    assert.equal(busy, 0);
  });

  it('when the room does not exist', async () => {
    const room = `nowhere@${world.server.conference}`;
    const chat = await openChatPage(world.browser, world.pageUrl({ username: 'alice', password: 'secret', room }));
    await chat.status('online');
    await chat.until(() => /exist|not found|no such/i.test(globalThis.probe.text()));
    assert.deepEqual(chat.problems, []);
    await chat.close();
  });

  it('but not because of attributes that it does not know', async () => {
    const attributes = {
      username: 'alice',
      password: 'secret',
      layout: 'spiral',
      theme: 'plaid',
      locale: 'xx-!',
      colour: 'red',
    };
    const { reason } = await visit(attributes, 'online');
    assert.equal(reason, undefined);
  });
});
