import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RULE = '\n' + '-'.repeat(80) + '\n\n';

/** Rollup plugin: writes the licences of every package that went into the bundle beside it. */
export function thirdPartyLicenses(fileName) {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const packages = new Map(modules.filter((id) => id.includes('node_modules')).map((id) => describe(id)));
      const notices = [...packages.keys()].sort().map((name) => packages.get(name));
      const source = ['ethora-chat.js contains these packages:\n', ...notices].join(RULE);
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** Name and notice of the package that a module belongs to. */
function describe(moduleId) {
  const folder = packageFolder(moduleId.replace(/^\0/, '').replace(/\?.*$/, ''));
  const { name, version, license = 'see its repository' } = readJson(join(folder, 'package.json'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return [name, `${name} ${version}\n\n${text}\n`];
}

/** The nearest folder above whose package.json has a name; some packages hold nameless ones inside. */
function packageFolder(path) {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && readJson(file).version) return folder;
  }
  throw new Error(`No package around ${path}`);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
