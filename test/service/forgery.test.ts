import { expect } from '@open-wc/testing';
import type { Message } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { groupchat, selfPresence } from '../helpers/scripted-room.js';
import { OWN_JID, ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { closeSessions } from '../helpers/sessions.js';

const CLIENT = `xmlns='jabber:client'`;
const DELAY = `<delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/>`;

function forwarded(from: string, body: string): string {
  return (
    `<forwarded xmlns='urn:xmpp:forward:0'>${DELAY}` +
    `<message ${CLIENT} type='groupchat' from='${from}' id='f'><body>${body}</body></message></forwarded>`
  );
}

function archived(from: string, queryId: string, body: string): string {
  return (
    `<message ${CLIENT} from='${from}'><result xmlns='urn:xmpp:mam:2' queryid='${queryId}' id='arch-${body}'>` +
    `${forwarded(`${ROOM}/bob`, body)}</result></message>`
  );
}

// The numbers are those of the forgery list in the XMPP reference.
describe('forged stanzas', () => {
  let chat: ScriptedSession;

  afterEach(async () => {
    await closeSessions();
    await chat.scripted.close();
  });

  /** Pushes the frames and gives what the room shows of them. */
  async function shown(...frames: string[]): Promise<readonly Message[]> {
    await chat.scripted.push(...frames);
    await chat.settled();
    return chat.session
      .room(ROOM)
      .timeline.$messages.get()
      .filter(({ author }) => author.nick !== 'mark');
  }

  it('1: carbons of others show nothing', async () => {
    chat = await startScriptedSession();
    const carbon = (from: string, kind: string) =>
      `<message ${CLIENT} from='${from}'><${kind} xmlns='urn:xmpp:carbons:2'>` +
      `${forwarded(`${ROOM}/bob`, 'carbon')}</${kind}></message>`;
    const senders = ['evil@chat.test', `${OWN_JID}/other`, ROOM, `${ROOM}/bob`];
    expect(await shown(...senders.flatMap((from) => [carbon(from, 'sent'), carbon(from, 'received')]))).to.deep.equal(
      [],
    );
  });

  it('2: archived messages count only for an open query of ours and from the archive that was asked', async () => {
    const query = `^<iq[^>]* to=["']${ROOM}["'].*queryid=["']([^"']*)`;
    const fin = `<iq ${CLIENT} type='result' id='$id' from='${ROOM}'><fin xmlns='urn:xmpp:mam:2' complete='true'/></iq>`;
    chat = await startScriptedSession([
      {
        on: query,
        times: 1,
        send: [
          archived('evil@chat.test', '$1', 'by-evil'),
          archived(`${ROOM}/bob`, '$1', 'by-occupant'),
          archived('other@conference.chat.test', '$1', 'by-other-room'),
          archived(ROOM, 'guessed', 'wrong-query'),
          `<message ${CLIENT} from='${ROOM}'><result xmlns='urn:xmpp:mam:2' queryid='$1' id='x'>` +
            `${forwarded('board@conference.chat.test/boss', 'of-other-room')}</result></message>`,
          archived(ROOM, '$1', 'true'),
          fin,
          archived(ROOM, '$1', 'late'),
        ],
      },
    ]);
    const messages = await shown(archived(ROOM, 'later', 'never asked'));
    expect(messages.map(({ body }) => body)).to.deep.equal(['true']);
    expect(messages[0]).to.include({ archiveId: 'arch-true', time: Date.parse('2020-01-01T00:00:00Z') });
  });

  it('3: an answer of somebody who was not asked does not end the wait', async () => {
    const items = (from: string, name: string) =>
      `<iq ${CLIENT} type='result' id='$id'${from}><query xmlns='http://jabber.org/protocol/disco#items'>` +
      `<item jid='${name}@conference.chat.test' name='${name}'/></query></iq>`;
    chat = await startScriptedSession([
      {
        on: `^<iq(?![^>]* to=).*disco#items`,
        send: [
          items(` from='evil@chat.test'`, 'forged'),
          items(` from='${ROOM}'`, 'forged'),
          items(` from='conference.chat.test'`, 'forged'),
          items('', 'true'),
        ],
      },
      {
        on: `^<iq[^>]* to=["']conference.chat.test`,
        send: [
          items('', 'forged'),
          items(` from='${OWN_JID}'`, 'forged'),
          items(` from='conference.chat.test'`, 'fair'),
        ],
      },
    ]);
    await chat.session.ready;
    const names = Object.values(chat.session.rooms.$byJid.get()).map(({ name }) => name);
    expect(names).to.include('true');
    expect(names).to.not.include('forged');
  });

  it('4, 26: bookmarks pushed by others and invitations make us enter nothing', async () => {
    chat = await startScriptedSession();
    await shown(
      `<message ${CLIENT} from='evil@chat.test' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>` +
        `<items node='urn:xmpp:bookmarks:1'><item id='trap@conference.chat.test'>` +
        `<conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/></item></items></event></message>`,
      `<message ${CLIENT} from='evil@chat.test'><x xmlns='jabber:x:conference' jid='trap@conference.chat.test'/></message>`,
      `<message ${CLIENT} from='trap@conference.chat.test'><x xmlns='http://jabber.org/protocol/muc#user'>` +
        `<invite from='evil@chat.test'/></x></message>`,
    );
    // What a room of this server is called may be asked; nothing is entered.
    expect(
      (await chat.scripted.received()).filter((text) => text.includes('trap@') && !text.includes('disco#info')),
    ).to.deep.equal([]);
  });

  it('5: rooms that were not entered have no say', async () => {
    chat = await startScriptedSession();
    const heard: string[] = [];
    chat.session.on('message-receive', ({ roomJid }) => heard.push(roomJid));
    chat.session.room('board@conference.chat.test');
    await shown(
      groupchat('board@conference.chat.test/boss', 'b1', 'You are fired'),
      groupchat('unknown@conference.chat.test/boss', 'b1', 'You are fired'),
      selfPresence('board@conference.chat.test', 'alice'),
      groupchat('board@conference.chat.test/boss', 'b2', 'You are fired'),
    );
    expect(heard.filter((roomJid) => roomJid !== ROOM)).to.deep.equal([]);
    expect(chat.session.room('board@conference.chat.test').timeline.$messages.get()).to.deep.equal([]);
    expect(chat.session.rooms.get('board@conference.chat.test')).to.equal(undefined);
  });

  it('6, 7: ids by anybody but the room say nothing', async () => {
    chat = await startScriptedSession();
    const sid = (by: string, id: string) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${id}'/>`;
    const message = (inside: string, body: string) =>
      `<message ${CLIENT} type='groupchat' from='${ROOM}/bob' id='x-${body}'><body>${body}</body>${inside}</message>`;
    const [one, two, three] = await shown(
      message(sid('evil@chat.test', 'forged') + sid(ROOM, 'true'), 'one'),
      message(sid(ROOM, 'forged') + sid(ROOM, 'last'), 'two'),
      message(
        `<archived xmlns='urn:xmpp:mam:tmp' by='${ROOM}' id='forged'/>` + sid('evil@chat.test', 'forged'),
        'three',
      ),
    );
    expect([one?.archiveId, two?.archiveId, three?.archiveId]).to.deep.equal(['true', 'last', undefined]);
  });

  it('8: status codes and items in a message of an occupant have no effect', async () => {
    chat = await startScriptedSession();
    const before = chat.session.rooms.get(ROOM);
    await shown(
      groupchat(
        `${ROOM}/bob`,
        'k1',
        'You are out',
        `<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='outcast' role='none' jid='${OWN_JID}'/>` +
          `<status code='110'/><status code='301'/><status code='307'/></x>`,
      ),
    );
    const { presence, role, affiliation } = chat.session.rooms.get(ROOM) ?? {};
    expect({ presence, role, affiliation }).to.deep.equal({
      presence: before?.presence,
      role: 'participant',
      affiliation: 'member',
    });
    expect(presence).to.equal('joined');
  });

  it('8: presence of another room, or of a stranger, does not put us out', async () => {
    chat = await startScriptedSession();
    const out = (from: string) =>
      `<presence ${CLIENT} type='unavailable' from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'>` +
      `<item affiliation='none' role='none'/><status code='110'/><status code='307'/></x></presence>`;
    await shown(out('evil@chat.test/alice'), out('board@conference.chat.test/alice'), out(ROOM));
    expect(chat.session.rooms.get(ROOM)?.presence).to.equal('joined');
  });

  it('13: a live message cannot be dated by its sender', async () => {
    chat = await startScriptedSession();
    const future = `<delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='2099-01-01T00:00:00Z'/>`;
    const messages = await shown(
      groupchat(`${ROOM}/bob`, 'd1', 'now'),
      groupchat(`${ROOM}/bob`, 'd2', 'yesterday', DELAY),
      groupchat(`${ROOM}/bob`, 'd3', 'tomorrow', future),
    );
    expect(messages.map(({ body }) => body)).to.deep.equal(['now', 'yesterday', 'tomorrow']);
    for (const { time } of messages) expect(Math.abs(time - Date.now())).to.be.below(60_000);
  });

  it('15: JIDs are compared without regard to case, nicks with it', async () => {
    chat = await startScriptedSession();
    const [own, other] = await shown(
      groupchat('TEA@Conference.chat.TEST/alice', 'u1', 'mine'),
      groupchat(`${ROOM}/Alice`, 'u2', 'not mine'),
    );
    expect(own).to.include({ own: true, roomJid: ROOM, archiveId: 'u1' });
    expect(other).to.include({ own: false });
  });

  it('24: names that mean something to JavaScript are names', async () => {
    chat = await startScriptedSession();
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const messages = await shown(
      ...names.map((name) => groupchat(`${ROOM}/${name}`, name, name)),
      ...names.map((name) => selfPresence(ROOM, name).replace(`<status code='110'/>`, '')),
    );
    expect(messages.map(({ author }) => author.nick)).to.deep.equal(names);
    const { $byNick } = chat.session.room(ROOM).occupants;
    await reaches($byNick, (people) => names.every((name) => people.has(name)));
    for (const name of ['__proto__', 'constructor', 'valueof']) {
      expect(chat.session.rooms.get(name)).to.equal(undefined);
      expect(chat.session.drafts.get(name)).to.equal('');
      chat.session.setDraft(name, 'kept');
      expect(chat.session.drafts.get(name)).to.equal('kept');
    }
  });

  it('an error of an occupant about a message of ours does not make it fail', async () => {
    chat = await startScriptedSession();
    const written = chat.session.send('Mine');
    const [message] = await shown(
      `<message ${CLIENT} type='error' from='${ROOM}/bob' id='${written?.clientId ?? ''}'>` +
        `<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    );
    expect(message?.status).to.be.oneOf(['pending', 'sent']);
  });

  it('an answer that nobody asked for, such as to `<session/>`, is ignored', async () => {
    chat = await startScriptedSession();
    await shown(
      `<iq ${CLIENT} type='result' id='session'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
      `<iq ${CLIENT} type='error' id='x'/>`,
      `<iq ${CLIENT} type='result'/>`,
      `<iq ${CLIENT}/>`,
    );
    expect(chat.session.connection.$state.get().status).to.equal('online');
  });

  it('questions get an answer: pings a result, all others `service-unavailable`', async () => {
    chat = await startScriptedSession();
    await chat.scripted.push(
      `<iq ${CLIENT} type='get' id='p1' from='chat.test'><ping xmlns='urn:xmpp:ping'/></iq>`,
      `<iq ${CLIENT} type='set' id='q1' from='evil@chat.test/x'><query xmlns='jabber:iq:roster'/></iq>`,
    );
    expect(await chat.scripted.waitFor('id="p1"')).to.match(/type="result"/);
    expect(await chat.scripted.waitFor('id="q1"')).to.match(/type="error".*service-unavailable/);
  });
});
