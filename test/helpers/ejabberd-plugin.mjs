import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { serverPlugin } from './server-commands.mjs';

/** The server of most tests: see `server.ts`. */
export default serverPlugin('ejabberd', (dir) => startEjabberd({ dir, ports: { http: 0 } }), {
  api: (server, { command, args }) => server.api(command, args),
});
