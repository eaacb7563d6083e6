import { readdirSync } from 'node:fs';
import { ensureEjabberd } from '../../demo/server/ejabberd.mjs';
import { ensureProsody } from '../../demo/server/prosody.mjs';
import { ensureChromium } from './install-chromium.mjs';
import { packageBin, root } from './package-bin.mjs';
import { runStep } from './run-step.mjs';

const TESTS = readdirSync(`${root}test`, { recursive: true })
  .filter((path) => /\.test\.(mjs|ts)$/.test(path) && !path.startsWith('bench/'))
  .map((path) => `test/${path}`)
  .sort();
const NODE_TESTS = TESTS.filter(isForNode);
const BROWSER_TESTS = TESTS.filter((path) => !isForNode(path));
const E2E = NODE_TESTS.filter((path) => path.startsWith('test/e2e/'));

const format = { name: 'format', script: packageBin('prettier'), args: ['--check', '--log-level', 'warn', '.'] };
const lint = { name: 'lint', script: packageBin('eslint'), args: ['--max-warnings', '0', '.'] };
const types = { name: 'types', script: packageBin('typescript', 'tsc'), args: [] };
const build = { name: 'build', script: 'test/tools/build.mjs', args: [] };

/** Tests that run in a browser. `args`: files and flags of Web Test Runner. */
function browserTests(name, args) {
  const config = ['--config', 'test/web-test-runner.config.mjs', '--files'];
  return {
    name,
    counts: 'web',
    script: packageBin('@web/test-runner', 'wtr'),
    args: [...config, ...args],
  };
}

/** All of them, in two halves: each waits half of its time, and one browser can show one page at a time only. What is measured is one piece. */
function allBrowserTests(flags) {
  if (flags.length > 0) return [browserTests('browser tests', [...BROWSER_TESTS, ...flags])];
  return [0, 1].map((half) => {
    const files = BROWSER_TESTS.filter((_, index) => index % 2 === half);
    return browserTests(`browser tests, ${half + 1} of 2`, files);
  });
}

/** Tests that run in Node. */
function nodeTests(name, files) {
  return { name, counts: 'node', script: '--test', args: ['--test-concurrency=1', ...files] };
}

/**
 * Runs steps and prints each with its duration; stops when one fails.
 *
 * @param {string[]} args - Of the command line: `unit`, `e2e`, flags for Web Test Runner, or test files; none means everything.
 * @returns {Promise<boolean>} True when nothing failed.
 */
export async function runTests(args) {
  const total = { passed: 0, failed: 0 };
  const groups = plan(
    args.filter((arg) => !arg.startsWith('--')),
    args.filter((arg) => arg.startsWith('--')),
  );
  ensureChromium();
  await ensureEjabberd({ log: console.log });
  await ensureProsody({ log: console.log });
  for (const group of groups) {
    for (const { passed, failed } of await Promise.all(group.map(runStep))) {
      total.passed += passed;
      total.failed += failed;
    }
    if (total.failed > 0) break;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}

/** Groups of steps: those of one group run side by side. */
function plan(chosen, flags) {
  if (chosen.length === 0) {
    const others = NODE_TESTS.filter((path) => !E2E.includes(path));
    return [
      [build, types, format, lint],
      allBrowserTests(flags),
      [nodeTests('package, tools and demo', others), nodeTests('end to end', E2E)],
    ];
  }
  if (chosen[0] === 'unit') return [allBrowserTests(flags)];
  if (chosen[0] === 'e2e') return [[build], [nodeTests('end to end', E2E)]];
  const [inNode, inBrowser] = [chosen.filter(isForNode), chosen.filter((path) => !isForNode(path))];
  return [
    ...(inNode.length > 0 ? [[build], [nodeTests('tests in Node', inNode)]] : []),
    ...(inBrowser.length > 0 ? [[browserTests('browser tests', [...inBrowser, ...flags])]] : []),
  ];
}

function isForNode(path) {
  return path.endsWith('.mjs');
}
