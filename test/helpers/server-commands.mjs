import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A plugin that gives tests one real server, the same for all files of a run, booted when the first one asks for it.
 *
 * @template {{ service: string, domain: string, conference: string, version: string, start: () => Promise<void>,
 *   stop: () => Promise<void>, kill: () => Promise<void>, restart: () => Promise<void> }} Server
 * @param {string} name Its commands are called `name-start`, `name-stop` and so on.
 * @param {(dir: string) => Promise<Server>} boot
 * @param {Record<string, (server: Server, payload: any) => Promise<unknown>>} own Commands that only this server has.
 */
export function serverPlugin(name, boot, own) {
  /** Promised from the first `start` on. */
  let running;
  let folder;

  const bootInFolder = async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-test-'));
    return boot(folder);
  };
  const bootOnce = () => (running ??= bootInFolder());
  const commands = {
    stop: (server) => server.stop(),
    kill: (server) => server.kill(),
    restart: (server) => server.restart(),
    ...own,
  };

  return {
    name,

    /** The server, for plugins that need it. */
    boot: bootOnce,

    async executeCommand({ command, payload }) {
      if (!command.startsWith(`${name}-`)) return undefined;
      const action = command.slice(name.length + 1);
      if (action === 'start') return started(await bootOnce());
      if (!Object.hasOwn(commands, action)) return undefined;
      if (!running) throw new Error('Call start() first');
      return (await commands[action](await running, payload ?? {})) ?? true;
    },

    async serverStop() {
      if (!running) return;
      await (await running).stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Brings it back if a test has ended it, and says where it is. */
async function started(server) {
  await server.start();
  const { service, domain, conference, version } = server;
  return { service, domain, conference, version };
}
