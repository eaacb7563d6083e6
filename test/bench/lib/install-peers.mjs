/** Gets the other clients, which only the benchmark needs, into its own folder. Imports nothing but Node's own modules. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../', import.meta.url));

/** Installs them unless they are there in the right version. Throws when npm fails. */
export function ensurePeers() {
  const { dependencies } = readJson('package.json');
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version)) return;
  console.log(`Installing what is measured against: ${Object.keys(dependencies).join(', ')} (about 100 MB, once).`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['ci', ...flags], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('npm could not install the other clients; see above.');
}

/** Undefined when the package is missing. */
function installedVersion(name) {
  try {
    return readJson(`node_modules/${name}/package.json`).version;
  } catch {
    return undefined;
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(folder + path, 'utf8'));
}
