import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { loginRules, startScriptedServer, type Rule, type ScriptedServer } from '../helpers/scripted-server.js';
import { closeSessions, makeSession } from '../helpers/sessions.js';

const CLIENT = `xmlns='jabber:client'`;
const OWN_LIST = `^<iq(?![^>]* to=).*disco#items`;
const PUBLIC_LIST = `^<iq[^>]* to=["']conference.chat.test.*disco#items`;
const ROOMS = `ns:getrooms`;

/** An answer to a list of rooms. */
function list(xmlns: string, items: string, from = '') {
  return `<iq ${CLIENT} type='result' id='$id'${from && ` from='${from}'`}><query xmlns='${xmlns}'>${items}</query></iq>`;
}
const items = (children: string, from = '') => list('http://jabber.org/protocol/disco#items', children, from);
const set = (last: string) => `<set xmlns='http://jabber.org/protocol/rsm'><last>${last}</last></set>`;

describe('the list of rooms', () => {
  let scripted: ScriptedServer;

  afterEach(async () => {
    await closeSessions();
    await scripted.close();
  });

  async function online(...rules: Rule[]): Promise<ChatService> {
    scripted = await startScriptedServer([...rules, ...loginRules('alice@chat.test/tab')]);
    const credentials = { username: 'alice', password: 'secret' };
    const session = makeSession({
      service: scripted.url,
      domain: 'chat.test',
      conference: 'conference.chat.test',
      credentials,
    });
    await session.connect();
    return session;
  }
  const names = (session: ChatService) => session.rooms.$sorted.get().map(({ name }) => name);

  it("is asked for in the seed's way first, and in no other when that is answered", async () => {
    const session = await online({
      on: OWN_LIST,
      send: [items(`<item jid='a1_r9@conference.chat.test' name='Lobby'/>`)],
    });
    await session.ready;
    expect(names(session)).to.deep.equal(['Lobby']);
    expect((await scripted.received()).filter((text) => text.includes(ROOMS))).to.deep.equal([]);
  });

  it("is asked for in Ethora's way, page by page, when that gives nothing", async () => {
    const session = await online(
      { on: `${ROOMS}.*a1_r2@`, send: [list(ROOMS, '')] },
      {
        on: `${ROOMS}.*a1_r1@`,
        send: [
          list(
            ROOMS,
            `<room jid='a1_r2@conference.chat.test' name='Two' room_thumbnail='none'/>${set('a1_r2@conference.chat.test')}`,
          ),
        ],
      },
      {
        on: ROOMS,
        send: [
          list(
            ROOMS,
            `<room jid='a1_r1@conference.chat.test' name='One' users_cnt='5'/>${set('a1_r1@conference.chat.test')}`,
          ),
        ],
      },
    );
    await session.ready;
    expect(names(session)).to.have.members(['One', 'Two']);
    expect(session.rooms.get('a1_r1@conference.chat.test')?.memberCount).to.equal(5);
    expect(session.rooms.get('a1_r2@conference.chat.test')?.picture).to.equal(undefined);
  });

  it('does not wait for a server that has no such list', async () => {
    const session = await online(
      { on: OWN_LIST, send: [items('')] },
      {
        on: PUBLIC_LIST,
        send: [items(`<item jid='lobby@conference.chat.test' name='Lobby'/>`, 'conference.chat.test')],
      },
      { on: ROOMS, send: [] },
    );
    await session.ready;
    expect(names(session)).to.deep.equal(['Lobby']);
    await scripted.waitFor(ROOMS);
  });

  it('grows when the other list comes later', async () => {
    const session = await online(
      {
        on: PUBLIC_LIST,
        send: [items(`<item jid='lobby@conference.chat.test' name='Lobby'/>`, 'conference.chat.test')],
      },
      { on: `${ROOMS}.*<after>`, send: [list(ROOMS, '')] },
      { on: ROOMS, send: [list(ROOMS, `<room jid='a1_r9@conference.chat.test' name='Private'/>`)] },
    );
    await reaches(session.rooms.$sorted, (rooms) => rooms.length === 2);
    expect(names(session)).to.have.members(['Lobby', 'Private']);
  });
});
