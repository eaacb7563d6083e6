import { ensureProsody, startProsody } from '../../demo/server/prosody.mjs';
import { serverPlugin } from './server-commands.mjs';

/**
 * A plugin that gives tests a Prosody, installing it when it is missing.
 * @param {string} name
 * @param {{ sasl2?: boolean, bare?: boolean }} options
 */
export function prosodyPlugin(name, options) {
  const boot = async (dir) => {
    await ensureProsody({ log: console.log });
    return startProsody({ dir, ...options });
  };
  return serverPlugin(name, boot, {
    register: (server, { user, password }) => server.register(user, password),
    room: (server, { room, options: fields }) => server.createRoom(room, fields),
  });
}
