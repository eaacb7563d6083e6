/** Somebody with a browser of their own: writes in its tabs, and lives through what goes wrong with it. */
import { createProxy } from '../helpers/proxy.mjs';
import { Tab } from './tab.mjs';

export class Person {
  name;
  #world;
  #context;
  #proxy;
  #rooms;
  #ledger;
  #note;
  /** Those that are there, crashed and frozen ones too. @type {Tab[]} */
  tabs = [];
  /** The room that is open in each. @type {Map<Tab, string>} */
  open = new Map();
  /** Undo what lasts for a time. @type {Set<() => Promise<void>>} */
  #lasting = new Set();
  /** Of files on their way to being shown. @type {Set<Promise<void>>} */
  #writing = new Set();
  #conditions = { clockMs: 0, storage: '' };
  /** True while some tab may be unable to store. */
  #storageFails = false;
  #tabCount = 0;

  /**
   * @param {object} options
   * @param {import('./run.mjs').ChaosWorld} options.world
   * @param {string} options.name
   * @param {string} options.user
   * @param {readonly string[]} options.rooms - JIDs.
   * @param {import('./ledger.mjs').Ledger} options.ledger
   * @param {(line: string) => void} options.note
   */
  constructor({ world, name, user, rooms, ledger, note }) {
    Object.assign(this, { name });
    this.#world = world;
    this.user = user;
    this.#rooms = rooms;
    this.#ledger = ledger;
    this.#note = note;
  }

  async start(tabs) {
    this.#proxy = await createProxy({ target: this.#world.server.service });
    this.#context = await this.#world.browser.createBrowserContext();
    await Promise.all(tabs.map((room) => this.#openTab(this.#rooms[room])));
  }

  /** Does what the plan says. */
  async act(step) {
    switch (step.kind) {
      case 'write':
        return this.#write(step);
      case 'cut':
        return this.#proxy.cutAfter(step.bytes, step.direction);
      case 'delay':
        this.#proxy.setDelay(step.rtt);
        return this.#later(step.ms, () => this.#proxy.setDelay(0));
      case 'half-open':
        this.#proxy.freeze(...(step.direction === 'both' ? [] : [step.direction]));
        return this.#later(step.ms, () => this.#proxy.unfreeze());
      case 'refuse':
        await this.#proxy.refuse();
        return this.#later(step.ms, () => this.#proxy.admit());
      case 'storage':
        await this.#change({ storage: step.way });
        return this.#later(step.ms, () => this.#change({ storage: '' }));
      case 'clock':
        return this.#change({ clockMs: this.#conditions.clockMs + step.hours * 3_600_000 });
      default:
        return this.#actOnTab(step);
    }
  }

  /** All is well again: the network, the storage, the tabs. */
  async heal({ silent }) {
    for (const end of this.#lasting) await end();
    this.#lasting.clear();
    await this.#revive();
    await this.#proxy.heal();
    if (!silent) this.#proxy.breakDead();
    await Promise.all(this.#writing);
    if (this.tabs.length === 0) await this.#openTab(this.#rooms[0]);
    await Promise.all(this.tabs.map((tab) => tab.wake()));
  }

  /** What every tab shows. */
  states() {
    return Promise.all(this.tabs.map(async (tab) => ({ tab, ...(await tab.ask('state')) })));
  }

  async close() {
    await this.#context?.close();
    await this.#proxy?.close();
  }

  async #write({ room, what, tab: number }) {
    const tab = this.#usable(number);
    if (!tab) return;
    const jid = this.#rooms[room];
    const entry = this.#enter(tab, jid, what);
    const answer = tab.ask(what === 'file' ? 'writeFile' : 'writeText', jid, entry.token);
    const settled = answer.then(
      (id) => {
        entry.state = id === undefined || id === null ? 'refused' : 'accepted';
        // The storage may have begun to fail meanwhile.
        entry.unstored ||= this.#storageFails;
      },
      (error) => this.#note(`${this.name} ${entry.token}: ${error.message}`),
    );
    // A file takes its time to be stored; meanwhile others are written.
    if (what === 'text') await settled;
    else this.#writing.add(settled);
  }

  async #actOnTab(step) {
    const tab = this.#usable(step.tab);
    if (!tab) return;
    const jid = this.#rooms[step.room];
    switch (step.kind) {
      case 'freeze':
        await tab.freeze();
        this.#later(step.ms, async () => {
          await tab.thaw();
          await tab.ask('readConditions');
        });
        return;
      case 'duplicate':
        await this.#adopt(await tab.duplicate(), this.open.get(tab));
        return;
      case 'reload':
        this.#ledger.ended.add(tab.life);
        await this.#writeLast(tab, jid, step.last, (tokens) => tab.reload(jid, tokens));
        return;
      case 'crash':
        this.#ledger.ended.add(tab.life);
        await this.#writeLast(tab, jid, step.last, (tokens) => tab.ask('writeLast', jid, tokens));
        await tab.crash();
        this.#later(step.ms, () => this.#revive());
        return;
      case 'close':
        this.#ledger.ended.add(tab.life);
        await this.#writeLast(tab, jid, step.last, (tokens) => tab.ask('writeLast', jid, tokens));
        this.tabs = this.tabs.filter((other) => other !== tab);
        await tab.close();
        this.#later(step.ms, () => this.#openTab(this.open.get(tab)));
        return;
      default:
        throw new Error(`Nobody can ${step.kind}`);
    }
  }

