import { executeServerCommand } from '@web/test-runner-commands';

/** Where the real server of this test run is. */
export interface ServerAddress {
  /** `ws://…` on loopback. */
  readonly service: string;
  readonly domain: string;
  /** Domain of the rooms. */
  readonly conference: string;
  /** Version of ejabberd. */
  readonly version: string;
}

/** An account that `server.register` made. */
export interface Account {
  readonly username: string;
  readonly password: string;
  readonly jid: string;
}

/** The real ejabberd of this test run. It is shared by all test files: use names of your own for accounts and rooms. */
export const server = {
  /** Boots it when nobody has yet, which takes some seconds the first time: call it in `before`. */
  start(): Promise<ServerAddress> {
    return executeServerCommand<ServerAddress, undefined>('ejabberd-start');
  },

  /** Calls a command of ejabberd's HTTP API (mod_http_api); gives its answer. */
  api(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return executeServerCommand<unknown, object>('ejabberd-api', { command, args });
  },

  /** Makes an account whose name begins with `prefix` and is used by nobody else. */
  async register(prefix: string, password = 'secret'): Promise<Account> {
    const { domain } = await server.start();
    const username = uniqueName(prefix);
    await server.api('register', { user: username, host: domain, password });
    return { username, password, jid: `${username}@${domain}` };
  },

  /** Makes an open, archived room whose name begins with `prefix`; gives its JID. */
  async createRoom(prefix: string, options: Readonly<Record<string, string>> = {}): Promise<string> {
    const { domain, conference } = await server.start();
    const room = uniqueName(prefix);
    const all = { persistent: 'true', public: 'true', mam: 'true', ...options };
    const list = Object.entries(all).map(([name, value]) => ({ name, value }));
    await server.api('create_room_with_opts', { room, service: conference, host: domain, options: list });
    return `${room}@${conference}`;
  },

  /** Shuts it down as an administrator would; `restart` brings it back on the same port with the same data. */
  async stop(): Promise<void> {
    await executeServerCommand('ejabberd-stop');
  },
  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    await executeServerCommand('ejabberd-kill');
  },
  async restart(): Promise<void> {
    await executeServerCommand('ejabberd-restart');
  },
};

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${crypto.randomUUID().slice(0, 8)}`;
}
