import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openChatPage } from '../helpers/chat-page.mjs';
import { startWorld } from '../helpers/world.mjs';

describe('two people on the built file', { timeout: 240_000 }, () => {
  let world;
  let alice;
  let bob;
  before(async () => {
    world = await startWorld();
    await world.register('alice', 'bob');
    const room = await world.createRoom('lobby');
    alice = await openChatPage(world.browser, world.pageUrl({ username: 'alice', password: 'secret', room }));
    bob = await openChatPage(world.browser, world.pageUrl({ username: 'bob', password: 'secret', room }));
    await Promise.all([alice.status('online'), bob.status('online')]);
  });
  after(() => world.stop());

  it('talk to each other', async () => {
    await alice.write('Hello Bob');
    await bob.shows(['Hello Bob']);
    await bob.write('Hello Alice');
    await alice.shows(['Hello Bob'], 'delivered');
    await alice.shows(['Hello Alice']);
    assert.equal(await alice.count('Hello Bob'), 1);
  });

  it('load one script, and nothing else but the connection', () => {
    for (const person of [alice, bob]) {
      assert.deepEqual(person.requests, ['document /', 'script /ethora-chat.js']);
      assert.deepEqual(person.sockets, [world.service]);
    }
  });

  it('find everything where it was after a reload', async () => {
    const before = await alice.messages();
    await alice.page.reload();
    await alice.status('online');
    await alice.shows(['Hello Bob', 'Hello Alice']);
    assert.deepEqual(
      (await alice.messages()).map(({ id }) => id),
      before.map(({ id }) => id),
    );
  });

  it('come back by themselves when the server does, with every message once', async () => {
    await world.server.stop();
    await Promise.all([alice.until(isNotOnline), bob.until(isNotOnline)]);
    await alice.write('Is anybody there?');
    await bob.write('Nobody, I fear');
    await alice.shows(['Is anybody there?'], 'pending');
    await world.server.start();

    const written = ['Is anybody there?', 'Nobody, I fear'];
    for (const person of [alice, bob]) {
      await person.status('online');
      await person.shows(written);
    }
    await alice.shows(['Is anybody there?'], 'delivered');
    await bob.shows(['Nobody, I fear'], 'delivered');
    await alice.write('There you are');
    await bob.shows(['There you are']);
    for (const person of [alice, bob]) {
      for (const text of [...written, 'Hello Bob', 'Hello Alice', 'There you are'])
        assert.equal(await person.count(text), 1, text);
    }
    assert.deepEqual(await ids(alice), await ids(bob));
  });

  it('find the same in the same order in the archive', async () => {
    const before = await ids(bob);
    await bob.page.reload();
    await bob.shows(['There you are', 'Hello Bob']);
    assert.deepEqual(await ids(bob), before);
  });

  it('see no error', () => {
    assert.deepEqual([...alice.problems, ...bob.problems], []);
  });
});

function isNotOnline() {
  return globalThis.probe.connection().status !== 'online';
}

async function ids(person) {
  return (await person.messages()).map(({ id }) => id);
}
