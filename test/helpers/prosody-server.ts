import { executeServerCommand } from '@web/test-runner-commands';
import { uniqueName, type Account, type ServerAddress, type TestServer } from './server.js';

/** The real Prosody of this test run; the first test that asks for it installs it if it is missing. */
export const prosodyServer = {
  start: () => executeServerCommand<ServerAddress, undefined>('prosody-start'),

  async register(prefix: string, password = 'secret'): Promise<Account> {
    const { domain } = await prosodyServer.start();
    const username = uniqueName(prefix);
    await executeServerCommand('prosody-register', { user: username, password });
    return { username, password, jid: `${username}@${domain}` };
  },

  /** `options`: fields of the room's configuration form, such as `muc#roomconfig_roomname`. */
  async createRoom(prefix: string, options: Readonly<Record<string, string>> = {}): Promise<string> {
    await prosodyServer.start();
    return executeServerCommand<string, object>('prosody-room', { room: uniqueName(prefix), options });
  },

  async stop(): Promise<void> {
    await executeServerCommand('prosody-stop');
  },
  async kill(): Promise<void> {
    await executeServerCommand('prosody-kill');
  },
  async restart(): Promise<void> {
    await executeServerCommand('prosody-restart');
  },
} satisfies TestServer & Record<string, unknown>;
