import { createScriptedServer } from './scripted-server.mjs';

/** Scripted servers that tests of this run started, by the name that the test got. */
const servers = new Map();
const METHODS = new Set(['push', 'received', 'waitFor', 'drop', 'close']);

/** Gives tests a server that says what they want: see `scripted-server.ts`. */
export default {
  name: 'scripted-server',

  async executeCommand({ command, payload }) {
    if (command === 'scripted-server-start') {
      const server = await createScriptedServer(payload.rules);
      const name = String(servers.size);
      servers.set(name, server);
      return { name, url: server.url };
    }
    if (command !== 'scripted-server-call' || !METHODS.has(payload.method)) return undefined;
    return (await servers.get(payload.name)[payload.method](...payload.args)) ?? true;
  },

  async serverStop() {
    await Promise.all([...servers.values()].map((server) => server.close()));
  },
};
