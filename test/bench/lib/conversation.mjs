/** Fills rooms with a conversation: several authors in turns, short and long messages, a link now and then. */
import { sendHistory } from '../../../demo/server/history.mjs';
import { ScriptClient } from '../../../demo/server/script-client.mjs';

const AUTHORS = ['amira', 'bruno', 'chen', 'dana', 'elif', 'farid'];

const SENTENCES = [
  'Morning all.',
  'The build is green again, thanks for looking into it.',
  'Can someone check the numbers for Thursday before I send them out?',
  'Yes!',
  'I moved the meeting to half past three because the room was taken until then.',
  'https://example.org/reports/2026/summary?page=4 has the details',
  'Not sure about that. When we tried it in spring, two of the five customers asked for the old way back within a week.',
  'ok',
  'Größe, naïve, 日本語, שלום and 👍🏽 should all survive the trip.',
  'First the list:\n- tickets\n- parking\n- lunch',
  'Let me know if the second one is missing; the courier said both were delivered.',
  'I have read through the whole document now. The part on deadlines is clear, the part on responsibilities is not: who ' +
    'decides when both teams want the same week?',
];

const TURN_GAP_MS = 15 * 60_000;
const MESSAGE_GAP_MS = 40_000;

/** Text of message `number`; `[00042]` at its start tells a probe which one it sees. */
export function messageText(number) {
  const sentence = SENTENCES[(number * 7 + Math.floor(number / 5)) % SENTENCES.length];
  return `[${String(number).padStart(5, '0')}] ${sentence}`;
}

/** Everyone who speaks in the rooms, signed in. */
export class Authors {
  /** @type {Map<string, ScriptClient>} */
  #clients = new Map();
  #server;

  /** @param {import('../../../demo/server/ejabberd.mjs').Ejabberd} server */
  constructor(server) {
    this.#server = server;
  }

  async connect() {
    const { service, domain, api } = this.#server;
    for (const user of AUTHORS) {
      await api('register', { user, host: domain, password: user });
      this.#clients.set(user, await ScriptClient.connect({ service, domain, user, password: user }));
    }
  }

  async join(room) {
    for (const [user, client] of this.#clients) await client.join(room, user);
  }

  leave(room) {
    for (const [user, client] of this.#clients) client.send(`<presence type="unavailable" to="${room}/${user}"/>`);
  }

  /** Fills a joined room with messages 1 to `count`, written over the past days in turns of one to four. */
  async fill(room, count) {
    const messages = [];
    for (let turn = 0; messages.length < count; turn++) {
      const from = AUTHORS[(turn * 5 + Math.floor(turn / 7)) % AUTHORS.length];
      const length = Math.min(1 + (turn % 4), count - messages.length);
      for (let index = 0; index < length; index++) {
        const time = turn * TURN_GAP_MS + index * MESSAGE_GAP_MS;
        messages.push({ room, from, body: messageText(messages.length + 1), time });
      }
    }
    const shift = Date.now() - messages.at(-1).time - TURN_GAP_MS;
    await sendHistory(
      this.#server,
      this.#clients,
      messages.map((message) => ({ ...message, time: message.time + shift })),
    );
  }

  /** Sends messages `from` to `to` as fast as the server takes them, in turns; number `to` is the last in the room. */
  async burst(room, from, to) {
    const clients = [...this.#clients.values()];
    for (let number = from; number < to - clients.length; number++) {
      const body = `<body>${messageText(number).replaceAll('&', '&amp;')}</body>`;
      clients[number % clients.length].send(
        `<message type="groupchat" to="${room}" id="burst-${number}">${body}</message>`,
      );
    }
    // What a client sends stays in order: when these are back, everything is.
    const say = (client, number) => client.say(room, messageText(number), `burst-${number}`);
    await Promise.all(clients.map((client, index) => say(client, to - clients.length + index)));
    await say(clients[0], to);
  }

  close() {
    for (const client of this.#clients.values()) client.close();
  }
}
