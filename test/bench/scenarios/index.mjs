/** The measurements, in the order in which they run. */
import { burst } from './burst.mjs';
import { coldStart } from './cold-start.mjs';
import { heap } from './heap.mjs';
import { roundTrips } from './round-trips.mjs';
import { scrollBack } from './scroll-back.mjs';
import { transfer } from './transfer.mjs';

/**
 * @typedef {object} Measure How one figure of a scenario is shown.
 * @property {string} label
 * @property {'bytes' | 'ms' | 'count' | 'trips'} unit
 */

/**
 * @typedef {object} Scenario
 * @property {string} name - As in `--only`.
 * @property {string} title
 * @property {(runs: number) => number} [runs] - How often it runs when others run `runs` times; default: as often.
 * @property {Record<string, Measure>} measures
 * @property {(world: import('../lib/world.mjs').World, adapter: import('../adapters/index.mjs').Adapter)
 *   => Promise<Record<string, number>>} run - One measurement of one client; returns a value for every measure.
 */

/** @type {readonly Scenario[]} */
export const SCENARIOS = [transfer, coldStart, roundTrips, burst, scrollBack, heap];
