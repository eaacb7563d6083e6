import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { roomRules } from '../helpers/scripted-room.js';
import { OWN_JID, ROOM, startScriptedSession, type ScriptedSession } from '../helpers/scripted-session.js';
import { closeSessions, entered } from '../helpers/sessions.js';

const OTHER = 'coffee@conference.chat.test';

/** A result that nobody asked for. */
function result(id: string, from: string, query: string): string {
  return `<iq xmlns='jabber:client' type='result' id='${id}'${from && ` from='${from}'`}>${query}</iq>`;
}

/** As the seed has it in "2.2 Room Presence". */
const ROSTER =
  `<query xmlns='ns:room:last'>` +
  `<activity name='Ann B' role='owner' ban_status='clear' last_active='1731677817' jid='ann@chat.test'/>` +
  `<activity name='Carl' role='none' ban_status='banned' last_active='0' jid='carl@chat.test'/></query>`;

function config(name: string, description: string): string {
  return (
    `<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>` +
    `<field var='muc#roomconfig_roomname'><value>${name}</value></field>` +
    `<field var='muc#roomconfig_roomdesc'><value>${description}</value></field></x></query>`
  );
}

/** As newer servers say it under the same id. */
function info(name: string, description: string): string {
  return (
    `<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='${name}'/>` +
    `<x xmlns='jabber:x:data' type='result'><field var='muc#roominfo_description'><value>${description}</value></field>` +
    `</x></query>`
  );
}

describe('what a server tells of a room without being asked', () => {
  let chat: ScriptedSession;

  beforeEach(async () => {
    chat = await startScriptedSession(roomRules(OTHER, 'alice'));
    chat.session.openRoom(OTHER);
    await entered(chat.session, OTHER);
  });
  afterEach(async () => {
    await closeSessions();
    await chat.scripted.close();
  });

  const people = (room: string) =>
    chat.session
      .room(room)
      .members.$members.get()
      .filter(({ online }) => !online)
      .map(({ jid, name, affiliation, lastActive }) => [jid, name, affiliation, lastActive]);
  const ANN = ['ann@chat.test', 'Ann B', 'owner', 1_731_677_817_000];

  for (const from of ['', OWN_JID, 'chat.test']) {
    it(`is of the room that was entered last, from ${from || 'nobody'}`, async () => {
      await chat.scripted.push(
        result('roomMemberInfo', from, ROSTER),
        result('roomInfo', from, config('Coffee', 'Black')),
      );
      await reaches(chat.session.rooms.$byJid, (rooms) => rooms[OTHER]?.name === 'Coffee');
      expect(chat.session.rooms.get(OTHER)?.description).to.equal('Black');
      expect(people(OTHER)).to.deep.equal([ANN]);
      const { $banned } = chat.session.room(OTHER).members;
      expect($banned.get().map(({ jid }) => jid)).to.deep.equal(['carl@chat.test']);
      expect([chat.session.rooms.get(ROOM)?.name, people(ROOM)]).to.deep.equal(['tea', []]);
    });
  }

  it('is of the room that tells it', async () => {
    await chat.scripted.push(result('roomMemberInfo', ROOM, ROSTER), result('roomInfo', ROOM, info('Tea', 'Green')));
    await reaches(chat.session.rooms.$byJid, (rooms) => rooms[ROOM]?.name === 'Tea');
    expect(chat.session.rooms.get(ROOM)?.description).to.equal('Green');
    expect([people(ROOM), people(OTHER)]).to.deep.equal([[ANN], []]);
  });

  it('adds to what is known, and takes nothing away by saying nothing', async () => {
    const more = `<query xmlns='ns:room:last'><activity name='Dan' role='member' jid='dan@chat.test'/></query>`;
    await chat.scripted.push(
      result('roomMemberInfo', '', ROSTER),
      result('roomMemberInfo', '', more),
      result('roomInfo', '', config('Coffee', 'Black')),
      result('roomInfo', '', config('', '')),
    );
    await chat.settled();
    expect(people(OTHER)).to.deep.equal([ANN, ['dan@chat.test', 'Dan', 'member', undefined]]);
    expect(chat.session.rooms.get(OTHER)).to.include({ name: 'Coffee', description: 'Black' });
  });

  it('is not believed of anybody else, nor under another id', async () => {
    const looks = () => [ROOM, OTHER].map((room) => [chat.session.rooms.get(room)?.name, people(room)]);
    const before = looks();
    for (const from of [
      'eve@chat.test',
      `${OWN_JID}/other`,
      `${OTHER}/eve`,
      'conference.chat.test',
      'left@conference.chat.test',
      'evil.test',
    ]) {
      await chat.scripted.push(
        result('roomMemberInfo', from, ROSTER),
        result('roomInfo', from, config('Owned', 'by Eve')),
        result('roomInfo', from, info('Owned', 'by Eve')),
      );
    }
    await chat.scripted.push(result('other', OTHER, ROSTER), result('other', OTHER, config('Owned', 'by Eve')));
    await chat.settled();
    expect(looks()).to.deep.equal(before);
    for (const room of [ROOM, OTHER]) expect(chat.session.room(room).members.$listed.get()).to.equal(false);
  });
});
