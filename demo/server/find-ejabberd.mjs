/** Where this machine keeps ejabberd and Erlang. */
import { execFile } from 'node:child_process';
import { access, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Folders below which packages put Erlang applications as `<name>-<version>/ebin`. */
const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib/arm-linux-gnueabihf',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/opt/homebrew/opt/ejabberd/lib',
  '/usr/local/opt/ejabberd/lib',
];

/**
 * @typedef {object} EjabberdInstallation
 * @property {string} version Such as `24.12`.
 * @property {string[]} ebinDirs Folders with compiled modules, ejabberd's own first.
 * @property {string} libDir The folder that holds the applications; Erlang's `ERL_LIBS`.
 * @property {string} erl The Erlang runtime.
 */

/**
 * Undefined when ejabberd, the Erlang runtime or the SQLite driver is missing.
 * @returns {Promise<EjabberdInstallation | undefined>}
 */
export async function findEjabberd() {
  const erl = await findErl();
  if (!erl) return undefined;
  for (const folder of [...(await packagedFolders()), ...LIBRARY_FOLDERS]) {
    const own = await ejabberdIn(folder);
    if (!own || !(await hasSqlite(folder, erl))) continue;
    const libDir = await realpath(folder);
    return { version: await versionOf(own, erl), ebinDirs: await ebinDirsOf(libDir, own), libDir, erl };
  }
  return undefined;
}

/** Undefined when there is no Erlang runtime. */
async function findErl() {
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/bin', '/usr/local/bin', '/opt/homebrew/bin');
  for (const folder of folders) {
    if (folder && (await exists(join(folder, 'erl')))) return join(folder, 'erl');
  }
  return undefined;
}

/** What dpkg says; nothing where there is no dpkg, or no such package. */
async function packagedFolders() {
  try {
    const { stdout } = await run('dpkg', ['-L', 'ejabberd']);
    return stdout
      .split('\n')
      .filter((line) => line.endsWith('/ebin'))
      .map((line) => dirname(dirname(line)));
  } catch {
    return [];
  }
}

/** The ebin folder of the newest ejabberd below `folder`; undefined when there is none. */
async function ejabberdIn(folder) {
  const names = (await list(folder))
    .filter((name) => /^ejabberd(-\d|$)/.test(name))
    .sort()
    .reverse();
  for (const name of names) {
    const ebin = join(folder, name, 'ebin');
    if (await exists(join(ebin, 'ejabberd.beam'))) return ebin;
  }
  return undefined;
}

/** Debian has the driver as a package of its own, so it can be missing. */
async function hasSqlite(folder, erl) {
  if ((await list(folder)).some((name) => /^(p1_)?sqlite3(-|$)/.test(name))) return true;
  const erlang = await realpath(erl).catch(() => erl);
  const bundled = [join(dirname(erlang), '..', 'lib'), '/usr/lib/erlang/lib'];
  const names = await Promise.all(bundled.map(list));
  return names.flat().some((name) => /^(p1_)?sqlite3(-|$)/.test(name));
}

/** Application folders beside ejabberd; Erlang adds its own by itself. */
async function ebinDirsOf(folder, own) {
  const names = (await list(folder)).filter((name) => !name.startsWith('ejabberd'));
  const candidates = names.map((name) => join(folder, name, 'ebin'));
  const found = await Promise.all(candidates.map(async (ebin) => ((await exists(ebin)) ? [ebin] : [])));
  return [own, ...found.flat()];
}

/** From the folder's name, else from the application file. */
async function versionOf(ebin, erl) {
  const named = /ejabberd-(\d+\.\d+)/.exec(ebin)?.[1];
  if (named) return named;
  const print =
    'application:load(ejabberd), {ok, V} = application:get_key(ejabberd, vsn), io:format("~s", [V]), halt().';
  const { stdout } = await run(erl, ['-noinput', '-pa', ebin, '-eval', print]);
  return stdout.trim();
}

async function list(folder) {
  return readdir(folder).catch(() => []);
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
