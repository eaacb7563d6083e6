/**
 * `npm test`: gets what the tests need, checks and tests everything, and ends with the line `N passed, N failed`.
 *
 * `npm test -- unit` runs the browser tests alone, `npm test -- e2e` those of the built file, and
 * `npm test -- test/elements/ethora-thread.test.ts` the named files (or globs); `--coverage` says what the browser tests cover.
 *
 * Imports nothing but Node's own modules before the packages are there.
 */
import { ensurePackages } from './install-packages.mjs';

try {
  ensurePackages();
  const { runTests } = await import('./run-tests.mjs');
  process.exitCode = (await runTests(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
