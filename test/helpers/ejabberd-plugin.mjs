import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';

/** The one server of this run and its folder: promised from the first `ejabberd-start` on. */
let running;
let folder;

const commands = {
  /** Boots the server, or brings it back after `ejabberd-stop` or `ejabberd-kill`. */
  async 'ejabberd-start'() {
    running ??= boot();
    const server = await running;
    await server.start();
    const { service, domain, conference, version } = server;
    return { service, domain, conference, version };
  },
  async 'ejabberd-api'({ command, args }) {
    return (await started()).api(command, args);
  },
  async 'ejabberd-stop'() {
    await (await started()).stop();
  },
  async 'ejabberd-kill'() {
    await (await started()).kill();
  },
  async 'ejabberd-restart'() {
    await (await started()).restart();
  },
};

/** Gives tests a real ejabberd, the same for all files of a run, booted when the first one asks for it. */
export default {
  name: 'ejabberd',

  async executeCommand({ command, payload }) {
    if (!Object.hasOwn(commands, command)) return undefined;
    return (await commands[command](payload ?? {})) ?? true;
  },

  async serverStop() {
    if (!running) return;
    await (await running).stop();
    await rm(folder, { recursive: true, force: true });
  },
};

async function boot() {
  folder = await mkdtemp(join(tmpdir(), 'ethora-chat-test-'));
  return startEjabberd({ dir: folder, ports: { http: 0 } });
}

function started() {
  if (!running) throw new Error('Call server.start() first');
  return running;
}
