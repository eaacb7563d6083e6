/**
 * The tasks of the main threads with their CPU time. A page's own `longtask` entries go by the clock, and on a machine whose
 * cores the server and the senders need too, a task of five ms may well take a hundred.
 */

const CATEGORY = 'disabled-by-default-devtools.timeline';

/** What makes a task long, ms. */
const LONG_MS = 50;

/**
 * Starts tracing.
 * @param {import('puppeteer-core').Browser} browser
 * @returns {Promise<() => Promise<{ count: number, longestMs: number }>>} Ends it, the first time, and tells how many tasks were
 *   long in CPU time, and the longest of all.
 */
export async function traceTasks(browser) {
  const devtools = await browser.target().createCDPSession();
  const threads = new Set();
  const tasks = [];
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      if (event.name === 'RunTask' && event.tdur) tasks.push({ thread: threadOf(event), cpuMs: event.tdur / 1000 });
      if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') threads.add(threadOf(event));
    }
  });
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordContinuously', includedCategories: [CATEGORY], excludedCategories: ['*'] },
  });
  const end = async () => {
    const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
    await devtools.send('Tracing.end');
    await complete;
    await devtools.detach();
    const cpuMs = tasks.filter(({ thread }) => threads.has(thread)).map((task) => task.cpuMs);
    return {
      count: cpuMs.filter((duration) => duration > LONG_MS).length,
      longestMs: cpuMs.reduce((longest, duration) => Math.max(longest, duration), 0),
    };
  };
  let result;
  return () => (result ??= end());
}

function threadOf({ pid, tid }) {
  return `${pid} ${tid}`;
}
