/** Finds Prosody, the second server that the tests run on; gets it from the system's packages when it is not there. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptInstall, CannotInstallError } from './apt-install.mjs';

const run = promisify(execFile);
const PACKAGES = ['prosody', 'prosody-modules'];

/**
 * @typedef {object} ProsodyInstallation
 * @property {string} version Such as `13.0.1`.
 * @property {string} prosody The server.
 * @property {string} prosodyctl Its administration tool.
 */

/**
 * Undefined when it is not installed.
 * @returns {Promise<ProsodyInstallation | undefined>}
 */
export async function findProsody() {
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/bin', '/usr/local/bin', '/opt/homebrew/bin');
  for (const folder of folders.filter(Boolean)) {
    const [prosody, prosodyctl] = [join(folder, 'prosody'), join(folder, 'prosodyctl')];
    if (!(await exists(prosody)) || !(await exists(prosodyctl))) continue;
    // `prosody --version` says nothing to root.
    const { stdout } = await run(prosodyctl, ['about']);
    return { version: /^Prosody (\d\S*)/m.exec(stdout)?.[1] ?? '', prosody, prosodyctl };
  }
  return undefined;
}

/**
 * Finds Prosody; installs it first when it is missing, saying so.
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {Error} when it cannot be installed, saying how to go on.
 * @returns {Promise<ProsodyInstallation>}
 */
export async function ensureProsody({ log = () => {} } = {}) {
  const there = await findProsody();
  if (there) return there;
  try {
    await aptInstall({ name: 'Prosody', packages: PACKAGES, log });
  } catch (error) {
    if (!(error instanceof CannotInstallError)) throw error;
    throw new Error(
      `There is no Prosody on this machine, and it cannot be installed from here: ${error.message}.

On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${PACKAGES.join(' ')}`,
      { cause: error },
    );
  }
  const found = await findProsody();
  if (!found) throw new Error('apt-get succeeded, but there is still no Prosody.');
  return found;
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
