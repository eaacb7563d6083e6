/** `npm start` as a person runs it, in a folder and on ports of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../demo/server/start.mjs', import.meta.url));

/**
 * Resolves when it has printed its address.
 * @param {readonly string[]} args
 * @throws {Error} with what it printed, when it ends before.
 */
export async function runDemo(...args) {
  const child = spawn(process.execPath, [script, '--no-build', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'close');
  const lines = [];
  const url = await new Promise((resolve, reject) => {
    const follow = (line) => {
      lines.push(line);
      const [, address] = /Open (\S+)/.exec(line) ?? [];
      if (address) resolve(address);
    };
    createInterface({ input: child.stdout }).on('line', follow);
    createInterface({ input: child.stderr }).on('line', follow);
    exit.then(() => reject(new Error(`It ended:\n${lines.join('\n')}`)), reject);
  });
  return {
    url,
    /** All that it has printed so far. */
    output: () => lines.join('\n'),
    /** Text of a page. */
    page: async (path) => (await fetch(new URL(path, url))).text(),
    /** As Ctrl-C does it under npm: the signal comes twice. Gives the exit code. */
    async interrupt() {
      child.kill('SIGINT');
      child.kill('SIGINT');
      const [code] = await exit;
      return code;
    },
    /** Waits until it ends by itself. Gives the exit code. */
    async ended() {
      const [code] = await exit;
      return code;
    },
  };
}

/** The address of the chat server, as a page has it. */
export function serviceIn(html) {
  return attributeIn(html, 'service');
}

/** An attribute of the first tag that has it; empty when there is none. */
export function attributeIn(html, name) {
  return new RegExp(`\\s${name}="(.*?)"`).exec(html)?.[1] ?? '';
}

/** What the REST API that a page names gives somebody who signs in by e-mail, and the rooms it lists for them. */
export async function signInByEmail(html, email, password) {
  const api = attributeIn(html, 'api');
  const login = await fetch(`${api}/v1/users/login-with-email`, {
    method: 'POST',
    headers: { authorization: attributeIn(html, 'app-token') },
    body: JSON.stringify({ email, password }),
  });
  if (!login.ok) throw new Error(await login.text());
  const { token, user } = await login.json();
  const list = await fetch(`${api}/v1/chats/my`, { headers: { authorization: token } });
  return { token, user, rooms: (await list.json()).items };
}
