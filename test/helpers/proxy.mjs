import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { createFrameCounter } from './frame-counter.mjs';

/**
 * @typedef {object} Traffic Something that the client sent or received.
 * @property {'up' | 'down'} direction - `up`: sent by the client.
 * @property {number} connection - Counted from 1.
 * @property {number} bytes - 0 for the handshake that opens the connection.
 * @property {number} at - When the client sent or received it, by this process's `performance.now()`.
 */

/**
 * A TCP proxy on loopback that behaves like a bad network. It stands between a browser and a server that speaks HTTP or
 * WebSocket.
 *
 * @param {object} options
 * @param {string} options.target - Address of the server, for example `ws://127.0.0.1:5280/ws`.
 * @param {number} [options.delayMs=0] - Round-trip time, ms: each direction takes half of it, and a new connection costs one
 *   whole round trip, as the handshake of TCP does.
 * @param {(traffic: Traffic) => void} [options.onTraffic] - Told of everything that passes; default: nobody.
 */
export async function createProxy({ target, delayMs = 0, onTraffic = () => {} }) {
  const server = createServer((client) => accept(client));
  const { hostname, port: targetPort } = new URL(target);
  const pairs = new Set();
  const stats = { connections: 0, framesUp: 0, framesDown: 0, bytesUp: 0, bytesDown: 0 };
  /** Directions that are swallowed now. */
  const frozen = new Set();
  /** What passes yet before the connection that carries it breaks. */
  let cutting;

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();

  function accept(client) {
    stats.connections += 1;
    const connection = stats.connections;
    onTraffic({ direction: 'up', connection, bytes: 0, at: performance.now() });
    onTraffic({ direction: 'down', connection, bytes: 0, at: performance.now() + delayMs });
    const upstream = connect({ host: hostname, port: Number(targetPort), noDelay: true });
    client.setNoDelay(true);
    const pair = { client, upstream, lost: new Set() };
    pairs.add(pair);
    const report = (direction) => (bytes, at) => onTraffic({ direction, connection, bytes, at });
    const up = { direction: 'up', bytes: 'bytesUp', frames: 'framesUp', handshakeMs: delayMs, passed: report('up') };
    const down = {
      direction: 'down',
      bytes: 'bytesDown',
      frames: 'framesDown',
      handshakeMs: 0,
      passed: report('down'),
    };
    pipe(pair, client, upstream, up);
    pipe(pair, upstream, client, down);
  }

  function pipe(pair, from, to, { direction, bytes, frames, handshakeMs, passed }) {
    const countFrames = createFrameCounter();
    const later = createDelayLine();
    const openAt = performance.now() + handshakeMs;
    const swallow = () => {
      if (frozen.has(direction)) for (const each of frozen) pair.lost.add(each);
      return pair.lost.has(direction);
    };
    const forward = (action) => {
      if (swallow()) return;
      later(Math.max(performance.now(), openAt) + delayMs / 2, () => {
        if (!swallow()) action();
      });
    };
    from.on('data', (chunk) => {
      stats[bytes] += chunk.length;
      stats[frames] += countFrames(chunk);
      // Both as the client sees it: when it sent this, or when this reaches it.
      const sentAt = Math.max(performance.now(), openAt);
      passed(chunk.length, from === pair.client ? sentAt : sentAt + delayMs / 2);
      const last = takeLast(direction, chunk);
      forward(() => (last ? to.write(last, () => void breakUp(pair)) : to.write(chunk)));
    });
    from.on('close', () => {
      forward(() => {
        to.end();
        pairs.delete(pair);
      });
    });
    // A broken connection is followed by `close`.
    from.on('error', () => {});
  }

  /** The part of a chunk that passes yet when the connection is to break within it. */
  function takeLast(direction, chunk) {
    if (cutting?.direction !== direction) return undefined;
    if (cutting.bytes > chunk.length) {
      cutting.bytes -= chunk.length;
      return undefined;
    }
    const last = chunk.subarray(0, cutting.bytes);
    cutting = undefined;
    return last;
  }

  /** Resolves when the server has noticed, and closed its end too. */
  function breakUp(pair) {
    const { client, upstream, lost } = pair;
    for (const direction of ['up', 'down']) lost.add(direction);
    pairs.delete(pair);
    client.destroy();
    upstream.end();
    return upstream.destroyed ? Promise.resolve() : new Promise((resolve) => upstream.once('close', resolve));
  }

  const proxy = {
    /** The target's address with the proxy in place of the server. */
    url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href,
    port,

    /** Changes the round-trip time, ms, of what is sent from now on. */
    setDelay(ms) {
      delayMs = ms;
    },
    /** Breaks every connection; new ones are accepted. Resolves when the server has noticed. */
    async cut() {
      await Promise.all([...pairs].map(breakUp));
    },
    /** Breaks a connection after so many more bytes in one direction, be it in the middle of a stanza. */
    cutAfter(bytes, direction) {
      cutting = { bytes, direction };
    },
    /** Swallows every byte, or those of one direction, while connections stay open, as when a phone leaves its network. */
    freeze(...directions) {
      for (const direction of directions.length > 0 ? directions : ['up', 'down']) frozen.add(direction);
    },
    /** Lets new connections through; one that lost bytes stays silent for good, in what was swallowed. */
    unfreeze() {
      frozen.clear();
    },
    /** Breaks the connections that lost bytes. */
    breakDead() {
      for (const pair of pairs) if (pair.lost.size > 0) void breakUp(pair);
    },
    /** Nothing is delayed, swallowed or refused any more; a connection that lost bytes stays as it is. */
    async heal() {
      delayMs = 0;
      cutting = undefined;
      frozen.clear();
      await proxy.admit();
    },
    /** Breaks every connection and refuses new ones, until `admit()`. */
    async refuse() {
      const broken = proxy.cut();
      if (server.listening) await Promise.all([once(server, 'close'), server.close()]);
      await broken;
    },
    /** Accepts connections again. */
    async admit() {
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    /** What came in so far: connections, and WebSocket frames and bytes in each direction. */
    stats: () => ({ ...stats }),
    /** Stops for good. */
    close: () => proxy.refuse(),
  };
  return proxy;
}

/** A function that runs actions at a time (of `performance.now()`), in the order in which they were given. */
function createDelayLine() {
  const queue = [];
  let timer;
  const run = () => {
    timer = undefined;
    while (queue.length > 0 && queue[0].at <= performance.now()) queue.shift().action();
    if (queue.length > 0) timer = setTimeout(run, Math.max(0, queue[0].at - performance.now()));
  };
  return (at, action) => {
    queue.push({ at, action });
    if (timer === undefined) run();
  };
}
