/** Gets ejabberd from the system's packages when it is not there. */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { backportsSource } from './apt-sources.mjs';
import { findEjabberd } from './find-ejabberd.mjs';

const run = promisify(execFile);
const PACKAGES = ['ejabberd', 'erlang-p1-sqlite3'];
const OUTPUT_LINES = 15;

/** Ejabberd is not there and cannot be had from here; the message says how to go on. */
export class NoEjabberdError extends Error {
  /** @param {string} reason A sentence without its full stop. */
  constructor(reason) {
    super(`There is no ejabberd on this machine, and it cannot be installed from here: ${reason}.

How to go on, whichever suits:
  - Install ejabberd and its SQLite driver by hand, then run "npm start" again. On Debian and Ubuntu:
      sudo apt-get install --no-install-recommends ${PACKAGES.join(' ')}
  - Run all of it in a container (Linux, or Docker Desktop with host networking):
      docker run --rm -it --network host -v "$PWD":/chat -w /chat node:20 npm start
  - Use a server of your own, with accounts that exist there:
      npm start -- --service wss://chat.example/ws --domain chat.example`);
    this.name = 'NoEjabberdError';
  }
}

/**
 * Finds ejabberd; installs it first when it is missing, saying so.
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {NoEjabberdError}
 * @returns {Promise<{ version: string, ebinDirs: string[] }>}
 */
export async function ensureEjabberd({ log = () => {} } = {}) {
  const found = (await findEjabberd()) ?? (await install(log));
  return { version: found.version, ebinDirs: found.ebinDirs };
}

async function install(log) {
  const release = await osRelease();
  if (!/\b(debian|ubuntu)\b/.test(`${release['ID']} ${release['ID_LIKE']}`) || !(await works('apt-get', '--version'))) {
    throw new NoEjabberdError('automatic installation needs Debian or Ubuntu');
  }
  const asRoot = await rootCommand();
  if (!asRoot) throw new NoEjabberdError('installing packages needs root, or sudo without a password');

  log(
    `ejabberd is not installed. Installing the packages ${PACKAGES.join(' and ')} with apt-get; this takes a minute or two.`,
  );
  log('The system service that they bring is not started.');
  const source = release['ID'] === 'debian' ? await backportsSource(release['VERSION_CODENAME'] ?? '') : undefined;
  const fromBackports = source !== undefined && (await runInstaller(asRoot, source)).code === 0;
  const result = fromBackports ? { code: 0, output: '' } : await runInstaller(asRoot, undefined);
  const found = await findEjabberd();
  if (result.code === 0 && found) return found;
  throw new NoEjabberdError(`apt-get did not succeed. It said:\n${result.output}\n`);
}

/** Words to put before a command so that root runs it; undefined when that cannot be. */
async function rootCommand() {
  if (process.getuid?.() === 0) return [];
  return (await works('sudo', '-n', 'true')) ? ['sudo', '-n'] : undefined;
}

/**
 * One script, so that what it puts in place for the time of the installation goes away however it ends.
 * @param {string[]} asRoot
 * @param {import('./apt-sources.mjs').AptSource | undefined} source A suite to prefer.
 */
function runInstaller(asRoot, source) {
  const script = `
    set -e
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    parts=$(mktemp -d)
    own_policy=
    cleanup() { rm -rf "$parts"; if [ -n "$own_policy" ]; then rm -f "$policy"; fi; }
    trap cleanup EXIT
    trap 'exit 130' INT TERM HUP
    if [ ! -e "$policy" ]; then
      own_policy=yes
      printf '#!/bin/sh\\nexit 101\\n' > "$policy"
      chmod 755 "$policy"
    fi
    set --
    if [ -n "$SOURCE" ]; then
      cp -p /etc/apt/sources.list.d/* "$parts" 2>/dev/null || true
      printf '%s\\n' "$SOURCE" > "$parts/ethora-chat-demo.$SOURCE_KIND"
      chmod -R a+rX "$parts"
      set -- -o "Dir::Etc::sourceparts=$parts"
    fi
    apt-get "$@" -q update
    if [ -n "$SUITE" ]; then set -- "$@" -t "$SUITE"; fi
    apt-get "$@" -q -y --no-install-recommends install ${PACKAGES.join(' ')}
    if command -v systemctl >/dev/null; then systemctl disable ejabberd >/dev/null 2>&1 || true; fi
  `;
  const variables = [
    `SOURCE=${source?.text ?? ''}`,
    `SOURCE_KIND=${source?.kind ?? ''}`,
    `SUITE=${source?.suite ?? ''}`,
  ];
  const [command, ...args] = [...asRoot, 'env', ...variables, 'sh', '-c', script];
  return new Promise((resolve) => {
    const child = spawn(command ?? 'env', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output: output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n') });
    });
  });
}

/** `/etc/os-release` as a record; empty where there is none. */
async function osRelease() {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value?.replace(/^(["'])(.*)\1$/, '$2')]),
  );
}

function works(command, ...args) {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
