/**
 * `npm run chaos`: writes messages and files while everything goes wrong that can, and looks whether any is lost or doubled.
 *
 *     npm run chaos -- --seeds 200 --from 1 --server both --faults cut,kill --seconds 5 --tabs 3
 *
 * A seed decides everything that is done; `--seeds 1 --from <seed>` does it again. What was seen goes to `.cache/chaos` when
 * something is wrong, or always with `--keep`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describePlan, FAULTS, makePlan } from './plan.mjs';
import { runPlan } from './run.mjs';
import { SERVERS } from './servers.mjs';
import { startChaosWorld } from './world.mjs';

const FOLDER = new URL('../../.cache/chaos/', import.meta.url);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    server: { type: 'string', default: 'both' },
    faults: { type: 'string', default: FAULTS.join() },
    seconds: { type: 'string', default: '5' },
    tabs: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
  },
});

const [from, count, seconds, tabs] = [values.from, values.seeds, values.seconds, values.tabs].map(Number);
const faults = values.faults.split(',');
const world = await startChaosWorld(values.server === 'both' ? Object.keys(SERVERS) : [values.server]);
const total = { messages: 0, faults: new Map(), violations: 0, seconds: 0 };
try {
  for (let seed = from; seed < from + count; seed++) {
    const place = world.places[seed % world.places.length];
    const plan = makePlan({ seed, faults, seconds, tabs });
    if (count === 1) console.log(describePlan(plan).join('\n'));
    report(seed, place.server, await runPlan(place, plan));
  }
} finally {
  await world.stop();
}
const average = (total.seconds / count).toFixed(1);
console.log(`faults: ${written(total.faults)}; ${average} s for a seed`);
console.log(`${count} seeds, ${total.messages} messages, ${sum(total.faults)} faults, ${total.violations} violations`);
process.exitCode = total.violations > 0 ? 1 : 0;

function report(seed, server, result) {
  const { messages, violations } = result;
  console.log(
    `seed ${seed} ${server.name} ${server.version}: ${messages} messages, ${sum(result.faults)} faults ` +
      `(${written(result.faults)}), ${violations.length} violations, ${result.seconds.toFixed(1)} s`,
  );
  for (const violation of violations) console.log(`  ${violation}`);
  if (violations.length > 0 || values.keep) void keep(seed, server, result.transcript);
  total.messages += messages;
  total.violations += violations.length;
  total.seconds += result.seconds;
  for (const [kind, times] of result.faults) total.faults.set(kind, (total.faults.get(kind) ?? 0) + times);
}

async function keep(seed, server, transcript) {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`seed-${seed}-${server.name}.log`, FOLDER), `${transcript.join('\n')}\n`);
}

function written(faults) {
  return [...faults].map(([kind, times]) => `${kind} ${times}`).join(', ');
}

function sum(faults) {
  return [...faults.values()].reduce((all, times) => all + times, 0);
}
