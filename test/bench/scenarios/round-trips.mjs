/** The cold start over a link with a round-trip time of 100 ms, for pages and for XMPP. */
import { createProxy } from '../../helpers/proxy.mjs';
import { countRoundTrips } from '../lib/round-trips.mjs';
import { PAGE_SIZE } from '../lib/world.mjs';

const ROUND_TRIP_MS = 100;

/** @type {import('./index.mjs').Scenario} */
export const roundTrips = {
  name: 'round-trips',
  title: `Cold start at ${ROUND_TRIP_MS} ms round-trip time`,
  measures: {
    trips: { label: 'round trips, one after another', unit: 'count' },
    timeMs: { label: 'time', unit: 'ms' },
    timeInTrips: { label: 'time in round trips', unit: 'trips' },
  },

  async run(world, adapter) {
    const room = world.rooms.long;
    const traffic = [];
    const proxies = await Promise.all(Object.entries(world.addresses).map((entry) => delay(entry, traffic)));
    let tab;
    try {
      tab = await world.visit(adapter, room, Object.fromEntries(proxies.map(({ name, url }) => [name, url])));
      const timeMs = await tab.shown({ count: PAGE_SIZE, last: room.last });
      // The page's clock and ours start at different times.
      const shownAt = (await tab.startedAt()) + timeMs - performance.timeOrigin;
      return {
        trips: countRoundTrips(traffic, shownAt, ROUND_TRIP_MS),
        timeMs,
        timeInTrips: timeMs / ROUND_TRIP_MS,
      };
    } finally {
      await tab?.close();
      await Promise.all(proxies.map(({ close }) => close()));
    }
  },
};

/** A detour to one address that takes time. */
async function delay([name, target], traffic) {
  const onTraffic = (event) => traffic.push({ ...event, connection: `${name} ${event.connection}` });
  const proxy = await createProxy({ target, delayMs: ROUND_TRIP_MS, onTraffic });
  return { name, url: proxy.url, close: () => proxy.close() };
}
