import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { ScriptClient } from '../../demo/server/script-client.mjs';
import { CHROMIUM_FLAGS, findChromium } from '../helpers/chromium.mjs';
import { startStaticServer } from '../helpers/static-server.mjs';
import { readArchive } from './archive.mjs';
import { startCluster } from './cluster.mjs';
import { judgeArchives, judgePage } from './judge.mjs';
import { Ledger } from './ledger.mjs';
import { Peer } from './peer.mjs';
import { Tab } from './tab.mjs';

/** Messages that each writes to each room, half of them before the node dies. */
const COUNT = 12;
const PAUSE_MS = 60;
const QUIET_TIMEOUT_MS = 30_000;

describe('two ejabberd nodes, one of which is killed', { timeout: 120_000 }, () => {
  let cluster;
  let web;
  let browser;
  let rooms;
  const ledger = new Ledger(0);
  const people = new Map();
  /** What went over the wire. */
  const notes = [];

  before(async () => {
    const script = await readFile(new URL('first.js', import.meta.url), 'utf8');
    const args = CHROMIUM_FLAGS;
    [cluster, web, browser] = await Promise.all([
      startCluster(),
      startStaticServer({ script }),
      puppeteer.launch({ executablePath: findChromium(), headless: true, args }),
    ]);
    const { first, second } = cluster;
    for (const user of ['ann', 'ben', 'pia', 'pat'])
      await first.api('register', { user, host: 'localhost', password: 'secret' });
    // Each node runs the room that was made on it.
    rooms = [await createRoom(first, 'dying'), await createRoom(second, 'staying')];
    await open('ann', `${first.service} ${second.service}`);
    await open('ben', `${second.service} ${first.service}`);
    await untilGood();
  });

  after(async () => {
    await browser.close();
    await Promise.all([web.close(), cluster.stop()]);
  });

  async function createRoom({ api, conference }, room) {
    const chosen = { persistent: true, public: true, mam: true };
    const options = Object.entries(chosen).map(([name, value]) => ({ name, value: String(value) }));
    await api('create_room_with_opts', { room, service: conference, host: 'localhost', options });
    return `${room}@${conference}`;
  }

  async function open(user, service) {
    const context = await browser.createBrowserContext();
    const tab = new Tab(await context.newPage(), user, (line) => notes.push(line));
    await tab.prepare();
    await tab.goto(web.pageUrl({ service, domain: 'localhost', username: user, password: 'secret', room: rooms[0] }));
    people.set(user, tab);
  }

  async function untilGood() {
    const deadline = performance.now() + QUIET_TIMEOUT_MS;
    const judge = await scripted('pat');
    try {
      for (;;) {
        const found = await look(judge);
        if (found.length === 0) return;
        if (performance.now() > deadline) assert.fail(found.join('\n'));
        await wait(100);
      }
    } finally {
      judge.close();
    }
  }

  async function look(judge) {
    const archives = new Map();
    for (const room of rooms) archives.set(room, await readArchive(judge, room));
    const found = judgeArchives(ledger, archives);
    for (const [user, tab] of people) {
      const state = { tab, ...(await tab.ask('state')) };
      const read = new Set(state.rooms.filter((room) => room.open).map((room) => room.jid));
      found.push(...judgePage({ user }, state, read, archives));
    }
    return found;
  }

  const scripted = (user) => ScriptClient.connect(accountOf(user));
  const accountOf = (user) => {
    const { service, domain } = cluster.second;
    return { service, domain, user, password: 'secret' };
  };

  /** Calls `write` with a new message for each of these rooms, again and again. */
  async function writeAll(who, to, write) {
    for (let index = 0; index < COUNT; index++) {
      for (const room of to) {
        const entry = ledger.write({ who, room, what: 'text', page: who });
        entry.state = (await write(room, entry.token)) === null ? 'refused' : 'accepted';
      }
      await wait(PAUSE_MS);
    }
  }

  it('lose and double nothing, and everybody goes on', async () => {
    const pat = new Peer(accountOf('pat'), 'pat', rooms);
    const pia = await scripted('pia');
    await pia.join(rooms[1], 'pia');
    await pat.connect();
    await Promise.all([
      ...[...people].map(([user, tab]) =>
        writeAll(user, rooms, (room, token) => tab.ask('writeText', room, token).then((id) => id ?? null)),
      ),
      writeAll('pat', rooms, (room, token) => pat.write(room, token)),
      // Fails at the first message that does not come back.
      writeAll('pia', [rooms[1]], (room, token) => pia.say(room, token, `${token}-of-a-scripted-peer`)),
      wait((COUNT / 2) * PAUSE_MS).then(() => cluster.first.kill()),
    ]);
    await untilGood();
    pia.close();
    await pat.close();
    assert.equal(ledger.entries.length, COUNT * 7);
    assert.ok(ledger.entries.every(({ state }) => state === 'accepted'));
  });

  it('leave those alone who are on the other one', () => {
    const socketsOf = (user) =>
      notes.filter((line) => line.startsWith(`${user} socket`) && line.endsWith('opens')).length;
    assert.equal(socketsOf('ben'), 1);
    assert.ok(socketsOf('ann') > 1);
  });

  it('are both used again when the dead one is back', async () => {
    await cluster.first.start();
    const there = await ScriptClient.connect({ ...accountOf('pia'), service: cluster.first.service });
    await there.join(rooms[0], 'pia');
    const { token } = Object.assign(ledger.write({ who: 'pia', room: rooms[0], what: 'text', page: 'pia' }), {
      state: 'accepted',
    });
    await there.say(rooms[0], token, `${token}-of-a-scripted-peer`);
    await untilGood();
    there.close();
  });
});
