/** Installs packages with apt-get, on Debian and Ubuntu, without starting the system services that they bring. */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { backportsSource } from './apt-sources.mjs';

const run = promisify(execFile);
const OUTPUT_LINES = 15;

/** Packages cannot be installed from here; the message is a sentence without its full stop. */
export class CannotInstallError extends Error {}

/**
 * Says what it does, then installs from the backports suite when there is one, else from the release.
 * @param {object} options
 * @param {string} options.name The program, as people call it.
 * @param {readonly string[]} options.packages The first one names the system service as well.
 * @param {(line: string) => void} options.log
 * @throws {CannotInstallError}
 */
export async function aptInstall({ name, packages, log }) {
  const release = await osRelease();
  if (!/\b(debian|ubuntu)\b/.test(`${release['ID']} ${release['ID_LIKE']}`) || !(await works('apt-get', '--version'))) {
    throw new CannotInstallError('automatic installation needs Debian or Ubuntu');
  }
  const asRoot = await rootCommand();
  if (!asRoot) throw new CannotInstallError('installing packages needs root, or sudo without a password');

  log(
    `${name} is not installed. Installing the packages ${packages.join(' and ')} with apt-get; this takes a minute or two.`,
  );
  log('The system service that they bring is not started.');
  const source = release['ID'] === 'debian' ? await backportsSource(release['VERSION_CODENAME'] ?? '') : undefined;
  if (source && (await runInstaller(asRoot, packages, source)).code === 0) return;
  const { code, output } = await runInstaller(asRoot, packages, undefined);
  if (code !== 0) throw new CannotInstallError(`apt-get did not succeed. It said:\n${output}\n`);
}

/** Words to put before a command so that root runs it; undefined when that cannot be. */
async function rootCommand() {
  if (process.getuid?.() === 0) return [];
  return (await works('sudo', '-n', 'true')) ? ['sudo', '-n'] : undefined;
}

/**
 * One script, so that what it puts in place for the time of the installation goes away however it ends.
 * @param {string[]} asRoot
 * @param {readonly string[]} packages
 * @param {import('./apt-sources.mjs').AptSource | undefined} source A suite to prefer.
 */
function runInstaller(asRoot, packages, source) {
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
    apt-get "$@" -q -y --no-install-recommends install ${packages.join(' ')}
    if command -v systemctl >/dev/null; then systemctl disable ${packages[0]} >/dev/null 2>&1 || true; fi
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
