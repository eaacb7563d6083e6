import { ensureProsody, startProsody } from '../../demo/server/prosody.mjs';
import { serverPlugin } from './server-commands.mjs';

/** A server of another kind: `prosodyServer` in `prosody-server.ts`. */
export default serverPlugin('prosody', boot, {
  register: (server, { user, password }) => server.register(user, password),
  room: (server, { room, options }) => server.createRoom(room, options),
});

async function boot(dir) {
  await ensureProsody({ log: console.log });
  return startProsody({ dir });
}
