/** A scripted peer: writes, and after an outage looks in the archive for what was not confirmed before it writes that again. */
import { setTimeout as wait } from 'node:timers/promises';
import { ScriptClient } from '../../demo/server/script-client.mjs';
import { readArchive } from './archive.mjs';

/** Between two attempts to connect, ms. */
const RETRY_MS = 100;

export class Peer {
  #account;
  #nick;
  #rooms;
  /** @type {Promise<ScriptClient> | undefined} */
  #client;

  /** @param {{ service: string, domain: string, user: string, password: string }} account @param {string} nick @param {string[]} rooms */
  constructor(account, nick, rooms) {
    this.#account = account;
    this.#nick = nick;
    this.#rooms = rooms;
  }

  /** Resolves when the room has it. */
  async write(room, token) {
    for (let again = false; ; again = true) {
      try {
        const client = await this.connect();
        if (again && (await readArchive(client, room)).some((message) => message.token === token)) return;
        await client.say(room, token, `${token}-of-a-scripted-peer`);
        return;
      } catch {
        this.#client = undefined;
        await wait(RETRY_MS);
      }
    }
  }

  /** In all rooms. */
  async connect() {
    const client = await this.#client?.catch(() => undefined);
    if (!client?.open) this.#client = this.#enter();
    return this.#client;
  }

  async close() {
    (await this.#client?.catch(() => undefined))?.close();
  }

  async #enter() {
    const client = await ScriptClient.connect(this.#account);
    for (const room of this.#rooms) await client.join(room, this.#nick);
    return client;
  }
}
