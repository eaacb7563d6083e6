/** Gets ejabberd from the system's packages when it is not there. */
import { aptInstall, CannotInstallError } from './apt-install.mjs';
import { findEjabberd } from './find-ejabberd.mjs';

const PACKAGES = ['ejabberd', 'erlang-p1-sqlite3'];

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
  try {
    await aptInstall({ name: 'ejabberd', packages: PACKAGES, log });
  } catch (error) {
    if (error instanceof CannotInstallError) throw new NoEjabberdError(error.message);
    throw error;
  }
  const found = await findEjabberd();
  if (!found) throw new NoEjabberdError('apt-get succeeded, but there is still no ejabberd with a SQLite driver');
  return found;
}
