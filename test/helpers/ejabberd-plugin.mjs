import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { serverPlugin } from './server-commands.mjs';

const plugin = serverPlugin('ejabberd', (dir) => startEjabberd({ dir, ports: { http: 0 } }), {
  api: (server, { command, args }) => server.api(command, args),
});

/** The server of most tests: see `server.ts`. */
export default plugin;

/** The server of this run, booted when nobody has yet. */
export const runningEjabberd = () => plugin.boot();
