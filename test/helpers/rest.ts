import { executeServerCommand } from '@web/test-runner-commands';
import { ethoraServer, server, uniqueName } from './server.js';

/** What a test may change of the API; see `RestOptions` there. */
export interface RestSettings {
  /** Beside the server that does what Ethora's do, instead of the one of most tests. */
  readonly ethora?: boolean;
  readonly tokenSeconds?: number;
  readonly refreshSeconds?: number;
  readonly passwordSeconds?: number;
  readonly maxFileBytes?: number;
  readonly cors?: boolean;
}

/** Somebody who can sign in. */
export interface RestUser {
  readonly _id: string;
  readonly email: string;
  readonly password: string;
  readonly xmppUsername: string;
}

/** Ethora's REST API beside the test server. */
export interface Rest {
  readonly url: string;
  readonly appId: string;
  readonly appToken: string;
  /** Makes an account whose names nobody else uses. */
  addUser(prefix: string, settings?: { readonly verified?: boolean }): Promise<RestUser>;
  /** Signs a token as the site of the app would. */
  signToken(claims: object): Promise<string>;
  expireTokens(): Promise<void>;
  expirePasswords(): Promise<void>;
  /** How often each endpoint was called, such as `POST /users/login/refresh`. */
  counts(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** Starts an API with an app of its own. */
export async function startRest(settings: RestSettings = {}): Promise<Rest> {
  await (settings.ethora ? ethoraServer : server).start();
  const { name, ...place } = await executeServerCommand<
    { name: string; url: string; appId: string; appToken: string },
    object
  >('rest-start', settings);
  const call = (method: string, ...args: unknown[]) => executeServerCommand('rest-call', { name, method, args });
  return {
    ...place,
    async addUser(prefix, more = {}) {
      const login = { email: `${uniqueName(prefix)}@harbor.example`, password: 'correct-horse' };
      const person = { firstName: prefix, lastName: 'Test', ...login, ...more };
      return { ...((await call('addUser', person)) as RestUser), ...login };
    },
    signToken: async (claims) => (await call('signToken', claims)) as string,
    expireTokens: async () => {
      await call('expireTokens');
    },
    expirePasswords: async () => {
      await call('expirePasswords');
    },
    counts: async () => (await call('counts')) as Record<string, number>,
    close: async () => {
      await call('close');
    },
  };
}

/** Somebody else uses the refresh token of the login that this browser remembers, twice: the API then ends that login. */
export async function stealRememberedLogin(rest: Rest): Promise<void> {
  const entry = Object.values(localStorage).find((text: string) => text.includes('JWT ')) as string;
  const { session } = JSON.parse(entry) as { session: { refreshToken: string } };
  const refresh = async (authorization: string) => {
    const answer = await fetch(`${rest.url}/v1/users/login/refresh`, { method: 'POST', headers: { authorization } });
    return (await answer.json()) as { refreshToken: string };
  };
  await refresh((await refresh(session.refreshToken)).refreshToken);
  await rest.expireTokens();
}
