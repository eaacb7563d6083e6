import { once } from 'node:events';
import WebSocket from 'ws';

/**
 * A WebSocket server on loopback that answers as a script says: for what no real XMPP server sends.
 *
 * A rule is `{ on, send, close, times }`. For each frame that comes in, the first rule whose `on` (a regular expression)
 * matches is used: its frames in `send` go out, then the connection ends if `close` is set. A rule with `times` is used
 * up after so many frames of one connection. In frames, `$id` stands for the `id` of the stanza, `$1` and so on for groups of `on`.
 *
 * @param {object[]} rules
 */
export async function createScriptedServer(rules) {
  const server = new WebSocket.Server({ host: '127.0.0.1', port: 0, handleProtocols: () => 'xmpp' });
  await once(server, 'listening');
  const received = [];
  const waiting = new Set();

  server.on('connection', (socket) => {
    const script = rules.map((rule) => ({ ...rule, on: new RegExp(rule.on, 's'), left: rule.times ?? Infinity }));
    socket.on('message', (data) => {
      const frame = String(data);
      received.push(frame);
      answer(socket, script, frame);
      for (const check of waiting) check(frame);
    });
    socket.on('error', () => {});
  });

  function answer(socket, script, frame) {
    const rule = script.find(({ on, left }) => left > 0 && on.test(frame));
    if (!rule) return;
    rule.left -= 1;
    const match = rule.on.exec(frame);
    for (const text of rule.send ?? []) socket.send(fill(text, frame, match));
    if (rule.close) socket.close();
  }

  return {
    url: `ws://127.0.0.1:${server.address().port}/ws`,
    /** Sends frames to every page that is connected. */
    push(frames) {
      for (const socket of server.clients) for (const frame of frames) socket.send(frame);
    },
    /** Every frame that came in. */
    received: () => [...received],
    /** The first frame that matches, among those that came in and those to come. */
    waitFor(pattern) {
      const expression = new RegExp(pattern, 's');
      const found = received.find((frame) => expression.test(frame));
      if (found !== undefined) return found;
      return new Promise((resolve) => {
        waiting.add(function check(frame) {
          if (!expression.test(frame)) return;
          waiting.delete(check);
          resolve(frame);
        });
      });
    },
    /** Breaks every connection without a word. */
    drop() {
      for (const socket of server.clients) socket.terminate();
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fill(text, frame, match) {
  const [, id = ''] = /^<[^>]*\bid=["']([^"']*)/.exec(frame) ?? [];
  return text.replace(/\$(id|\d)/g, (_all, name) => (name === 'id' ? id : (match[Number(name)] ?? '')));
}
