/** From navigation, with an empty profile, to the newest 50 messages on screen. */
import { PAGE_SIZE } from '../lib/world.mjs';

/** @type {import('./index.mjs').Scenario} */
export const coldStart = {
  name: 'cold-start',
  title: 'Cold start to the newest 50 messages',
  measures: {
    timeMs: { label: 'time', unit: 'ms' },
    taskMs: { label: 'CPU, until at rest', unit: 'ms' },
    scriptMs: { label: 'of it script', unit: 'ms' },
    longTasks: { label: 'long tasks by the clock', unit: 'count' },
  },

  async run(world, adapter) {
    const room = world.rooms.long;
    const tab = await world.visit(adapter, room);
    try {
      const timeMs = await tab.shown({ count: PAGE_SIZE, last: room.last });
      await tab.rest();
      const { taskMs, scriptMs } = await tab.usage();
      const longTasks = await tab.longTaskCount();
      return { timeMs, taskMs, scriptMs, longTasks };
    } finally {
      await tab.close();
    }
  },
};
