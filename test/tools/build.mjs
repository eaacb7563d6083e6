/** `npm run build`: everything that is published, in `dist`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { packageBin, root } from './package-bin.mjs';
import { publicManifest } from './public-manifest.mjs';

const MANIFEST = `${root}dist/custom-elements.json`;

/** Runs a script with this Node; ends the build when it fails, which it has then explained. */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run(packageBin('rollup'), '--config', '--silent');

rmSync(`${root}dist/types`, { recursive: true, force: true });
run(
  packageBin('typescript', 'tsc'),
  ...['--project', 'test/tools/tsconfig.build.json', '--outDir', 'dist/types'],
  ...['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'],
);

run(
  packageBin('@custom-elements-manifest/analyzer', 'cem'),
  ...['analyze', '--litelement', '--quiet', '--outdir', 'dist'],
  ...['--globs', 'src/elements/**/*.ts', '--globs', 'src/events/**/*.ts', '--exclude', 'src/elements/parts/**'],
);
writeFileSync(MANIFEST, publicManifest(readFileSync(MANIFEST, 'utf8')));
