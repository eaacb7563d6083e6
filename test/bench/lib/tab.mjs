/** A page under measurement: what it shows, and what it uses. */
import { setTimeout as sleep } from 'node:timers/promises';
import { installProbe } from './page-probe.mjs';

const VIEWPORT = { width: 1000, height: 800 };

/** The main thread is at rest when it works less than this in `REST_MS`. */
const REST_TASK_MS = 6;
const REST_MS = 300;
const REST_LIMIT_MS = 10_000;

const SHOWN_LIMIT_MS = 60_000;

/**
 * @typedef {object} Usage What a page has used since its navigation began.
 * @property {number} taskMs - CPU time of the main thread.
 * @property {number} scriptMs
 * @property {number} layoutMs - Style and layout.
 * @property {number} heapBytes - JavaScript heap in use.
 * @property {number} nodes - DOM nodes of the document and its shadow trees, text and detached ones included.
 */

/** A page in a fresh browser context. */
export class Tab {
  #context;
  #page;
  #devtools;
  #signOut;
  /** Uncaught exceptions of the page, each once. */
  #errors = new Set();

  /**
   * @param {import('puppeteer-core').Browser} browser
   * @param {import('../adapters/index.mjs').Adapter} adapter
   * @param {() => Promise<unknown>} signOut - Called when the page is gone.
   */
  static async open(browser, adapter, signOut) {
    const tab = new Tab();
    tab.#signOut = signOut;
    tab.#context = await browser.createBrowserContext();
    tab.#page = await tab.#context.newPage();
    tab.#page.on('pageerror', (error) => tab.#errors.add(String(error)));
    await tab.#page.setViewport(VIEWPORT);
    await tab.#page.evaluateOnNewDocument(`(${installProbe})(${adapter.locate})`);
    tab.#devtools = await tab.#page.createCDPSession();
    // CPU time, not the clock: the machine may be doing other things. It must be set before `enable`.
    await tab.#devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return tab;
  }

  /** Starts the navigation and returns when the page's HTML is there. */
  async navigate(url) {
    await this.#page.goto(url, { waitUntil: 'domcontentloaded', timeout: SHOWN_LIMIT_MS });
  }

  /**
   * Waits until `count` rows, the last of them number `last`, are on screen.
   * @param {{ count: number, last: number, everyMs?: number, limitMs?: number }} expected - `everyMs`: how closely to look.
   * @returns {Promise<number>} Ms since navigation.
   * @throws {Error} with what was on screen instead
   */
  async shown({ count, last, everyMs = 10, limitMs = SHOWN_LIMIT_MS }) {
    const expression = `bench.shown(${count}, ${last}, ${everyMs})`;
    const abort = new AbortController();
    const limit = sleep(limitMs, undefined, { signal: abort.signal }).then(
      () => 'limit',
      () => 'aborted',
    );
    const result = await Promise.race([this.#page.evaluate(expression), limit]);
    abort.abort();
    if (typeof result === 'number') return result;
    const state = JSON.stringify(await this.evaluate('bench.state()'));
    throw new Error(
      `${count} rows up to ${last} were not shown in ${limitMs} ms: ${state} ${[...this.#errors].join('; ')}`,
    );
  }

  /** Waits until the main thread has nothing more to do, so that work put off until later counts too. */
  async rest() {
    const endsAt = performance.now() + REST_LIMIT_MS;
    let { taskMs } = await this.usage();
    while (performance.now() < endsAt) {
      await sleep(REST_MS);
      const now = (await this.usage()).taskMs;
      if (now - taskMs < REST_TASK_MS) return;
      taskMs = now;
    }
  }

  /** @returns {Promise<Usage>} */
  async usage() {
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const value = Object.fromEntries(metrics.map((metric) => [metric.name, metric.value]));
    return {
      taskMs: value.TaskDuration * 1000,
      scriptMs: value.ScriptDuration * 1000,
      layoutMs: (value.LayoutDuration + value.RecalcStyleDuration) * 1000,
      heapBytes: value.JSHeapUsedSize,
      nodes: value.Nodes,
    };
  }

  /** Usage after everything unreachable was collected. */
  async usageCollected() {
    await this.#devtools.send('HeapProfiler.enable');
    await this.#devtools.send('HeapProfiler.collectGarbage');
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const usage = await this.usage();
    await this.#devtools.send('HeapProfiler.disable');
    return usage;
  }

  /** How many tasks took over 50 ms by the clock so far. */
  async longTaskCount() {
    return this.evaluate('bench.longTasks');
  }

  /** `longTaskCount` starts anew. */
  async forgetLongTasks() {
    await this.evaluate('bench.longTasks = 0');
  }

  /** When the page's clock started, epoch ms. */
  async startedAt() {
    return this.evaluate('performance.timeOrigin');
  }

  /** Puts the pointer over the messages. */
  async pointAt() {
    await this.#page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  }

  /** Turns the wheel; negative is up. Fulfilled when the page has taken it. */
  async wheel(deltaY) {
    await this.#page.mouse.wheel({ deltaY });
  }

  evaluate(expression) {
    return this.#page.evaluate(expression);
  }

  async screenshot(path) {
    await this.#page.screenshot({ path });
  }

  async close() {
    await this.#context.close();
    await this.#signOut();
  }
}
