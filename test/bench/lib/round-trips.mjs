/** Counts round trips from what passed a delaying proxy, rather than guess them from a stopwatch on a noisy machine. */

/** A timer may fire a little late. */
const TOLERANCE_MS = 2;

/** @typedef {import('../../helpers/proxy.mjs').Traffic} Traffic `connection` unique among all proxies. */

/**
 * The round trips that lie one after another before `shownAt`. Walks back from there: the last thing that had reached the
 * client, what the client had last sent on that connection for the server to know, what had reached the client before it
 * sent that, and so on. Time that the client spends computing does not count.
 * @param {Traffic[]} traffic
 * @param {number} shownAt - On the clock of the traffic.
 * @param {number} roundTripMs
 */
export function countRoundTrips(traffic, shownAt, roundTripMs) {
  const received = traffic.filter(({ direction }) => direction === 'down');
  const sent = traffic.filter(({ direction }) => direction === 'up');
  let count = 0;
  let now = shownAt;
  for (;;) {
    const answer = latest(received, now);
    if (!answer) return count;
    const known = answer.at - roundTripMs + TOLERANCE_MS;
    const question = latest(
      sent.filter(({ connection }) => connection === answer.connection),
      known,
    );
    if (!question) return count;
    count += 1;
    now = question.at;
  }
}

/** Undefined when nothing happened until then. */
function latest(traffic, at) {
  return traffic.reduce((best, event) => (event.at <= at && !(event.at <= best?.at) ? event : best), undefined);
}
