import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openChatPage } from '../helpers/chat-page.mjs';
import { PNG } from '../helpers/pictures.mjs';
import { startWorld } from '../helpers/world.mjs';

describe('a picture on the built file', { timeout: 240_000 }, () => {
  let world;
  let alice;
  let bob;
  let dir;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ethora-chat-'));
    await writeFile(join(dir, 'roof terrace.png'), PNG);
    world = await startWorld();
    await world.register('alice', 'bob');
    const room = await world.createRoom('lobby');
    alice = await openChatPage(world.browser, world.pageUrl({ username: 'alice', password: 'secret', room }));
    bob = await openChatPage(world.browser, world.pageUrl({ username: 'bob', password: 'secret', room }));
    await Promise.all([alice.status('online'), bob.status('online')]);
  });
  after(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('is chosen, sent with a text, and seen by the other one', async () => {
    const button = await alice.page.waitForSelector('::-p-aria([name="Attach files"][role="button"])');
    const [chooser] = await Promise.all([alice.page.waitForFileChooser(), button.click()]);
    await chooser.accept([join(dir, 'roof terrace.png')]);
    await alice.page.waitForSelector('::-p-aria([name="Remove roof terrace.png"])');
    await alice.write('The roof');
    await bob.shows(['The roof']);
    const picture = await bob.page.waitForSelector('::-p-aria([name="Photo: roof terrace.png"][role="button"])');
    const size = await picture.evaluate(async (element) => {
      const image = element.querySelector('img');
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
    assert.deepEqual(size, [4, 1]);
    assert.equal((await bob.messages()).length, 2);
    assert.equal((await alice.messages()).length, 2);
    await alice.until(() => globalThis.probe.messages().every(({ status }) => status === 'delivered'));
  });

  it('opens large', async () => {
    const picture = await bob.page.waitForSelector('::-p-aria([name="Photo: roof terrace.png"][role="button"])');
    await picture.click();
    await bob.page.waitForSelector('::-p-aria([name="roof terrace.png"][role="dialog"])');
    await bob.page.keyboard.press('Escape');
  });

  it('is there after a reload', async () => {
    await bob.page.reload();
    await bob.page.waitForSelector('::-p-aria([name="Photo: roof terrace.png"][role="button"])');
  });

  it('makes no error', () => {
    assert.deepEqual([...alice.problems, ...bob.problems], []);
  });
});
