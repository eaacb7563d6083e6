/** Gets the npm packages that the lock file names. Imports nothing but Node's own modules, since it runs before they are there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Installs them unless every one is there in the right version. Throws when npm fails. */
export function ensurePackages() {
  if (packagesAreThere()) return;
  console.log('Installing the npm packages of this project; the first time takes a minute.');
  // Not `npm ci`: it refuses a lock file that lacks optional packages for other systems, as registries that mirror a part do.
  const flags = ['--no-save', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...flags], {
    cwd: root,
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The npm packages could not be installed; npm says why above.');
}

function packagesAreThere() {
  const { packages } = readJson('package-lock.json');
  return Object.entries(packages).every(
    ([path, { version, optional }]) => path === '' || optional || installedVersion(path) === version,
  );
}

/** Undefined when the package is missing. */
function installedVersion(path) {
  try {
    return readJson(`${path}/package.json`).version;
  } catch {
    return undefined;
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(root + file, 'utf8'));
}
