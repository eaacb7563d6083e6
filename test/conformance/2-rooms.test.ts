import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { setAffiliation } from '../helpers/muc.js';
import { ethoraServer, uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';

onEveryServer('2.1 joining rooms', (place) => {
  it('asks for the rooms as the seed does', async () => {
    const frames = recordFrames();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    await session.ready;
    frames.restore();
    const asked = frames.sent().filter((text) => text.includes('http://jabber.org/protocol/disco#items'));
    expect(asked.some((text) => !/ to=/.test(text))).to.equal(true);
  });

  it('lists rooms with their names, and enters each of them', async () => {
    const [one, two] = [uniqueName('One'), uniqueName('Two')];
    const { owner, room } = await place.own(place.alice, one);
    const second = await owner.admin.create({ kind: 'public', title: two });
    const again = await place.sessionOf(place.alice);
    await again.connect();
    await again.ready;
    expect([again.rooms.get(room)?.name, again.rooms.get(second)?.name]).to.deep.equal([one, two]);
    await reaches(again.rooms.$byJid, (rooms) => [room, second].every((jid) => rooms[jid]?.presence === 'joined'));
  });

  place.itNeeds('ethora', 'shows how many belong to a room, and its picture, as the list says', async () => {
    const title = uniqueName('Harbour');
    const room = await ethoraServer.createRoom('list', { public: 'true', title });
    const [name = '', service = ''] = room.split('@');
    for (const { jid } of [place.alice, place.bob]) await setAffiliation(room, jid, 'member', ethoraServer);
    const thumbnail = 'https://files.example/harbour.png';
    await ethoraServer.api('ethora_set_picture', { room: name, service, thumbnail, background: 'none' });
    const session = await place.sessionOf(place.alice);
    await session.connect();
    await session.ready;
    expect(session.rooms.get(room)).to.include({ name: title, memberCount: 2, picture: thumbnail });
  });

  place.itNeeds('api', 'lists the rooms that the API knows, with title and members', async () => {
    const [ann, ben] = [await place.rest.addUser('Ann'), await place.rest.addUser('Ben')];
    const title = uniqueName('Crew');
    const { url: api, appId, appToken } = place.rest;
    const login = await fetch(`${api}/v1/users/login-with-email`, {
      method: 'POST',
      headers: { authorization: appToken, 'content-type': 'application/json' },
      body: JSON.stringify({ email: ann.email, password: ann.password }),
    });
    const { token } = (await login.json()) as { token: string };
    await fetch(`${api}/v1/chats`, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify({ title, type: 'group', members: [ben.xmppUsername] }),
    });
    const session = await place.sessionOf(place.bob, { api, appId, appToken, credentials: ben });
    await session.connect();
    await session.ready;
    const room = Object.values(session.rooms.$byJid.get()).find(({ name }) => name === title);
    expect(room).to.include({ memberCount: 2 });
    await reaches(session.rooms.$byJid, (rooms) => rooms[room?.jid ?? '']?.presence === 'joined');
  });

  it('enters with a presence to room and nick, which the room confirms', async () => {
    const room = await place.where.createRoom('join');
    const frames = recordFrames();
    const session = await place.enter(place.alice, room);
    frames.restore();
    const joins = frames.sent().filter((text) => text.includes(`to="${room}/${place.alice.username}"`));
    expect(joins).to.have.length(1);
    expect(joins[0]).to.contain('id="presenceInRoom"').and.contain('http://jabber.org/protocol/muc');
    expect(session.rooms.get(room)).to.include({ presence: 'joined' });
    expect(session.rooms.get(room)?.affiliation).to.be.a('string');
    expect(session.rooms.get(room)?.role).to.be.oneOf(['participant', 'moderator']);
  });

  it('learns from the confirmation what one is in the room: member and participant, or owner and moderator', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.setAffiliation(room, place.bob.jid, 'member');
    const member = await place.enter(place.bob, room);
    expect(member.rooms.get(room)).to.include({ affiliation: 'member', role: 'participant' });
    expect(owner.rooms.get(room)).to.include({ affiliation: 'owner', role: 'moderator' });
  });

  it('does not make a room by a wrong address', async () => {
    const { conference } = await place.where.start();
    const session = await place.sessionOf(place.alice);
    session.openRoom(`no-such-room@${conference}`);
    await session.connect();
    await reaches(session.rooms.$byJid, (rooms) => rooms[`no-such-room@${conference}`]?.presence === 'denied');
    expect(session.rooms.get(`no-such-room@${conference}`)?.denial).to.equal('not-found');
  });
});

onEveryServer('2.2 room presence', (place) => {
  it('knows who is there, and who came and left', async () => {
    const room = await place.where.createRoom('there');
    const session = await place.enter(place.alice, room);
    const { $byNick } = session.room(room).occupants;
    const other = await place.enter(place.bob, room);
    await reaches($byNick, (people) => people.has(place.bob.username));
    expect($byNick.get().get(place.bob.username)?.role).to.be.oneOf(['participant', 'moderator']);
    await other.disconnect();
    await reaches($byNick, (people) => !people.has(place.bob.username));
  });

  it('has a roster of those who belong to the room, there or not, with their roles, and counts them (pitfall 2)', async () => {
    const { owner, room } = await place.own(place.alice);
    // Unknown, or what the list says: the one who made it.
    expect(owner.rooms.get(room)?.memberCount).to.be.oneOf([undefined, 1]);
    await owner.admin.setAffiliation(room, place.bob.jid, 'member');
    await owner.admin.setAffiliation(room, place.carol.jid, 'outcast');
    await owner.admin.loadMembers(room);
    const members = await reaches(owner.room(room).members.$members, ([alice]) => alice?.online === true);
    expect(members.map(({ jid, affiliation, online }) => [jid, affiliation, online])).to.deep.equal([
      [place.alice.jid, 'owner', true],
      [place.bob.jid, 'member', false],
    ]);
    expect(
      owner
        .room(room)
        .members.$banned.get()
        .map(({ jid }) => jid),
    ).to.deep.equal([place.carol.jid]);
    expect(owner.rooms.get(room)?.memberCount).to.equal(2);
  });

  place.itNeeds(
    'ethora',
    'takes names from the roster, also of people who are there already (pitfall 26)',
    async () => {
      const room = await ethoraServer.createRoom('roster');
      const card = { user: place.bob.username, host: 'localhost', name: 'FN', content: 'Bob B. Adeyemi' };
      await ethoraServer.api('set_vcard', card);
      for (const { jid } of [place.alice, place.bob]) await setAffiliation(room, jid, 'member', ethoraServer);
      const session = await place.enter(place.alice, room);
      await place.enter(place.bob, room);
      const { $members } = session.room(room).members;
      const named = (name: string) =>
        reaches($members, (members) => members.some((one) => one.name === name && one.nick === place.bob.username));
      await named(place.bob.username);
      await session.admin.loadMembers(room);
      await named('Bob B. Adeyemi');
    },
  );

  it('reads name and description from the configuration, and tells everybody', async () => {
    const title = uniqueName('Named');
    const { owner, room } = await place.own(place.alice, title);
    await owner.admin.saveSettings(room, { description: 'For all of us' });
    expect(await owner.admin.settings(room)).to.include({ name: title, description: 'For all of us' });
    const other = await place.enter(place.bob, room);
    await reaches(other.rooms.$byJid, (rooms) => rooms[room]?.description === 'For all of us');
    expect(other.rooms.get(room)?.name).to.equal(title);
  });
});
