/** Runs the measurements: each scenario with each client in turn, so that what else the machine does meets all alike. */
import os from 'node:os';
import { ensureEjabberd } from '../../demo/server/ejabberd.mjs';
import { ensureChromium } from '../tools/install-chromium.mjs';
import { ADAPTERS } from './adapters/index.mjs';
import { World } from './lib/world.mjs';
import { report } from './report.mjs';
import { coldStart } from './scenarios/cold-start.mjs';
import { SCENARIOS } from './scenarios/index.mjs';

/** Whatever hangs, the benchmark ends. */
const LIMIT_MS = 20 * 60_000;

/**
 * @typedef {object} Results
 * @property {string} startedAt - ISO 8601.
 * @property {Record<string, string>} versions - Of what took part.
 * @property {Record<string, Record<string, Record<string, number>[]>>} samples - By scenario and client, a record for each run.
 * @property {string[]} failures - Measurements that gave nothing.
 */

/**
 * Measures, prints the report and writes it down.
 * @param {{ runs: number, only?: string[], clients?: string[] }} options - Absent: all scenarios, all clients.
 * @returns {Promise<boolean>} Whether every limit was kept.
 */
export async function runBench({ runs, only, clients }) {
  const adapters = pick(ADAPTERS, clients, 'client');
  const scenarios = pick(SCENARIOS, only, 'scenario');
  await ensureEjabberd({ log: console.log });
  ensureChromium();
  const world = new World();
  const stop = stopEarly(world);
  /** @type {Results} */
  const results = { startedAt: new Date().toISOString(), versions: {}, samples: {}, failures: [] };
  try {
    console.log('Starting ejabberd and filling its rooms.');
    await world.open(adapters);
    results.versions = await versionsOf(world, adapters);
    for (const adapter of adapters) await warmUp(world, adapter);
    for (const scenario of scenarios) {
      results.samples[scenario.name] = await measure({ world, adapters, scenario, runs, failures: results.failures });
    }
  } finally {
    await world.close();
    stop.disarm();
  }
  return report(results, { scenarios, adapters });
}

/** Those that are named; all without names. */
function pick(list, names, what) {
  const unknown = names?.find((name) => !list.some((entry) => entry.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no ${what} "${unknown}"; there are ${list.map(({ name }) => name).join(', ')}.`);
  }
  return names ? list.filter(({ name }) => names.includes(name)) : list;
}

/** One visit that does not count: compresses the files and fills the system's caches. */
async function warmUp(world, adapter) {
  await coldStart.run(world, adapter).catch(() => {
    // The measurements will tell.
  });
}

async function measure({ world, adapters, scenario, runs, failures }) {
  const samples = Object.fromEntries(adapters.map(({ name }) => [name, []]));
  const count = scenario.runs?.(runs) ?? runs;
  for (let run = 0; run < count; run++) {
    // Another one first each time.
    const first = run % adapters.length;
    for (const adapter of [...adapters.slice(first), ...adapters.slice(0, first)]) {
      const startedAt = performance.now();
      const sample = await scenario.run(world, adapter).catch((error) => error);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const failed = sample instanceof Error;
      if (failed) failures.push(`${scenario.name}, ${adapter.name}: ${sample.message}`);
      else samples[adapter.name].push(sample);
      const outcome = failed ? `failed: ${sample.message}` : `${seconds} s`;
      console.log(`${scenario.name} ${run + 1}/${count}  ${adapter.name}  ${outcome}`);
    }
  }
  return samples;
}

async function versionsOf(world, adapters) {
  const clients = adapters.map((adapter) => [adapter.name, adapter.version()]);
  const machine = `${os.cpus()[0].model.trim()} × ${os.cpus().length}, ${os.type()} ${os.release()}`;
  return {
    ...Object.fromEntries(clients),
    Chromium: await world.browser.version(),
    ejabberd: world.server.version,
    Node: process.version,
    machine,
  };
}

/** Stops everything that was started when the time is up or somebody presses Ctrl-C. */
function stopEarly(world) {
  const end = async (reason) => {
    console.error(`${reason}; stopping.`);
    await world.close();
    process.exit(1);
  };
  const interrupt = () => end('Interrupted');
  const timer = setTimeout(() => end(`Not done after ${LIMIT_MS / 60_000} minutes`), LIMIT_MS);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
  return {
    disarm: () => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupt);
    },
  };
}