  async #writeLast(tab, jid, count, send) {
    const entries = Array.from({ length: count }, () => this.#enter(tab, jid, 'text'));
    const kept = await send(entries.map(({ token }) => token)).catch(() => undefined);
    entries.forEach((entry, index) => {
      if (kept?.[index]) entry.state = 'accepted';
    });
  }

  #enter(tab, room, what) {
    const unstored = this.#storageFails;
    return this.#ledger.write({ who: this.name, room, what, page: tab.life, ...(unstored && { unstored }) });
  }

  #usable(number) {
    const usable = this.tabs.filter(({ frozen, crashed }) => !frozen && !crashed);
    return usable[number % usable.length];
  }

  async #openTab(room) {
    const page = await this.#context.newPage();
    const tab = await this.#adopt(page, room);
    await tab.goto(this.#url(room));
  }

  async #adopt(page, room) {
    this.#tabCount += 1;
    const tab = new Tab(page, `${this.name}${this.#tabCount}`, this.#note);
    await tab.prepare();
    this.open.set(tab, room);
    this.tabs.push(tab);
    return tab;
  }

  /** Whatever has crashed is loaded anew. */
  async #revive() {
    const crashed = this.tabs.filter((tab) => tab.crashed);
    for (const tab of crashed) this.#ledger.ended.add(tab.life);
    await Promise.all(crashed.map((tab) => tab.goto(this.#url(this.open.get(tab)))));
  }

  #url(room) {
    const { server, pageUrl } = this.#world;
    const service = this.#proxy.url;
    return pageUrl({ service, domain: server.domain, username: this.user, password: 'secret', room });
  }

  /** Something that lasts is undone when its time is over, or at the end. */
  #later(ms, undo) {
    let undone;
    const end = () => {
      clearTimeout(timer);
      undone ??= (async () => undo())().catch((error) => this.#note(`${this.name}: ${error.message}`));
      return undone;
    };
    const timer = setTimeout(end, ms);
    this.#lasting.add(end);
  }

  /** Of the browser, hence for all its tabs, those to come too. */
  async #change(conditions) {
    Object.assign(this.#conditions, conditions);
    this.#storageFails ||= this.#conditions.storage !== '';
    const value = encodeURIComponent(JSON.stringify(this.#conditions));
    await this.#context.setCookie({ name: 'chaos', value, domain: '127.0.0.1', path: '/' });
    const usable = this.tabs.filter(({ frozen, crashed }) => !frozen && !crashed);
    await Promise.all(usable.map((tab) => tab.ask('readConditions').catch(() => undefined)));
    this.#storageFails = this.#conditions.storage !== '';
  }
}
