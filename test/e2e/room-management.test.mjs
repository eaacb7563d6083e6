import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openChatPage } from '../helpers/chat-page.mjs';
import { startWorld } from '../helpers/world.mjs';

describe('two people and a room of their own, by keyboard', { timeout: 240_000 }, () => {
  let world;
  let alice;
  let bob;
  before(async () => {
    world = await startWorld();
    await world.register('alice', 'bob');
    alice = await openChatPage(world.browser, world.pageUrl({ username: 'alice', password: 'secret' }));
    bob = await openChatPage(world.browser, world.pageUrl({ username: 'bob', password: 'secret' }));
    await Promise.all([alice.status('online'), bob.status('online')]);
  });
  after(() => world.stop());

  /** Puts the focus on the first visible element that matches, and presses a key there. */
  async function press(person, selector, key = 'Enter') {
    await person.until((wanted) => globalThis.probe.find(wanted).length > 0, selector);
    await person.page.evaluate((wanted) => globalThis.probe.find(wanted)[0].focus(), selector);
    await person.page.keyboard.press(key);
  }

  async function reads(person, text) {
    await person.until((wanted) => globalThis.probe.text().includes(wanted), text);
  }

  async function gone(person, selector) {
    await person.until((wanted) => globalThis.probe.find(wanted).length === 0, selector);
  }

  it('make it, invite, and talk', async () => {
    await press(alice, '[part="new"]');
    await alice.until(() => globalThis.probe.find('dialog[open]').length > 0);
    const { keyboard } = alice.page;
    await keyboard.press('Tab');
    await keyboard.type('Autumn retreat');
    await alice.until(() => globalThis.probe.find('.tile').length > 0);
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.type('In the hills');
    await keyboard.press('Tab');
    await keyboard.type('bob');
    await keyboard.press('Enter');
    await gone(alice, 'dialog');
    await reads(bob, 'alice invites you to');
    await press(bob, '.invitation .primary');
    await reads(bob, 'Autumn retreat');
    await bob.write('Here I am');
    await alice.shows(['Here I am']);
  });

  it('promote, rename, and see it at once', async () => {
    await press(alice, '[part="details"]');
    await press(alice, 'button[aria-label="Actions for bob"]');
    await alice.until(
      () => globalThis.probe.find('[data-action="admin"]:popover-open, [data-action]:focus').length > 0,
    );
    await alice.page.keyboard.press('ArrowDown');
    await alice.page.keyboard.press('ArrowDown');
    await alice.page.keyboard.press('Enter');
    await press(bob, '[part="details"]');
    await reads(bob, 'bob (you) Online Admin');

    await press(alice, '[data-ask="settings"]');
    await alice.until(() => globalThis.probe.find('#name:focus').length > 0);
    await alice.page.keyboard.down('Control');
    await alice.page.keyboard.press('a');
    await alice.page.keyboard.up('Control');
    await alice.page.keyboard.type('Winter retreat');
    await alice.page.keyboard.press('Enter');
    await gone(alice, 'dialog');
    await reads(bob, 'Winter retreat');
  });

  it('ban with a reason, and end the room', async () => {
    await press(alice, 'button[aria-label="Actions for bob"]');
    await alice.until(() => globalThis.probe.find('[data-action]:focus').length > 0);
    await alice.page.keyboard.press('End');
    await alice.page.keyboard.press('Enter');
    await alice.until(() => globalThis.probe.find('#reason:focus').length > 0);
    await alice.page.keyboard.type('Too loud');
    await alice.page.keyboard.press('Enter');
    await gone(alice, 'dialog');
    await reads(alice, 'Banned bob@localhost Too loud');
    await press(bob, 'button[aria-label="Close details"]');
    await reads(bob, 'You are banned from this room');

    await press(alice, '[data-ask="destroy"]');
    await press(alice, '[form="form"]');
    await reads(alice, 'No chats yet');
    for (const person of [alice, bob]) assert.deepEqual(person.problems, []);
  });
});
