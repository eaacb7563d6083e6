/** One run: prepares a plan's people and rooms on a server, lets happen what the plan says, heals everything, and judges. */
import { setTimeout as wait } from 'node:timers/promises';
import { escapeXml, ScriptClient } from '../../demo/server/script-client.mjs';
import { readArchive } from './archive.mjs';
import { judgeArchives, judgePage } from './judge.mjs';
import { Ledger } from './ledger.mjs';
import { Peer } from './peer.mjs';
import { Person } from './person.mjs';
import { describePlan, faultsOf } from './plan.mjs';

/** How long it may take until nothing is to be complained of any more, ms. */
const QUIET_TIMEOUT_MS = 60_000;
/** Between two looks, ms. */
const LOOK_MS = 100;

/**
 * @typedef {object} ChaosWorld What runs share.
 * @property {import('./servers.mjs').ChaosServer} server
 * @property {import('puppeteer-core').Browser} browser
 * @property {(attributes: Record<string, string>) => string} pageUrl
 *
 * @typedef {object} Result
 * @property {number} messages In the archives.
 * @property {Map<string, number>} faults By kind.
 * @property {string[]} violations
 * @property {string[]} transcript
 * @property {number} seconds
 */

/**
 * @param {ChaosWorld} world
 * @param {import('./plan.mjs').Plan} plan
 * @returns {Promise<Result>}
 */
export async function runPlan(world, plan) {
  const run = new Run(world, plan);
  try {
    await run.prepare();
    await run.happen();
    await run.judge();
  } catch (error) {
    run.violations.push(`the run ended: ${error.stack}`);
  } finally {
    await run.close();
  }
  return run.result();
}

class Run {
  violations = [];
  #world;
  #plan;
  #ledger;
  #rooms = [];
  #people = [];
  #peers = new Map();
  #archives = new Map();
  #transcript;
  #began = performance.now();

  constructor(world, plan) {
    this.#world = world;
    this.#plan = plan;
    this.#ledger = new Ledger(plan.seed);
    this.#transcript = describePlan(plan);
  }

