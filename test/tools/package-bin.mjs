import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Path of the script that an installed package runs as `command`, by default the package's own name. */
export function packageBin(name, command = name.replace(/^@[^/]*\//, '')) {
  const folder = `${root}node_modules/${name}/`;
  const { bin } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  return folder + (typeof bin === 'string' ? bin : bin[command]);
}
