import { executeServerCommand } from '@web/test-runner-commands';
import { uniqueName, type Account, type ServerAddress, type TestServer } from './server.js';

/** A real Prosody as Debian configures it; the first test that asks for it installs it if it is missing. */
export const prosodyServer = createProsodyServer('prosody');

/** One with the quick login (XEP-0388), where the version has it: 13 and later. */
export const sasl2ProsodyServer = createProsodyServer('sasl2-prosody');

/** One with rooms and nothing that is optional. */
export const bareProsodyServer = createProsodyServer('bare-prosody');

const LISTED = 'muc#roomconfig_publicroom';

/** @param plugin - Name of the test runner's plugin that boots it. */
function createProsodyServer(plugin: string) {
  const call = <T>(command: string, payload?: object) =>
    executeServerCommand<T, object>(`${plugin}-${command}`, payload);
  const start = () => call<ServerAddress>('start');

  /** `options`: fields of the room's configuration form, such as `muc#roomconfig_roomname`. */
  async function createRoom(prefix: string, options: Readonly<Record<string, string>> = {}): Promise<string> {
    await start();
    return call<string>('room', { room: uniqueName(prefix), options: { [LISTED]: '0', ...options } });
  }

  return {
    start,

    async register(prefix: string, password = 'secret'): Promise<Account> {
      const { domain } = await start();
      const username = uniqueName(prefix);
      await call('register', { user: username, password });
      return { username, password, jid: `${username}@${domain}` };
    },

    createRoom,
    createListedRoom: (prefix: string) => createRoom(prefix, { [LISTED]: '1' }),

    stop: () => call<void>('stop'),
    kill: () => call<void>('kill'),
    restart: () => call<void>('restart'),
  } satisfies TestServer & Record<string, unknown>;
}
