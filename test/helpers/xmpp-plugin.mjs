import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const BASE = '/__xmpp/';
const IMPORT = /\bfrom '((?:@xmpp\/|ltx|saslmechanisms)[^']*)'|\bimport '(@xmpp\/[^']*)'/g;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Path by which the page gets each package, for example `@xmpp/client`. */
const paths = new Map();
/** Text of each served file, by path. */
const files = new Map();

/**
 * Serves xmpp.js, which browsers can't load as it is. All its packages that our files import come out of one bundle, so
 * that they share their classes.
 */
export default {
  name: 'xmpp',

  async serverStart() {
    const packages = importedPackages();
    const entryPoints = packages.map((name, index) => ({ in: name, out: `entry-${index}` }));
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints,
      outdir: BASE,
      write: false,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      plugins: [withoutDns],
    });
    packages.forEach((name, index) => paths.set(name, `${BASE}entry-${index}.js`));
    for (const file of outputFiles) files.set(BASE + basename(file.path), file.text);
  },

  resolveImport: ({ source }) => paths.get(source),

  serve({ path }) {
    const body = files.get(path);
    return body === undefined ? undefined : { body, type: 'js' };
  },
};

/** The names by which `src` and `test` import xmpp.js and its parts. */
function importedPackages() {
  const names = new Set();
  for (const folder of ['src', 'test']) {
    for (const file of readdirSync(root + folder, { recursive: true })) {
      if (!file.endsWith('.ts') || file.startsWith('bench/')) continue;
      const text = readFileSync(`${root}${folder}/${file}`, 'utf8');
      for (const [, from, bare] of text.matchAll(IMPORT)) names.add(from ?? bare);
    }
  }
  return [...names].sort();
}

/** esbuild plugin: pages have no DNS. */
const withoutDns = {
  name: 'without-dns',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:dns$/ }, () => ({ path: 'dns', namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
  },
};
