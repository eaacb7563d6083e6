/** Everything that the measurements share: one ejabberd, its rooms and accounts, one web server, one browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { startEjabberd } from '../../../demo/server/ejabberd.mjs';
import { createRoom } from '../../../demo/server/rooms.mjs';
import { CHROMIUM_FLAGS, findChromium } from '../../helpers/chromium.mjs';
import { Authors } from './conversation.mjs';
import { PageServer } from './page-server.mjs';
import { Tab } from './tab.mjs';

/** Messages on the first page of every client. */
export const PAGE_SIZE = 50;

/** Enough to scroll back through 3,000 and not meet the beginning. */
const LONG_ROOM_MESSAGES = 3100;

const PASSWORD = 'bench';

/**
 * @typedef {object} Room
 * @property {string} jid
 * @property {number} last - Number of its newest message; they count from 1.
 */

/** The stage of one run of the benchmark. */
export class World {
  #folder;
  #closed;
  #pages;
  #pagesPort;
  #visits = 0;
  /** @type {{ long: Room, busy: Room }} */
  rooms = {};

  /**
   * Starts everything.
   * @param {readonly import('../adapters/index.mjs').Adapter[]} adapters
   */
  async open(adapters) {
    this.#folder = await mkdtemp(join(tmpdir(), 'ethora-chat-bench-'));
    this.server = await startEjabberd({ dir: this.#folder, ports: { http: 0 } });
    this.authors = new Authors(this.server);
    await this.authors.connect();
    this.rooms.long = await this.#fillRoom('long', LONG_ROOM_MESSAGES);
    this.authors.leave(this.rooms.long.jid);
    this.rooms.busy = await this.#fillRoom('busy', PAGE_SIZE * 2);
    this.#pages = new PageServer(Object.fromEntries(adapters.map(({ name, folder }) => [`/${name}/`, folder])));
    this.#pagesPort = await this.#pages.listen();
    this.browser = await puppeteer.launch({
      executablePath: findChromium(),
      headless: true,
      args: CHROMIUM_FLAGS,
      // It would end this process before the rest has been stopped.
      handleSIGINT: false,
      handleSIGTERM: false,
    });
  }

  /** Stops everything that was started, whatever state it is in; the first call counts. */
  close() {
    return (this.#closed ??= this.#stopAll());
  }

  /** What the web server has sent since the last `forgetTransfers`. */
  get transfers() {
    return this.#pages.transfers;
  }

  forgetTransfers() {
    this.#pages.transfers = [];
  }

  /** Where the browser finds the pages and the XMPP server. */
  get addresses() {
    return { pages: `http://127.0.0.1:${this.#pagesPort}/`, service: this.server.service };
  }

  /**
   * Opens the client's page in a fresh profile, with a fresh account, and starts its navigation.
   * @param {import('../adapters/index.mjs').Adapter} adapter
   * @param {Room} room
   * @param {{ pages: string, service: string }} [addresses] - Default: without a detour.
   * @returns {Promise<Tab>}
   */
  async visit(adapter, room, { pages, service } = this.addresses) {
    const { domain, conference, api } = this.server;
    const visit = `${adapter.name}-${++this.#visits}`;
    const username = `visitor-${visit}`;
    await api('register', { user: username, host: domain, password: PASSWORD });
    const session = { service, domain, conference, username, password: PASSWORD, room: room.jid };
    this.#pages.addPage(`/${visit}.html`, adapter.page(session));
    // Otherwise the server keeps the stream of a closed page, to be resumed, and the visitor in the room.
    const signOut = () => api('kick_user', { user: username, host: domain });
    const tab = await Tab.open(this.browser, adapter, signOut);
    await tab.navigate(new URL(`${visit}.html`, pages).href);
    return tab;
  }

  /** The authors are in it afterwards. */
  async #fillRoom(name, messages) {
    const jid = await createRoom(this.server, name);
    await this.authors.join(jid);
    await this.authors.fill(jid, messages);
    return { jid, last: messages };
  }

  async #stopAll() {
    const stops = [
      () => this.browser?.close(),
      () => this.#pages?.close(),
      () => this.authors?.close(),
      () => this.server?.stop(),
      () => this.#folder && rm(this.#folder, { recursive: true, force: true }),
    ];
    for (const stop of stops) {
      await Promise.resolve()
        .then(stop)
        .catch((error) => console.error(error.message));
    }
  }
}
