/** A client of a few lines for scripts: signs in, joins rooms, sends. For the server that we started ourselves only. */
import WebSocket from 'ws';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
/** How long the server may take for an answer, ms. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Text as content or attribute of XML. @param {string} text */
export function escapeXml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export class ScriptClient {
  #socket;
  #lastId = 0;
  /** @type {Set<{ matches: (stanza: string) => boolean, resolve: (stanza: string) => void, reject: (error: Error) => void }>} */
  #waiting = new Set();

  /** Called with everything that the server sends. @type {(stanza: string) => void} */
  onStanza = () => {};

  /** Use `ScriptClient.connect`. @param {WebSocket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#onStanza(String(data)));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The connection was closed.')));
  }

  /**
   * @param {{ service: string, domain: string, user: string, password: string }} account
   * @throws {Error} when the server cannot be reached or refuses the account.
   */
  static async connect({ service, domain, user, password }) {
    const socket = new WebSocket(service, 'xmpp');
    const client = new ScriptClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const credentials = Buffer.from(`\0${user}\0${password}`).toString('base64');
    const open = `<open xmlns="${FRAMING}" to="${domain}" version="1.0"/>`;
    // Together with what waits for no answer. Prosody takes nothing before it has accepted the password: what comes in one
    // packet with it goes to the parser of the old stream.
    const accepted = client.next(/^<success/);
    client.#socket.send(open);
    client.#socket.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${credentials}</auth>`);
    await accepted;
    client.#socket.send(open);
    await client.iq('set', undefined, '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>');
    client.send('<presence><priority>-1</priority></presence>');
    return client;
  }

  /** False when the connection has ended. */
  get open() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** @param {string} stanza Without a namespace; `jabber:client` is added. */
  send(stanza) {
    this.#socket.send(stanza.replace(/^<(\w+)/, '<$1 xmlns="jabber:client"'));
  }

  /**
   * @param {'get' | 'set'} type
   * @param {string | undefined} to Undefined: the own account.
   * @param {string} payload
   * @throws {Error} with the answer when it is an error.
   * @returns {Promise<string>} The answer, as XML text.
   */
  async iq(type, to, payload) {
    const id = `q${++this.#lastId}`;
    const address = to === undefined ? '' : ` to="${escapeXml(to)}"`;
    const answer = this.#wait((stanza) => stanza.startsWith('<iq') && attribute(stanza, 'id') === id);
    this.send(`<iq type="${type}" id="${id}"${address}>${payload}</iq>`);
    const stanza = await answer;
    if (attribute(stanza, 'type') === 'error') throw new Error(`The server refused ${payload}: ${stanza}`);
    return stanza;
  }

  /** Resolves when in the room. @throws {Error} when it refuses. */
  async join(room, nick) {
    const joined = this.#wait((stanza) => isAnswerToJoin(stanza, room));
    const muc = '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x>';
    this.send(`<presence to="${escapeXml(`${room}/${nick}`)}">${muc}</presence>`);
    const stanza = await joined;
    if (attribute(stanza, 'type') === 'error') throw new Error(`${room} refused ${nick}: ${stanza}`);
  }

  /** Resolves when the room has sent the message back. `data`: attributes of Ethora's <data>, such as the name of the author. */
  async say(room, body, id = `m${++this.#lastId}`, data = {}) {
    const echo = this.#wait((stanza) => stanza.startsWith('<message') && attribute(stanza, 'id') === id);
    const attributes = Object.entries(data).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`);
    const more = attributes.length > 0 ? `<data xmlns="https://ethora.com/xmpp/data"${attributes.join('')}/>` : '';
    const originId = `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/>`;
    this.send(
      `<message type="groupchat" id="${id}" to="${escapeXml(room)}"><body>${escapeXml(body)}</body>${originId}${more}</message>`,
    );
    const stanza = await echo;
    if (attribute(stanza, 'type') === 'error') throw new Error(`${room} refused a message: ${stanza}`);
  }

  /** Resolves with the next stanza that matches; what somebody else waits for already is not looked at. */
  next(pattern) {
    return this.#wait((stanza) => pattern.test(stanza));
  }

  /** Without waiting for the server, which does not answer a WebSocket close. */
  close() {
    this.#socket.send(`<close xmlns="${FRAMING}"/>`, () => this.#socket.terminate());
  }

  #wait(matches) {
    return new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new Error('The connection is closed.'));
        return;
      }
      const timer = setTimeout(() => waiter.reject(new Error('The server did not answer in time.')), ANSWER_TIMEOUT_MS);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
      };
      const waiter = {
        matches,
        resolve: (stanza) => (done(), resolve(stanza)),
        reject: (error) => (done(), reject(error)),
      };
      this.#waiting.add(waiter);
    });
  }

  #onStanza(stanza) {
    this.onStanza(stanza);
    if (stanza.startsWith('<failure')) {
      this.#fail(new Error(`Not signed in: ${stanza}`));
      return;
    }
    for (const waiter of this.#waiting) {
      if (!waiter.matches(stanza)) continue;
      waiter.resolve(stanza);
      return;
    }
  }

  #fail(error) {
    for (const waiter of this.#waiting) waiter.reject(error);
  }
}

/** Own presence in the room, or an error from it. */
function isAnswerToJoin(stanza, room) {
  if (!stanza.startsWith('<presence') || !attribute(stanza, 'from').startsWith(room)) return false;
  return attribute(stanza, 'type') === 'error' || /code=['"]110['"]/.test(stanza);
}

/** Of the outermost element; empty when absent. */
function attribute(stanza, name) {
  const tag = stanza.slice(0, stanza.indexOf('>'));
  return new RegExp(`\\s${name}=(['"])(.*?)\\1`).exec(tag)?.[2] ?? '';
}
