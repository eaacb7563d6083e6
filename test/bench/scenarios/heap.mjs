/** JavaScript heap and DOM of a page that shows the newest 50 messages, after collection. */
import { PAGE_SIZE } from '../lib/world.mjs';

/** @type {import('./index.mjs').Scenario} */
export const heap = {
  name: 'heap',
  title: `Memory with ${PAGE_SIZE} messages shown`,
  runs: (runs) => Math.min(runs, 3),
  measures: {
    heapBytes: { label: 'heap', unit: 'bytes' },
    nodes: { label: 'DOM nodes', unit: 'count' },
  },

  async run(world, adapter) {
    const room = world.rooms.long;
    const tab = await world.visit(adapter, room);
    try {
      await tab.shown({ count: PAGE_SIZE, last: room.last });
      await tab.rest();
      const { heapBytes, nodes } = await tab.usageCollected();
      return { heapBytes, nodes };
    } finally {
      await tab.close();
    }
  },
};
