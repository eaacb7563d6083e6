/** One Prosody of our own: loopback only, all its files in one folder, gone when this process is. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.mjs';
import { findProsody } from './install-prosody.mjs';
import { prosodyConfig } from './prosody-config.mjs';
import { ScriptClient, escapeXml } from './script-client.mjs';

export { ensureProsody } from './install-prosody.mjs';

const run = promisify(execFile);
/** How long the server may take to answer after its start, ms. */
const READY_TIMEOUT_MS = 30_000;
/** How long it may take to end in good order, ms; then it is killed. */
const STOP_TIMEOUT_MS = 10_000;
const LOG_LINES = 25;
/** Makes the rooms, and so owns them. */
const KEEPER = { user: 'room-keeper', password: 'room-keeper' };

/**
 * Says the server's process id, and ends the server when our end of its standard input is gone, however that comes about.
 * A background process has no standard input of its own, hence the copy.
 */
const WATCHED = `
  exec 3<&0
  "$@" 3<&- &
  pid=$!
  echo "$pid"
  { cat <&3 >/dev/null; kill "$pid"; } 2>/dev/null &
  wait "$pid"
`;

/**
 * @typedef {object} ProsodyOptions
 * @property {string} dir Folder for configuration, data and log; made when missing.
 * @property {number} [port] The port to try first; 0, the default: any free one.
 * @property {boolean} [sasl2] Offers the quick login (XEP-0388), as no Prosody does by itself; default false.
 * @property {boolean} [bare] Offers rooms and nothing that is optional; default false.
 * @property {string} [url] Where files are said to be put and got; default: where it listens.
 * @property {string} [logLevel] Prosody's own, default `info`.
 */

/**
 * Boots a Prosody and resolves when it answers.
 * @param {ProsodyOptions} options
 * @throws {Error} when it is not installed, or does not answer in time; with the last lines of its log.
 * @returns {Promise<Prosody>}
 */
export async function startProsody({ dir, port: wanted = 0, sasl2 = false, bare = false, url, logLevel = 'info' }) {
  const installation = await findProsody();
  if (!installation) throw new Error('Prosody is not installed.');
  const folder = resolve(dir);
  const port = await freePort(wanted);
  await mkdir(join(folder, 'data'), { recursive: true });
  const { version } = installation;
  const externalUrl = url ?? `http://127.0.0.1:${port}/`;
  const config = prosodyConfig({ dir: folder, port, externalUrl, version, sasl2, bare, logLevel });
  await writeFile(configFile(folder), config);
  const server = new Prosody({ installation, dir: folder, port });
  await server.start();
  return server;
}

/** Use `startProsody`. */
export class Prosody {
  domain = 'localhost';
  conference = 'conference.localhost';
  #installation;
  #dir;
  #port;
  /** The shell around the server. @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** Of the server itself. @type {number | undefined} */
  #pid;
  /** Resolves when the process is gone. */
  #gone = Promise.resolve();
  /** Promised from the first room on. @type {Promise<void> | undefined} */
  #keeper;

  constructor({ installation, dir, port }) {
    this.#installation = installation;
    this.#dir = dir;
    this.#port = port;
  }

  get version() {
    return this.#installation.version;
  }

  /** WebSocket URL. */
  get service() {
    return `ws://127.0.0.1:${this.#port}/xmpp-websocket`;
  }

  /** Undefined while it does not run. */
  get pid() {
    return this.#pid;
  }

  /** Also after `stop` or `kill`, on the same port and data. */
  async start() {
    if (this.#child) return;
    this.#spawn();
    try {
      await this.#untilReady();
    } catch (error) {
      const log = await this.#lastLogLines();
      await this.kill();
      throw new Error(`${error.message}\n${log}`, { cause: error });
    }
  }

  /** Ends it in good order; kills it when that takes too long. */
  async stop() {
    const timer = setTimeout(() => void this.kill(), STOP_TIMEOUT_MS);
    this.#child?.stdin?.end();
    await this.#gone;
    clearTimeout(timer);
  }

  /** As a crash would. */
  async kill() {
    if (this.#pid !== undefined) process.kill(this.#pid, 'SIGKILL');
    await this.#gone;
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Makes an account. */
  async register(user, password) {
    const { prosodyctl } = this.#installation;
    await run(prosodyctl, ['--config', configFile(this.#dir), 'register', user, this.domain, password]);
  }

  /**
   * Makes a persistent, archived, public room.
   * @param {string} room The part before the at sign.
   * @param {Record<string, string>} [options] Fields of the configuration form, such as `muc#roomconfig_roomname`.
   * @returns {Promise<string>} Its JID.
   */
  async createRoom(room, options = {}) {
    const jid = `${room}@${this.conference}`;
    this.#keeper ??= this.register(KEEPER.user, KEEPER.password);
    await this.#keeper;
    const { service, domain } = this;
    const keeper = await ScriptClient.connect({ service, domain, ...KEEPER });
    try {
      await keeper.join(jid, KEEPER.user);
      await keeper.iq('set', jid, configForm(options));
    } finally {
      keeper.close();
    }
    return jid;
  }

  #spawn() {
    const command = [this.#installation.prosody, '-F', '--config', configFile(this.#dir)];
    const child = spawn('sh', ['-c', WATCHED, 'sh', ...command], { cwd: this.#dir, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    createInterface({ input: child.stdout }).once('line', (line) => (this.#pid = Number(line)));
    child.stdin.on('error', () => {
      // It has ended; `exit` says so.
    });
    this.#gone = new Promise((done) => {
      const onGone = () => {
        this.#child = undefined;
        this.#pid = undefined;
        done();
      };
      child.once('error', onGone);
      child.once('exit', onGone);
    });
  }

  async #untilReady() {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    const url = this.service.replace(/^ws/, 'http');
    while (!(await answers(url))) {
      if (!this.#child) throw new Error('Prosody ended while it started.');
      if (Date.now() > deadline) throw new Error(`Prosody did not answer within ${READY_TIMEOUT_MS / 1000} s.`);
      await wait(50);
    }
  }

  async #lastLogLines() {
    const log = await readFile(join(this.#dir, 'prosody.log'), 'utf8').catch(() => '');
    return log.trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  }
}

function configFile(dir) {
  return join(dir, 'prosody.cfg.lua');
}

function answers(url) {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function configForm(options) {
  const all = {
    FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig',
    'muc#roomconfig_persistentroom': '1',
    'muc#roomconfig_publicroom': '1',
    'muc#roomconfig_enablearchiving': '1',
    ...options,
  };
  const fields = Object.entries(all).map(
    ([name, value]) => `<field var="${escapeXml(name)}"><value>${escapeXml(value)}</value></field>`,
  );
  const form = `<x xmlns="jabber:x:data" type="submit">${fields.join('')}</x>`;
  return `<query xmlns="http://jabber.org/protocol/muc#owner">${form}</query>`;
}
