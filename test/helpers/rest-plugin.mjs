import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRest } from '../../demo/server/rest/api.mjs';
import { runningEjabberd } from './ejabberd-plugin.mjs';
import { runningEthora } from './ethora-plugin.mjs';

/** APIs that tests of this run started, by the name that the test got, with their folders. */
const started = new Map();
const METHODS = new Set(['addUser', 'signToken', 'expireTokens', 'expirePasswords', 'counts', 'close']);

/** Gives tests Ethora's REST API beside one of the servers of this run: see `rest.ts`. */
export default {
  name: 'rest',

  async executeCommand({ command, payload }) {
    if (command === 'rest-start') {
      const dir = await mkdtemp(join(tmpdir(), 'ethora-chat-rest-'));
      const { ethora, ...settings } = payload;
      const rest = await startRest({ ...settings, dir, server: await (ethora ? runningEthora() : runningEjabberd()) });
      const name = String(started.size);
      started.set(name, { rest, dir });
      return { name, url: rest.url, appId: rest.appId, appToken: rest.appToken };
    }
    if (command !== 'rest-call' || !METHODS.has(payload.method)) return undefined;
    return (await started.get(payload.name).rest[payload.method](...payload.args)) ?? true;
  },

  async serverStop() {
    for (const { rest, dir } of started.values()) {
      await rest.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
};
