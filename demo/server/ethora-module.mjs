/** Compiles what makes an ejabberd speak like Ethora's servers: the Erlang modules in `ethora`. */
import { execFile } from 'node:child_process';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('ethora/', import.meta.url));

/** The name of the one that ejabberd is told to load. */
export const ETHORA_MODULE = 'mod_ethora';

/** The installed ejabberd is one for which they were not written. */
export class CompileError extends Error {}

/**
 * Compiles them for the installed ejabberd; takes a second.
 * @param {object} options
 * @param {import('./find-ejabberd.mjs').EjabberdInstallation} options.installation
 * @param {string} options.dir What is compiled goes into the folder `ebin` in it.
 * @param {(line: string) => void} [options.log] Told why there is none.
 * @throws {CompileError} with what the compiler said.
 * @returns {Promise<string | undefined>} The folder with what was compiled; undefined when there is no compiler.
 */
export async function compileEthoraModule({ installation, dir, log }) {
  const erlc = join(dirname(installation.erl), 'erlc');
  const [own = ''] = installation.ebinDirs;
  const include = join(dirname(own), 'include');
  if (!(await exists(erlc)) || !(await exists(include))) {
    log?.(`Without the Erlang compiler (${erlc}) ejabberd runs as it is, without what Ethora's servers add.`);
    return undefined;
  }
  const ebin = join(dir, 'ebin');
  const sources = (await readdir(SOURCES)).filter((name) => name.endsWith('.erl')).map((name) => join(SOURCES, name));
  await mkdir(ebin, { recursive: true });
  try {
    await run(erlc, ['-I', include, '-pa', own, '-o', ebin, ...sources], {
      env: { ...process.env, ERL_LIBS: installation.libDir },
    });
  } catch (error) {
    await rm(ebin, { recursive: true });
    throw new CompileError(`${SOURCES} does not compile:\n${error.stdout}${error.stderr}`, { cause: error });
  }
  return ebin;
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
