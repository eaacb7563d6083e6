import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { serverPlugin } from './server-commands.mjs';

const plugin = serverPlugin('ethora', boot, { api: (server, { command, args }) => server.api(command, args) });

/** An ejabberd that does what Ethora's servers do: `ethoraServer` in `server.ts`. */
export default plugin;

/** The server of this run, booted when nobody has yet. */
export const runningEthora = () => plugin.boot();

async function boot(dir) {
  const server = await startEjabberd({ dir, ports: { http: 0 }, ethora: true, log: console.log, config: withoutSasl2 });
  if (!server.ethoraDomain) throw new Error('The Ethora module of ejabberd could not be compiled.');
  return server;
}

/** As versions before 24 are: every login takes the password. */
function withoutSasl2({ listen, modules }) {
  for (const listener of listen) delete listener.allow_unencrypted_sasl2;
  delete modules.mod_auth_fast;
}
