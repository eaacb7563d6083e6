/**
 * What runs inside the measured page. It looks with a timer and not in animation frames, so that it does not make
 * frames that the client would not have made; every client pays the same small price for being watched.
 */

/**
 * Installed before the page's own scripts.
 * @param {() => { rows(): ArrayLike<Element> }} locate - The adapter's `locate`.
 */
export function installProbe(locate) {
  const client = locate();
  new PerformanceObserver((list) => {
    bench.longTasks += list.getEntries().length;
  }).observe({ type: 'longtask', buffered: true });

  /** The number that every message of the bench carries, `[00042]`; undefined in other rows. */
  const numberOf = (row) => {
    const digits = /\[(\d{5})\]/.exec(row?.textContent ?? '')?.[1];
    return digits === undefined ? undefined : Number(digits);
  };

  const inView = (row) => {
    const { top, bottom, height } = row.getBoundingClientRect();
    return height > 0 && top < window.innerHeight && bottom > 0;
  };

  const firstNumber = (rows) => {
    for (let index = 0; index < rows.length; index++) {
      const number = numberOf(rows[index]);
      if (number !== undefined) return number;
    }
    return undefined;
  };

  const isShown = (count, last) => {
    const rows = client.rows();
    const end = rows[rows.length - 1];
    return rows.length >= count && numberOf(end) === last && inView(end);
  };

  const bench = {
    longTasks: 0,

    /** Fulfilled, with the time since navigation, once `count` rows ending with `last` are on screen and painted. */
    shown(count, last, everyMs) {
      return new Promise((resolve) => {
        const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        const look = () => {
          if (isShown(count, last)) painted();
          else setTimeout(look, everyMs);
        };
        look();
      });
    },

    /** Where a reader who scrolls up has come to: the oldest number, and whether that row is already in view. */
    place() {
      const rows = client.rows();
      return { rows: rows.length, oldest: firstNumber(rows), atTop: rows.length > 0 && inView(rows[0]) };
    },

    /** For the message of a failed wait. */
    state() {
      const rows = client.rows();
      return { rows: rows.length, oldest: firstNumber(rows), newest: numberOf(rows[rows.length - 1]) };
    },
  };
  globalThis.bench = bench;
}
