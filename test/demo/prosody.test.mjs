import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setInterval } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureProsody, startProsody } from '../../demo/server/prosody.mjs';
import { ScriptClient } from '../../demo/server/script-client.mjs';

const script = fileURLToPath(new URL('prosody-parent.mjs', import.meta.url));

describe('a Prosody of ours', { timeout: 300_000 }, () => {
  let folder;
  let server;

  before(async () => {
    await ensureProsody({ log: console.log });
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-prosody-'));
    server = await startProsody({ dir: folder });
    await server.register('alice', 'secret');
    await server.register('bob', 'secret');
  });
  after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function signIn(user) {
    const { service, domain } = server;
    return ScriptClient.connect({ service, domain, user, password: 'secret' });
  }

  /** The texts in the archive of the room. */
  async function archived(client, room) {
    const texts = [];
    client.onStanza = (stanza) => {
      if (stanza.includes('urn:xmpp:forward:0')) texts.push(/<body>(.*)<\/body>/.exec(stanza)?.[1]);
    };
    await client.iq('set', room, '<query xmlns="urn:xmpp:mam:2"/>');
    return texts;
  }

  it('lets two people talk, keeps what they say over a restart, and answers from the archive', async (context) => {
    context.diagnostic(`Prosody ${server.version}`);
    const room = await server.createRoom('lobby', { 'muc#roomconfig_roomname': 'Lobby' });
    const [alice, bob] = await Promise.all(['alice', 'bob'].map(signIn));
    await alice.join(room, 'alice');
    await bob.join(room, 'bob');
    const heard = bob.next(/<body>Good morning<\/body>/);
    await alice.say(room, 'Good morning');
    await heard;
    assert.deepEqual(await archived(bob, room), ['Good morning']);
    await server.restart();
    const again = await signIn('bob');
    assert.match(await again.iq('get', room, '<query xmlns="http://jabber.org/protocol/disco#info"/>'), /name='Lobby'/);
    assert.deepEqual(await archived(again, room), ['Good morning']);
    again.close();
  });

  it('gives the address of a place for files', async () => {
    const alice = await signIn('alice');
    const request = '<request xmlns="urn:xmpp:http:upload:0" filename="a.txt" size="3" content-type="text/plain"/>';
    const slot = await alice.iq('get', `upload.${server.domain}`, request);
    alice.close();
    const [, put = ''] = /<put [^>]*url='([^']+)'/.exec(slot) ?? [];
    const [, get = ''] = /<get [^>]*url='([^']+)'/.exec(slot) ?? [];
    const [, token = ''] = /<header name='Authorization'>([^<]+)</.exec(slot) ?? [];
    const { status } = await fetch(put, {
      method: 'PUT',
      body: 'abc',
      headers: { authorization: token, 'content-type': 'text/plain' },
    });
    assert.equal(status, 201);
    assert.equal(await (await fetch(get)).text(), 'abc');
  });

  it('ends when the process that started it is killed', async () => {
    const parent = spawn(process.execPath, [script, join(folder, 'other')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const pid = Number(line);
    assert.ok(isRunning(pid));
    parent.kill('SIGKILL');
    // Nobody tells us about a process that is not our child.
    for await (const check of setInterval(20, isRunning)) if (!check(pid)) break;
  });

  it('comes back after a crash', async () => {
    await server.kill();
    assert.equal(server.pid, undefined);
    await server.start();
    (await signIn('alice')).close();
  });
});

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
