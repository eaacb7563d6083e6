/** The servers that a run may use, each behind proxies, with what it takes to prepare a run on it. */
import { join } from 'node:path';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { freePort } from '../../demo/server/free-port.mjs';
import { startProsody } from '../../demo/server/prosody.mjs';
import { createProxy } from '../helpers/proxy.mjs';

/**
 * @typedef {object} ChaosServer
 * @property {string} name
 * @property {string} version
 * @property {string} service WebSocket URL, without a proxy.
 * @property {string} domain
 * @property {Awaited<ReturnType<typeof createProxy>>} files The way to its files.
 * @property {(user: string) => Promise<void>} register Makes an account with the password `secret`.
 * @property {(room: string) => Promise<string>} createRoom Makes an open, archived room that is on no list; gives its JID.
 * @property {() => Promise<void>} kill
 * @property {() => Promise<void>} start
 * @property {() => Promise<void>} stop
 */

/** Boots a server by its name. @type {Record<string, (dir: string) => Promise<ChaosServer>>} */
export const SERVERS = {
  async ejabberd(dir) {
    const { port, files } = await placeWithFiles();
    const config = ({ modules }) => {
      modules.mod_http_upload.put_url = new URL('upload', files.url).href;
    };
    const server = await startEjabberd({ dir: join(dir, 'ejabberd'), ports: { http: port }, config });
    return {
      ...common('ejabberd', server, files),
      register: (user) => server.api('register', { user, host: server.domain, password: 'secret' }),
      async createRoom(room) {
        const chosen = { persistent: true, public: false, mam: true };
        const options = Object.entries(chosen).map(([name, value]) => ({ name, value: String(value) }));
        await server.api('create_room_with_opts', { room, service: server.conference, host: server.domain, options });
        return `${room}@${server.conference}`;
      },
    };
  },

  async prosody(dir) {
    const { port, files } = await placeWithFiles();
    const server = await startProsody({ dir: join(dir, 'prosody'), port, url: files.url, sasl2: true });
    return {
      ...common('Prosody', server, files),
      register: (user) => server.register(user, 'secret'),
      createRoom: (room) => server.createRoom(room, { 'muc#roomconfig_publicroom': '0' }),
    };
  },
};

/** A port for a server, and a proxy to it, which has to be there first: the server names it in its answers. */
async function placeWithFiles() {
  const port = await freePort(0);
  return { port, files: await createProxy({ target: `http://127.0.0.1:${port}/` }) };
}

function common(name, server, files) {
  return {
    ...{ name, version: server.version, service: server.service, domain: server.domain, files },
    kill: () => server.kill(),
    start: () => server.start(),
    async stop() {
      await server.stop();
      await files.close();
    },
  };
}
