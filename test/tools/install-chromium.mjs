/** Gets Chromium from the system's packages when it is not there. */
import { spawnSync } from 'node:child_process';
import { findChromium } from '../helpers/chromium.mjs';

const HOW_TO_GO_ON = `The tests need a Chromium or Chrome. Install one in the way that your system knows, or say where it is:
  CHROME_PATH=/path/to/chrome npm test`;

/** Finds Chromium; installs it first when it is missing, saying so. Throws with how to go on when it cannot. */
export function ensureChromium() {
  if (findChromium()) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  if (!succeeds([...sudo, 'apt-get', '--version'])) throw new Error(HOW_TO_GO_ON);
  console.log('Chromium is not installed. Installing the package chromium with apt-get; this takes a minute or two.');
  const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', '--quiet'];
  const installed =
    succeeds([...apt, 'update'], 'inherit') &&
    succeeds([...apt, 'install', '--yes', '--no-install-recommends', 'chromium'], 'inherit');
  if (!installed || !findChromium()) throw new Error(HOW_TO_GO_ON);
}

function succeeds([command, ...args], errors = 'ignore') {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', errors] }).status === 0;
}