  /** Everybody is online, in all rooms. */
  async prepare() {
    const { server } = this.#world;
    const { seed, rooms, clients, peers } = this.#plan;
    const userOf = (name) => `${name}${seed}`;
    const names = [...clients.map(({ name }) => name), ...peers];
    await Promise.all(names.map((name) => server.register(userOf(name))));
    for (let number = 0; number < rooms; number++) this.#rooms.push(await server.createRoom(`room${seed}x${number}`));
    const common = { rooms: this.#rooms, ledger: this.#ledger, note: (line) => this.#note(line) };
    this.#people = clients.map(({ name }) => new Person({ world: this.#world, name, user: userOf(name), ...common }));
    for (const name of peers) this.#peers.set(name, new Peer(this.#accountOf(userOf(name)), name, this.#rooms));
    await Promise.all([
      ...clients.map(async ({ name, tabs }, index) => {
        await this.#bookmark(userOf(name));
        await this.#people[index].start(tabs);
      }),
      ...[...this.#peers.values()].map((peer) => peer.connect()),
    ]);
    if (!(await this.#untilGood())) throw new Error('Not everybody could come.');
    this.#note('everybody is there');
  }

  async happen() {
    const began = performance.now();
    const { steps } = this.#plan;
    const actors = new Map(this.#people.map((person) => [person.name, (step) => person.act(step)]));
    for (const [name, peer] of this.#peers) actors.set(name, (step) => this.#peerWrites(name, peer, step));
    actors.set('server', (step) => this.#actOnServer(step));
    await Promise.all(
      [...actors].map(async ([who, act]) => {
        for (const step of steps.filter((candidate) => candidate.who === who)) {
          await wait(Math.max(0, began + step.at - performance.now()));
          this.#note(`${who} ${step.kind}`);
          await act(step);
        }
      }),
    );
  }

  async judge() {
    await this.#world.server.files.heal();
    await Promise.all(this.#people.map((person) => person.heal(this.#plan)));
    this.#note('everything is healed');
    if (!(await this.#untilGood())) return;
    // What went the same ways as this has arrived when this has.
    this.#note('a last word');
    const [name, peer] = [...this.#peers][0];
    for (const room of this.#rooms) await this.#peerSays(name, peer, room);
    if (!(await this.#untilGood())) return;
    for (const room of this.#rooms) {
      this.#note(`everybody opens ${room}`);
      for (const person of this.#people) {
        person.open.set(person.tabs[0], room);
        await person.tabs[0].ask('openRoom', room);
      }
      if (!(await this.#untilGood())) return;
    }
  }

  result() {
    const messages = [...this.#archives.values()].reduce((sum, archive) => sum + archive.length, 0);
    const seconds = (performance.now() - this.#began) / 1000;
    const transcript = [...this.#transcript, ...this.violations];
    return { messages, faults: faultsOf(this.#plan), violations: this.violations, transcript, seconds };
  }

  async close() {
    await Promise.all([...this.#people, ...this.#peers.values()].map((each) => each.close()));
  }

  /** Looks until there is nothing to complain of; false, with the complaints kept, when that takes too long. */
  async #untilGood() {
    const deadline = performance.now() + QUIET_TIMEOUT_MS;
    for (let noted = ''; ;) {
      const found = await this.#look().catch((error) => [error.stack]);
      if (found.length === 0) return true;
      if (found.join('; ') !== noted) this.#note(`not well: ${(noted = found.join('; '))}`);
      if (performance.now() > deadline) {
        this.violations.push(...found);
        return false;
      }
      await wait(LOOK_MS);
    }
  }

  async #look() {
    const client = await [...this.#peers.values()][0].connect();
    for (const room of this.#rooms) this.#archives.set(room, await readArchive(client, room));
    const states = await Promise.all(this.#people.map((person) => person.states()));
    const found = judgeArchives(this.#ledger, this.#archives);
    for (const [index, person] of this.#people.entries()) {
      const read = new Set(person.tabs.map((tab) => person.open.get(tab)));
      for (const state of states[index]) {
        found.push(...judgePage(person, state, read, this.#archives));
        await this.#completeHistory(state);
        await this.#retryUploads(state);
      }
    }
    return found;
  }

  /** A page that was loaded has the newest messages only, as long as nobody scrolls. */
  async #completeHistory({ tab, rooms }) {
    for (const { jid, open, messages } of rooms) {
      if (open && messages.length < this.#archives.get(jid)?.length) await tab.ask('loadMore', jid);
    }
  }

  /** As a person does who sees that a file could not be sent. */
  async #retryUploads({ tab, rooms }) {
    for (const { jid, messages } of rooms)
      for (const { token, failure, key } of messages) {
        if (failure !== 'upload') continue;
        this.#note(`${tab.name} tries ${token} again`);
        await tab.ask('retry', jid, key);
      }
  }

  /** In the older way (XEP-0049), which needs no settings of the account. */
  async #bookmark(user) {
    const client = await ScriptClient.connect(this.#accountOf(user));
    const marks = this.#rooms.map((room) => `<conference jid="${escapeXml(room)}" autojoin="true"/>`);
    const storage = `<storage xmlns="storage:bookmarks">${marks.join('')}</storage>`;
    await client.iq('set', undefined, `<query xmlns="jabber:iq:private">${storage}</query>`);
    client.close();
  }

  #accountOf(user) {
    const { service, domain } = this.#world.server;
    return { service, domain, user, password: 'secret' };
  }

  async #peerWrites(name, peer, step) {
    await this.#peerSays(name, peer, this.#rooms[step.room]);
  }

  async #peerSays(name, peer, room) {
    const entry = this.#ledger.write({ who: name, room, what: 'text', page: name });
    await peer.write(room, entry.token);
    entry.state = 'accepted';
  }

  async #actOnServer({ kind, ms }) {
    const { server } = this.#world;
    if (kind === 'kill') {
      await server.kill();
      await server.start();
    } else {
      await server.files.refuse();
      await wait(ms);
      await server.files.admit();
    }
  }

  #note(line) {
    const at = ((performance.now() - this.#began) / 1000).toFixed(3);
    this.#transcript.push(`${at} ${line}`);
  }
}
