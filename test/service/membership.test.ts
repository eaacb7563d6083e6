import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { groupchat, selfPresence, subject } from '../helpers/scripted-room.js';
import { loginRules, startScriptedServer, type Rule, type ScriptedServer } from '../helpers/scripted-server.js';
import { ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { closeSessions, makeSession, shows } from '../helpers/sessions.js';

const MUC_USER = `xmlns='http://jabber.org/protocol/muc#user'`;

/** Presence of an occupant; `inside` stands in the extension. */
function presence(nick: string, inside: string, type = ''): string {
  return `<presence xmlns='jabber:client' from='${ROOM}/${nick}' ${type && `type='${type}'`}><x ${MUC_USER}>${inside}</x></presence>`;
}

/** A rule by which the room refuses to let us in. */
function refuse(condition: string, times?: number): Rule {
  const error = `<error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
  return {
    on: `^<presence[^>]* to=["']${ROOM}/([^"']*)`,
    send: [`<presence xmlns='jabber:client' type='error' from='${ROOM}/$1'>${error}</presence>`],
    ...(times !== undefined && { times }),
  };
}

const ITEM = `<item affiliation='none' role='participant'/>`;
const OUT = `<item affiliation='none' role='none'/>`;

describe('being in a room', () => {
  let chat: ScriptedSession | undefined;
  let scripted: ScriptedServer | undefined;

  afterEach(async () => {
    await closeSessions();
    await (chat?.scripted ?? scripted)?.close();
    chat = scripted = undefined;
  });

  async function inRoom(): Promise<ScriptedSession> {
    chat = await startScriptedSession();
    return chat;
  }

  for (const [condition, denial] of [
    ['registration-required', 'members-only'],
    ['forbidden', 'banned'],
    ['not-authorized', 'password'],
    ['item-not-found', 'not-found'],
    ['not-allowed', 'not-found'],
    ['remote-server-not-found', 'not-found'],
    ['service-unavailable', 'full'],
    ['conflict', 'nick-conflict'],
    ['gone', 'destroyed'],
    ['something-new', 'refused'],
  ] as const) {
    it(`is denied as ${denial} when the room answers ${condition}`, async () => {
      scripted = await startScriptedServer([refuse(condition), ...loginRules('alice@chat.test/tab')]);
      const credentials = { username: 'alice', password: 'secret' };
      const session = makeSession({ service: scripted.url, domain: 'chat.test', credentials });
      session.openRoom(ROOM);
      await session.connect();
      const rooms = await reaches(session.rooms.$byJid, (all) => all[ROOM]?.presence === 'denied');
      expect(rooms[ROOM]?.denial).to.equal(denial);
    });
  }

  for (const [codes, denial] of [
    [[301], 'banned'],
    [[307], 'kicked'],
    [[321], 'removed'],
    [[322], 'members-only'],
    [[110, 301], 'banned'],
  ] as const) {
    it(`ends as ${denial} with the codes ${codes.join(' and ')}, with the reason that was given`, async () => {
      const { scripted: room, session } = await inRoom();
      const status = codes.map((code) => `<status code='${code}'/>`).join('');
      const item = `<item affiliation='none' role='none'><reason>Enough</reason></item>`;
      await room.push(presence('alice', item + status, 'unavailable'));
      const rooms = await reaches(session.rooms.$byJid, (all) => all[ROOM]?.presence === 'denied');
      expect(rooms[ROOM]).to.include({ denial, denialText: 'Enough' });
      await reaches(session.room(ROOM).occupants.$count, (count) => count === 0);
    });
  }

  it("begins under a second nick when the first is somebody else's", async () => {
    chat = await startScriptedSession([
      refuse('conflict', 1),
      {
        on: `^<presence[^>]* to=["']${ROOM}/alice-2["']`,
        send: [selfPresence(ROOM, 'alice-2')],
      },
    ]);
    await chat.scripted.push(groupchat(`${ROOM}/alice-2`, 'm1', 'mine'), groupchat(`${ROOM}/alice`, 'm2', 'not mine'));
    await chat.settled();
    const [one, two] = chat.session.room(ROOM).timeline.$messages.get();
    expect([one?.own, two?.own]).to.deep.equal([true, false]);
  });

  it('begins even if the end of a stay before it is told only now', async () => {
    const gone = presence('alice', `${OUT}<status code='110'/>`, 'unavailable');
    chat = await startScriptedSession([
      { on: `^<presence[^>]* to=["']${ROOM}/`, send: [gone, selfPresence(ROOM, 'alice'), subject(ROOM)] },
    ]);
    expect(chat.session.rooms.get(ROOM)?.presence).to.equal('joined');
  });

  it('goes by the nick that the room gave us', async () => {
    const { scripted: room, session, ...rest } = await inRoom();
    await room.push(
      presence(
        'alice',
        `<item nick='Alice B' affiliation='none' role='participant'/><status code='303'/><status code='110'/>`,
        'unavailable',
      ),
      presence('Alice B', `${ITEM}<status code='110'/>`),
      groupchat(`${ROOM}/Alice B`, 'm1', 'mine'),
    );
    await rest.settled();
    expect(session.room(ROOM).timeline.$messages.get()[0]?.own).to.equal(true);
    expect([...session.room(ROOM).occupants.$byNick.get().keys()]).to.deep.equal(['Alice B']);
    expect(session.rooms.get(ROOM)?.presence).to.equal('joined');
  });

  it('shows a new nick of somebody else in place of the old one', async () => {
    const { scripted: room, session } = await inRoom();
    await room.push(
      presence('bob', ITEM),
      presence('bob', `<item nick='robert' affiliation='none' role='participant'/><status code='303'/>`, 'unavailable'),
      presence('robert', ITEM),
    );
    await reaches(session.room(ROOM).occupants.$byNick, (people) => people.has('robert'));
    expect([...session.room(ROOM).occupants.$byNick.get().keys()]).to.deep.equal(['alice', 'robert']);
  });

  for (const condition of ['not-acceptable', 'item-not-found']) {
    it(`begins anew when the room has forgotten us, and answers ${condition} when it is asked (XEP-0410)`, async () => {
      const error = `<error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
      const join = `^<presence[^>]* to=["']${ROOM}/alice["']`;
      const inside = selfPresence(ROOM, 'alice');
      chat = await startScriptedSession([
        { on: join, send: [inside], times: 1 },
        { on: join, send: [inside, groupchat(`${ROOM}/bob`, 'm1', 'welcome back')] },
        {
          on: `^<iq[^>]* to=["']${ROOM}/alice["'].*urn:xmpp:ping`,
          send: [`<iq xmlns='jabber:client' type='error' id='$id' from='${ROOM}/alice'>${error}</iq>`],
        },
      ]);
      dispatchEvent(new Event('online'));
      await shows(chat.session, ROOM, 'welcome back');
    });
  }

  it('goes on when others are put out', async () => {
    const { scripted: room, session, ...rest } = await inRoom();
    await room.push(presence('bob', ITEM), presence('bob', `${OUT}<status code='307'/>`, 'unavailable'));
    await rest.settled();
    expect(session.rooms.get(ROOM)?.presence).to.equal('joined');
    expect(session.room(ROOM).occupants.$byNick.get().has('bob')).to.equal(false);
  });

  it('counts the people who are there, whatever an older list says (pitfall 2)', async () => {
    const items = `<query xmlns='http://jabber.org/protocol/disco#items'><item jid='${ROOM}' name='Tea (7)'/></query>`;
    chat = await startScriptedSession([
      {
        on: `^<iq[^>]* to=["']conference.chat.test`,
        send: [`<iq xmlns='jabber:client' type='result' id='$id' from='conference.chat.test'>${items}</iq>`],
      },
    ]);
    await chat.scripted.push(presence('bob', ITEM));
    await reaches(chat.session.rooms.$byJid, (rooms) => rooms[ROOM]?.onlineCount === 2);
    await chat.session.reloadRooms();
    expect(chat.session.rooms.get(ROOM)).to.include({ name: 'Tea', onlineCount: 2 });
  });

  it('follows a change of the own role', async () => {
    const { scripted: room, session } = await inRoom();
    await room.push(presence('alice', `<item affiliation='none' role='visitor'/><status code='110'/>`));
    await reaches(session.rooms.$byJid, (rooms) => rooms[ROOM]?.role === 'visitor');
    expect(session.rooms.get(ROOM)).to.include({ presence: 'joined', affiliation: 'none' });
  });

  it("is decided by room and nick where the server sends no status 110, as Ethora's does", async () => {
    chat = await startScriptedSession([
      { on: `^<presence[^>]* to=["']${ROOM}/`, send: [presence('bob', ITEM), presence('alice', ITEM)] },
    ]);
    expect(chat.session.rooms.get(ROOM)?.presence).to.equal('joined');
    await reaches(chat.session.room(ROOM).occupants.$count, (count) => count === 2);
  });
});
