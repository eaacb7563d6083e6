import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './package-bin.mjs';

/** Longest time that one step may take, ms; then it has failed. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * Runs one step of the test command and prints how long it took; what the step itself printed only when it failed.
 *
 * @param {object} step
 * @param {string} step.name
 * @param {string} step.script - Run by this Node; may also be a flag of Node.
 * @param {string[]} step.args
 * @param {'web' | 'node'} [step.counts] - Which kind of tests it runs; absent for a step that only succeeds or fails.
 * @returns {Promise<{ passed: number, failed: number }>} The tests that it ran. A step that failed by itself counts as one.
 */
export async function runStep({ name, script, args, counts }) {
  const folder = mkdtempSync(join(tmpdir(), 'ethora-chat-test-'));
  const countsFile = join(folder, 'counts');
  const started = performance.now();
  const { ok, output } = await runNode([script, ...reporters(counts, countsFile), ...args], countsFile);
  const result = readCounts(counts, countsFile);
  rmSync(folder, { recursive: true });
  if (!ok && result.failed === 0) result.failed = 1;

  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const summary = counts ? `, ${result.passed} passed, ${result.failed} failed` : '';
  if (result.failed > 0) console.log(output.trimEnd());
  console.log(`${result.failed > 0 ? 'FAILED' : 'ok'}  ${name}  ${seconds} s${summary}`);
  return result;
}

async function runNode(args, countsFile) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, TEST_COUNTS_FILE: countsFile },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code, signal] = await once(child, 'close');
  if (signal) output += `\nEnded by ${signal} after at most ${TIMEOUT_MS / 60_000} minutes.`;
  return { ok: code === 0, output };
}

function reporters(counts, countsFile) {
  if (counts !== 'node') return [];
  return [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${countsFile}`],
  ];
}

function readCounts(counts, countsFile) {
  if (!counts) return { passed: 0, failed: 0 };
  try {
    const text = readFileSync(countsFile, 'utf8');
    return counts === 'web' ? JSON.parse(text) : countTap(text);
  } catch {
    // It ended before it could count.
    return { passed: 0, failed: 1 };
  }
}

/** From the last lines of what Node's test runner writes. */
function countTap(text) {
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(text)[1]);
  return { passed: count('pass'), failed: count('fail') + count('cancelled') };
}
