/** A client of a few lines, for what our own would never say. */
import type { Account, ServerAddress } from './server.js';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';

export interface RawClient {
  /** Own full JID. */
  readonly jid: string;
  /** Sends a stanza as it stands, but for its namespace. */
  send(stanza: string): void;
  /** Resolves with the first frame of the server that matches, now or later. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Enters a room; resolves when it is done. */
  join(roomJid: string, nick: string): Promise<void>;
  /** Asks and resolves with the answer, be it an error. `to`: empty for the own account. */
  ask(type: 'get' | 'set', to: string, payload: string): Promise<string>;
  close(): void;
}

/** Signs in by PLAIN. `resource`: one that another client has takes its place. */
export async function connectRaw(
  { service, domain }: ServerAddress,
  { username, password }: Account,
  resource = 'raw',
): Promise<RawClient> {
  const socket = new WebSocket(service, 'xmpp');
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    heard.push(data);
    for (const check of [...waiting]) check();
  });
  const waitFor = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const check = () => {
        const found = heard.find((text) => pattern.test(text));
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  const send = (stanza: string) => {
    socket.send(stanza.replace(/^<(\w+)/, `<$1 xmlns="jabber:client"`));
  };
  let asked = 0;
  const ask = (type: 'get' | 'set', to: string, payload: string) => {
    const id = `raw-${(asked += 1)}`;
    send(`<iq type="${type}" id="${id}" ${to && `to="${to}"`}>${payload}</iq>`);
    return waitFor(new RegExp(`^<iq[^>]* id=["']${id}["']`));
  };

  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const open = `<open xmlns="${FRAMING}" to="${domain}" version="1.0"/>`;
  socket.send(open);
  await waitFor(/<mechanism>PLAIN</);
  const secret = btoa(`\0${username}\0${password}`);
  socket.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`);
  await waitFor(/^<success/);
  socket.send(open);
  await waitFor(/urn:ietf:params:xml:ns:xmpp-bind/);
  const bound = await ask(
    'set',
    '',
    `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>${resource}</resource></bind>`,
  );
  send('<presence/>');
  return {
    jid: /<jid>(.*?)<\/jid>/.exec(bound)?.[1] ?? '',
    send,
    waitFor,
    ask,
    async join(roomJid, nick) {
      send(`<presence to="${roomJid}/${nick}"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
      await waitFor(new RegExp(`^<presence[^>]* from=["']${roomJid}/${nick}["']`));
    },
    close() {
      socket.close();
    },
  };
}
