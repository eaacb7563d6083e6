/** What happens in one run: who writes what where, and what goes wrong when. All of it follows from the seed. */
import { createRandom } from './random.mjs';

/**
 * What can go wrong. With the network: `cut` (at some byte), `delay`, `half-open` (bytes vanish, in one direction or both),
 * `refuse` (nothing can be reached), `upload` (the way to the files breaks). With the server: `kill`. With a tab: `close`,
 * `reload`, `duplicate`, `freeze`, `crash`. With the browser: `storage` (cannot be written), `clock` (jumps).
 */
export const FAULTS = [
  ...['cut', 'delay', 'half-open', 'refuse', 'upload', 'kill'],
  ...['close', 'reload', 'duplicate', 'freeze', 'crash', 'storage', 'clock'],
];

const CLIENTS = ['ann', 'ben', 'cid'];
const PEERS = ['pia', 'pat'];

/**
 * @typedef {object} Step
 * @property {number} at - Ms from the beginning.
 * @property {string} who - A client or a peer; of what concerns the server, `server`.
 * @property {string} kind - `write`, or one of `FAULTS`.
 * @property {number} [room] - Of `write`: its number.
 * @property {'text' | 'file'} [what] - Of `write`.
 * @property {number} [tab] - Which of the tabs that are there, counted around.
 * @property {number} [ms] - How long it lasts.
 * @property {number} [last] - Of what takes a tab away: messages that are written there in the same moment.
 * @property {'up' | 'down' | 'both'} [direction]
 * @property {number} [bytes] - Of `cut`: bytes that pass yet.
 * @property {number} [rtt] - Of `delay`: round-trip time, ms.
 * @property {number} [hours] - Of `clock`: how far it jumps.
 * @property {'throw' | 'abort'} [way] - Of `storage`: how it fails.
 *
 * @typedef {object} Plan
 * @property {number} seed
 * @property {number} rooms - How many.
 * @property {readonly { name: string, tabs: readonly number[] }[]} clients - The room that is open in each tab.
 * @property {readonly string[]} peers
 * @property {readonly Step[]} steps - In order.
 * @property {boolean} silent - At the end the dead connections are not broken: whoever has one has to find out.
 */

/**
 * @param {object} options
 * @param {number} options.seed
 * @param {readonly string[]} [options.faults] - Those that may happen; default: all.
 * @param {number} [options.seconds] - How long they happen.
 * @param {number} [options.tabs] - Most that one client has at the beginning; default: two or three.
 * @returns {Plan}
 */
export function makePlan({ seed, faults = FAULTS, seconds = 5, tabs = 3 }) {
  const random = createRandom(seed);
  const rooms = random.int(1, 3);
  const tabsOfMany = Math.min(random.int(2, 3), tabs);
  const clients = CLIENTS.map((name, index) => ({
    name,
    tabs: Array.from({ length: index === 0 ? tabsOfMany : 1 }, () => random.int(0, rooms - 1)),
  }));
  const end = seconds * 1000;
  const steps = [...writing(random, rooms, end), ...trouble(random, faults, rooms, end)];
  steps.sort((a, b) => a.at - b.at);
  return { seed, rooms, clients, peers: PEERS, steps, silent: random.chance(0.15) };
}

/** How often each kind of fault is in a plan. @param {Plan} plan @returns {Map<string, number>} */
export function faultsOf({ steps }) {
  const counts = new Map();
  for (const { kind } of steps) if (kind !== 'write') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** @param {Plan} plan @returns {string[]} Lines to read. */
export function describePlan({ seed, rooms, clients, steps, silent }) {
  const tabs = clients.map(({ name, tabs: open }) => `${name} has room ${open.join(', ')}`).join('; ');
  const lines = steps.map(({ at, who, kind, ...rest }) => {
    const more = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
    return [String(at).padStart(5), who, kind, ...more].join(' ');
  });
  const head = `seed ${seed}: ${rooms} rooms; open: ${tabs}; dead connections ${silent ? 'stay silent' : 'break'} at the end`;
  return [head, ...lines];
}

function writing(random, rooms, end) {
  return [...CLIENTS, ...PEERS].flatMap((who) => {
    const count = CLIENTS.includes(who) ? random.int(6, 14) : random.int(4, 10);
    return Array.from({ length: count }, () => ({
      at: random.int(0, end),
      who,
      kind: 'write',
      room: random.int(0, rooms - 1),
      what: CLIENTS.includes(who) && random.chance(0.1) ? 'file' : 'text',
      tab: random.int(0, 5),
    }));
  });
}

function trouble(random, faults, rooms, end) {
  const steps = Array.from({ length: random.int(4, 8) }, () => {
    const kind = random.pick(faults);
    const who = kind === 'kill' || kind === 'upload' ? 'server' : random.pick(CLIENTS);
    return { at: random.int(300, end), who, kind, ...detailsOf(kind, random, rooms, end) };
  });
  // A server takes longer to come back than all else.
  const kill = steps.findIndex(({ kind }) => kind === 'kill');
  return steps.filter(({ kind }, index) => kind !== 'kill' || index === kill);
}

function detailsOf(kind, random, rooms, end) {
  const tab = random.int(0, 5);
  const ms = random.int(200, end / 2);
  const last = random.int(0, 3);
  const room = random.int(0, rooms - 1);
  switch (kind) {
    case 'cut':
      return { direction: random.pick(['up', 'down']), bytes: random.int(0, 3000) };
    case 'delay':
      return { rtt: random.int(50, 800), ms };
    case 'half-open':
      return { direction: random.pick(['up', 'down', 'both']), ms };
    case 'refuse':
    case 'upload':
      return { ms };
    case 'kill':
      return {};
    case 'close':
    case 'crash':
      return { tab, ms, last, room };
    case 'reload':
      return { tab, last, room };
    case 'duplicate':
      return { tab };
    case 'freeze':
      return { tab, ms };
    case 'storage':
      return { ms, way: random.pick(['throw', 'abort']) };
    case 'clock':
      return { hours: random.pick([-30, -3, -1, 1, 5, 48]) };
    default:
      throw new Error(`There is no fault "${kind}"; there are ${FAULTS.join(', ')}`);
  }
}
