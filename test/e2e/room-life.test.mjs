import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openChatPage } from '../helpers/chat-page.mjs';
import { keyboardOf, mouseOf } from '../helpers/hands.mjs';
import { PNG } from '../helpers/pictures.mjs';
import { startWorld } from '../helpers/world.mjs';

/** The whole life of a room, once with each kind of hands. */
describe('two people and a room of their own', { timeout: 300_000 }, () => {
  let world;
  let dir;
  before(async () => {
    world = await startWorld();
    dir = await mkdtemp(join(tmpdir(), 'ethora-chat-'));
    await writeFile(join(dir, 'hills.png'), PNG);
  });
  after(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });

  for (const [device, handsOf] of [
    ['mouse', mouseOf],
    ['keyboard', keyboardOf],
  ]) {
    describe(`by ${device}`, () => {
      const owner = `olga-${device}`;
      const guest = `gus-${device}`;
      let olga;
      let gus;
      let byOlga;
      let byGus;
      before(async () => {
        await world.register(owner, guest);
        [olga, gus] = await Promise.all(
          [owner, guest].map((username) =>
            openChatPage(world.browser, world.pageUrl({ username, password: 'secret' })),
          ),
        );
        // Wide enough for the details beside the messages.
        for (const { page } of [olga, gus]) await page.setViewport({ width: 1280, height: 800 });
        [byOlga, byGus] = [olga, gus].map(handsOf);
        await Promise.all([olga.status('online'), gus.status('online')]);
      });

      it('make it', async () => {
        await byOlga.press('button', 'New chat');
        await byOlga.press('radio', 'Only people who are invited');
        await byOlga.fill('Name', 'Autumn retreat');
        await byOlga.fill('Description', 'In the hills');
        await byOlga.press('button', 'Create');
        await olga.reads('This is the start of Autumn retreat');
      });

      it('rename it', async () => {
        await byOlga.press('button', 'Details');
        await byOlga.press('button', 'Settings');
        await byOlga.fill('Name', 'Winter retreat');
        await byOlga.press('button', 'Save');
        await olga.reads('Winter retreat');
        await olga.lacks('Autumn retreat');
      });

      it('invite and accept', async () => {
        await byOlga.press('button', 'Add people');
        await byOlga.fill('People', guest, 'combobox');
        await byOlga.press('button', 'Invite');
        await gus.reads(`${owner} invites you to`);
        await byGus.press('button', 'Accept invitation to Winter retreat');
        await gus.reads('This is the start of Winter retreat');
        await olga.reads(`${guest} Online Member`);
      });

      it('promote', async () => {
        await byGus.press('button', 'Details');
        await gus.reads(`${guest} (you) Online Member`);
        await byOlga.choose(`Actions for ${guest}`, 'Make admin');
        await gus.reads(`${guest} (you) Online Admin`);
      });

      it('send a photo and a text together', async () => {
        const [chooser] = await Promise.all([gus.page.waitForFileChooser(), byGus.press('button', 'Attach files')]);
        await chooser.accept([join(dir, 'hills.png')]);
        await gus.page.waitForSelector('::-p-aria([name="Remove hills.png"])');
        await byGus.send('Message Winter retreat', 'The view from here');
        await olga.shows(['The view from here']);
        await olga.page.waitForSelector('::-p-aria([name="Photo: hills.png"][role="button"])');
        for (const person of [olga, gus]) assert.equal((await person.messages()).length, 2);
      });

      it('ban, with a reason', async () => {
        await byOlga.choose(`Actions for ${guest}`, 'Ban…');
        await byOlga.fill('Reason (optional)', 'Too loud');
        await byOlga.press('button', 'Ban');
        await olga.reads(`Banned ${guest}@localhost Too loud`);
        await gus.reads('You are banned from this room');
        assert.equal(await gus.page.$('::-p-aria([name="Message Winter retreat"])'), null);
      });

      it('unban', async () => {
        await byOlga.press('button', `Unban ${guest}@localhost`);
        await olga.lacks('Banned');
        await byOlga.press('button', 'Add people');
        await byOlga.fill('People', guest, 'combobox');
        await byOlga.press('button', 'Invite');
        await byGus.press('button', 'Accept invitation to Winter retreat');
        await gus.shows(['The view from here']);
      });

      it('end the room', async () => {
        await byOlga.press('button', 'Delete room');
        await byOlga.press('button', 'Delete');
        await olga.reads('No chats yet');
        await gus.reads('This room was deleted');
        for (const person of [olga, gus]) assert.deepEqual(person.problems, []);
      });
    });
  }
});
