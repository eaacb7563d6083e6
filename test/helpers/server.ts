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

/** A real server. It is shared by all test files: use names of your own for accounts and rooms. */
export interface TestServer {
  /** Boots it when nobody has yet, which takes some seconds the first time: call it in `before`. */
  start(): Promise<ServerAddress>;
  /** Makes an account whose name begins with `prefix` and is used by nobody else. */
  register(prefix: string, password?: string): Promise<Account>;
  /** Makes an open, archived room whose name begins with `prefix`; gives its JID. It is not on the server's list, where every session would find it. */
  createRoom(prefix: string): Promise<string>;
  /** The same, on the list. */
  createListedRoom(prefix: string): Promise<string>;
  /** Shuts it down as an administrator would; `restart` brings it back on the same port with the same data. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** The server of most tests: ejabberd as it is. */
export const server = ejabberdServer('ejabberd');

/** An ejabberd that does what Ethora's servers do, and has no SASL2, as before version 24; `api` has the commands of `demo/server/ethora/mod_ethora.erl` as well. */
export const ethoraServer = ejabberdServer('ethora');

/** @param plugin - Name of the test runner's plugin that boots it. */
function ejabberdServer(plugin: string) {
  const call = <T>(command: string, payload?: object) =>
    executeServerCommand<T, object>(`${plugin}-${command}`, payload);
  const start = () => call<ServerAddress>('start');

  /** Calls a command of ejabberd's HTTP API (mod_http_api); gives its answer. */
  const api = (command: string, args: Readonly<Record<string, unknown>> = {}) => call('api', { command, args });

  /** `options`: of ejabberd's rooms, such as `members_only`. */
  async function createRoom(prefix: string, options: Readonly<Record<string, string>> = {}): Promise<string> {
    const { domain, conference } = await start();
    const room = uniqueName(prefix);
    const all = { persistent: 'true', public: 'false', mam: 'true', ...options };
    const list = Object.entries(all).map(([name, value]) => ({ name, value }));
    await api('create_room_with_opts', { room, service: conference, host: domain, options: list });
    return `${room}@${conference}`;
  }

  return {
    start,
    api,

    async register(prefix: string, password = 'secret'): Promise<Account> {
      const { domain } = await start();
      const username = uniqueName(prefix);
      await api('register', { user: username, host: domain, password });
      return { username, password, jid: `${username}@${domain}` };
    },

    createRoom,
    createListedRoom: (prefix: string) => createRoom(prefix, { public: 'true' }),

    stop: () => call<void>('stop'),
    kill: () => call<void>('kill'),
    restart: () => call<void>('restart'),
  } satisfies TestServer & Record<string, unknown>;
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${crypto.randomUUID().slice(0, 8)}`;
}
