/** A reader turns the wheel until 3,000 older messages have come by. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PAGE_SIZE } from '../lib/world.mjs';

const MESSAGES = 3000;
const WHEEL_STEP_PX = -600;
const FRAME_MS = 16;

/** Looking for the place costs the page something, so only every few steps. */
const STEPS_PER_LOOK = 4;

/** A client that needs longer is measured on what it showed until then. */
const LIMIT_MS = 30_000;

/** @type {import('./index.mjs').Scenario} */
export const scrollBack = {
  name: 'scroll-back',
  title: `Scrolling back through ${MESSAGES} messages`,
  runs: (runs) => Math.min(runs, 3),
  measures: {
    messages: { label: 'messages come by', unit: 'count' },
    timeMs: { label: 'time', unit: 'ms' },
    taskMsPer100: { label: 'CPU per 100', unit: 'ms' },
    nodes: { label: 'DOM nodes after', unit: 'count' },
    heapBytes: { label: 'heap after', unit: 'bytes' },
    longTasks: { label: 'long tasks by the clock', unit: 'count' },
  },

  async run(world, adapter) {
    const room = world.rooms.long;
    const tab = await world.visit(adapter, room);
    try {
      await tab.shown({ count: PAGE_SIZE, last: room.last });
      await tab.rest();
      await tab.pointAt();
      const start = await tab.evaluate('bench.place()');
      const before = await tab.usage();
      await tab.forgetLongTasks();
      const startedAt = performance.now();
      const end = await turnWheel(tab, Math.max(1, start.oldest - MESSAGES));
      const timeMs = performance.now() - startedAt;
      await tab.rest();
      const messages = start.oldest - end.oldest;
      const { taskMs } = await tab.usage();
      const longTasks = await tab.longTaskCount();
      const { nodes, heapBytes } = await tab.usageCollected();
      return {
        messages,
        timeMs,
        taskMsPer100: ((taskMs - before.taskMs) / messages) * 100,
        nodes,
        heapBytes,
        longTasks,
      };
    } finally {
      await tab.close();
    }
  },
};

/** Returns the place where the wheel stopped: at message `goal`, or wherever the time was up. */
async function turnWheel(tab, goal) {
  const endsAt = performance.now() + LIMIT_MS;
  let place = await tab.evaluate('bench.place()');
  while (place.oldest > goal && performance.now() < endsAt) {
    // Waiting at the top for the next page, a reader still nudges the wheel, but does not spin it.
    const steps = place.atTop ? 1 : STEPS_PER_LOOK;
    for (let step = 0; step < steps; step++) {
      const pace = sleep(FRAME_MS);
      await tab.wheel(WHEEL_STEP_PX);
      await pace;
    }
    if (place.atTop) await sleep(FRAME_MS * 2);
    place = await tab.evaluate('bench.place()');
  }
  return place;
}
