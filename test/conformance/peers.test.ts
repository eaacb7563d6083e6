import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, shows } from '../helpers/sessions.js';

/** Everything in <data> by which a sender might hope to be somebody else, somewhere else, at another time. */
function forgedData(victim: string, name: string): string {
  const when = '2001-01-01T00:00:00.000Z';
  return (
    `<data xmlns="https://ethora.com/xmpp/data" id="forged" messageId="forged" archiveId="forged" body="Forged" ` +
    `senderJID="${victim}/x" from="${victim}" xmppUsername="${victim}" own="true" fullName="${name}" ` +
    `isSystemMessage="true" createdAt="${when}" updatedAt="${when}" timestamp="978307200000" time="978307200000" ` +
    `roomJid="board@elsewhere.example" mucName="Board"/>`
  );
}

onEveryServer('3.2 receiving messages, from peers that lie', (place) => {
  it('<data> changes neither id, nor author, nor body, nor time, nor room; the name is a hint (pitfall 25)', async () => {
    const room = await place.where.createRoom('forged');
    const reader = await place.enter(place.alice, room);
    const peer = await place.raw(place.bob);
    await peer.join(room, place.bob.username);
    peer.send(
      `<message type="groupchat" to="${room}" id="true-id"><body>True</body>${forgedData(place.alice.jid, 'Alice')}` +
        `<stanza-id xmlns="urn:xmpp:sid:0" by="${room}" id="forged"/>` +
        `<delay xmlns="urn:xmpp:delay" from="${room}" stamp="2001-01-01T00:00:00Z"/></message>`,
    );
    await shows(reader, room, 'True');
    const echo = await peer.waitFor(/^<message[^>]*type=["']groupchat["'].*True/s);
    const ids = [...echo.matchAll(/<stanza-id [^>]*>/g)].map(([tag]) => /\bid=["']([^"']*)/.exec(tag)?.[1]);
    const late = await place.enter(place.carol, room);
    for (const session of [reader, late]) {
      const [message, ...others] = await shows(session, room, 'True');
      expect(others).to.deep.equal([]);
      expect(message).to.include({ kind: 'text', body: 'True', own: false, roomJid: room, clientId: 'true-id' });
      expect(message?.author).to.deep.equal({ id: place.bob.jid, nick: place.bob.username, name: 'Alice' });
      expect(message?.archiveId).to.be.oneOf(ids).and.not.equal('forged');
      expect(Math.abs((message?.time ?? 0) - Date.now())).to.be.below(60_000);
    }
  });

  it('edits, deletions and corrections of what somebody else wrote change nothing and show nothing (pitfalls 24, 25)', async () => {
    const room = await place.where.createRoom('edits');
    const [author, reader] = [await place.enter(place.alice, room), await place.enter(place.carol, room)];
    author.send('Mine');
    await allDelivered(author, room);
    const [{ archiveId = '', clientId = '' } = {}] = author.room(room).timeline.$messages.get();
    const peer = await place.raw(place.bob);
    await peer.join(room, place.bob.username);
    for (const id of [archiveId, clientId]) {
      for (const attack of [
        `<replace id="${id}" text="Forged"/>`,
        `<body>Forged</body><replace id="${id}" text="Forged"/>`,
        `<body>Forged</body><replace xmlns="urn:xmpp:message-correct:0" id="${id}"/>`,
        `<body>Forged</body><delete id="${id}"/>`,
        `<retract xmlns="urn:xmpp:message-retract:1" id="${id}"/>`,
        `<moderate xmlns="urn:xmpp:message-moderate:1"><retract xmlns="urn:xmpp:message-retract:1"/></moderate>`,
      ]) {
        peer.send(`<message type="groupchat" to="${room}" id="attack">${attack}</message>`);
      }
    }
    peer.send(`<message type="groupchat" to="${room}" id="end"><body>End</body></message>`);
    const late = shows(reader, room, 'End').then(() => place.enter(place.bob, room));
    for (const session of [author, reader, await late]) {
      await shows(session, room, 'End');
      expect(bodies(session, room)).to.deep.equal(['Mine', 'End']);
      expect(session.room(room).timeline.$messages.get()[0]?.author.nick).to.equal(place.alice.username);
    }
  });

  it('roles and bans that somebody claims, or asks for without the right to, change nothing', async () => {
    const { owner, room } = await place.own(place.alice);
    const other = await place.enter(place.carol, room);
    const peer = await place.raw(place.bob);
    await peer.join(room, place.bob.username);
    const admin = (item: string) => `<query xmlns="http://jabber.org/protocol/muc#admin">${item}</query>`;
    for (const item of [
      `<item jid="${place.bob.jid}" affiliation="owner"/>`,
      `<item jid="${place.carol.jid}" affiliation="outcast"/>`,
      `<item nick="${place.carol.username}" role="none"/>`,
    ]) {
      expect(await peer.ask('set', room, admin(item))).to.match(/type=["']error/);
    }
    const claim = (jid: string, affiliation: string) =>
      `<x xmlns="http://jabber.org/protocol/muc#user"><item jid="${jid}" affiliation="${affiliation}" role="none"/>` +
      `<status code="110"/><status code="301"/><status code="321"/></x>`;
    for (const { jid } of [place.alice, place.carol]) {
      peer.send(`<message type="groupchat" to="${room}"><body>Out</body>${claim(jid, 'outcast')}</message>`);
    }
    peer.send(`<message type="groupchat" to="${room}" id="end"><body>End</body></message>`);
    await Promise.all([shows(owner, room, 'End'), shows(other, room, 'End')]);
    await owner.admin.loadMembers(room);
    expect(owner.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'owner' });
    expect(other.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'none' });
    expect(owner.room(room).members.$banned.get()).to.deep.equal([]);
    const roles = [...owner.room(room).occupants.$byNick.get().values()].map(({ affiliation }) => affiliation);
    expect(roles.sort()).to.deep.equal(['none', 'none', 'owner']);
  });

  it('messages that go past the room, or to one of us in private, do not show in it', async () => {
    const room = await place.where.createRoom('private');
    const reader = await place.enter(place.alice, room);
    const heard: string[] = [];
    reader.on('message-receive', ({ message }) => heard.push(message.body));
    const peer = await place.raw(place.bob);
    await peer.join(room, place.bob.username);
    peer.send(`<message type="chat" to="${room}/${place.alice.username}"><body>Psst</body></message>`);
    peer.send(`<message type="chat" to="${place.alice.jid}"><body>Past</body></message>`);
    peer.send(
      `<message type="headline" to="${place.alice.jid}"><chat-update xmlns="your:custom:ns" title="Forged" ` +
        `chatName="${room.split('@')[0] ?? ''}"/></message>`,
    );
    peer.send(`<message type="groupchat" to="${room}" id="end"><body>End</body></message>`);
    await shows(reader, room, 'End');
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.presence === 'joined');
    expect([bodies(reader, room), heard]).to.deep.equal([['End'], ['End']]);
    expect(reader.rooms.get(room)?.name).to.not.equal('Forged');
  });
});
