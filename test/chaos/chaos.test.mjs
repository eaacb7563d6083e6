import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAULTS, faultsOf, makePlan } from './plan.mjs';
import { runPlan } from './run.mjs';
import { SERVERS } from './servers.mjs';
import { startChaosWorld } from './world.mjs';

/** A seed for each server; together they have every kind of fault. */
const SEEDS = { ejabberd: 24, prosody: 43 };
const SECONDS = 4;

const plans = new Map(Object.entries(SEEDS).map(([name, seed]) => [name, makePlan({ seed, seconds: SECONDS })]));

describe('a short run of chaos', { timeout: 240_000 }, () => {
  let world;
  before(async () => {
    world = await startChaosWorld(Object.keys(SERVERS));
  });
  after(() => world.stop());

  it('has every kind of fault', () => {
    const kinds = new Set([...plans.values()].flatMap((plan) => [...faultsOf(plan).keys()]));
    assert.deepEqual([...kinds].sort(), [...FAULTS].sort());
  });

  it('is decided by its seed', () => {
    for (const plan of plans.values()) assert.deepEqual(makePlan({ seed: plan.seed, seconds: SECONDS }), plan);
    assert.notDeepEqual(makePlan({ seed: 1 }).steps, makePlan({ seed: 2 }).steps);
  });

  for (const [index, [name, plan]] of [...plans].entries()) {
    it(`loses and doubles nothing on ${name}, with seed ${plan.seed}`, async () => {
      const { violations, messages } = await runPlan(world.places[index], plan);
      assert.deepEqual(violations, []);
      assert.ok(messages > 0);
    });
  }
});
