/** 1,000 messages from several authors, arriving as fast as the server delivers them. */
import { traceTasks } from '../lib/task-trace.mjs';
import { PAGE_SIZE } from '../lib/world.mjs';

const MESSAGES = 1000;

/** The slowest client needs half a minute on a machine with nothing else to do. */
const SHOWN_LIMIT_MS = 120_000;

/** @type {import('./index.mjs').Scenario} */
export const burst = {
  name: 'burst',
  runs: (runs) => Math.min(runs, 3),
  title: `${MESSAGES} messages arriving at once`,
  measures: {
    timeMs: { label: 'time until the last is shown', unit: 'ms' },
    deliveryMs: { label: 'of it the server delivering', unit: 'ms' },
    taskMs: { label: 'CPU', unit: 'ms' },
    longTasks: { label: 'long tasks (over 50 ms of CPU)', unit: 'count' },
    longestMs: { label: 'longest task, CPU', unit: 'ms' },
    longByClock: { label: 'long tasks by the clock', unit: 'count' },
  },

  async run(world, adapter) {
    const room = world.rooms.busy;
    const tab = await world.visit(adapter, room);
    let endTrace;
    try {
      await tab.shown({ count: PAGE_SIZE, last: room.last });
      await tab.rest();
      const before = await tab.usage();
      await tab.forgetLongTasks();
      endTrace = await traceTasks(world.browser);
      const first = room.last + 1;
      room.last += MESSAGES;
      // How many rows it keeps is its own affair.
      const shown = tab.shown({ count: 1, last: room.last, everyMs: 25, limitMs: SHOWN_LIMIT_MS });
      const startedAt = Date.now();
      const [shownMs, deliveryMs] = await Promise.all([
        shown,
        world.authors.burst(room.jid, first, room.last).then(() => Date.now() - startedAt),
      ]);
      const timeMs = (await tab.startedAt()) + shownMs - startedAt;
      await tab.rest();
      const after = await tab.usage();
      const { count: longTasks, longestMs } = await endTrace();
      const longByClock = await tab.longTaskCount();
      return { timeMs, deliveryMs, taskMs: after.taskMs - before.taskMs, longTasks, longestMs, longByClock };
    } finally {
      await endTrace?.();
      await tab.close();
    }
  },
};
