/**
 * `npm run bench`: this widget, Converse.js and a floor, side by side on one real ejabberd. Prints medians, ratios and which
 * limits hold; the figures go to `test/bench/results/`. Exits with 1 when a limit is missed.
 *
 * `--runs N` measures each client N times (default 5), `--quick` once. `--only cold-start,burst` and
 * `--clients ethora-chat,floor` measure a part. `--no-build` takes `dist/` as it is.
 *
 * Imports nothing but Node's own modules before the packages are there.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../tools/install-packages.mjs';
import { ensurePeers } from './lib/install-peers.mjs';

const options = {
  runs: { type: 'string', default: '5' },
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  clients: { type: 'string' },
  'no-build': { type: 'boolean', default: false },
};

try {
  const { values } = parseArgs({ options });
  ensurePackages();
  ensurePeers();
  if (!values['no-build']) build();
  const { runBench } = await import('./bench.mjs');
  const passed = await runBench({
    runs: values.quick ? 1 : countOf(values.runs),
    only: values.only?.split(','),
    clients: values.clients?.split(','),
  });
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function countOf(text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--runs wants a number from 1, not "${text}".`);
  return count;
}

/** What is measured is the present source. */
function build() {
  const script = fileURLToPath(new URL('../tools/build.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed, so there is nothing to measure.');
}
