import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, sentTo, type FrameRecorder } from '../helpers/frames.js';
import { denied, refusal } from '../helpers/refusals.js';
import { uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, entered, invited, shows } from '../helpers/sessions.js';

const OWNER = 'http://jabber.org/protocol/muc#owner';

onEveryServer('6.2 room management: rooms', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
  });

  it('create: names the room by the SHA-256 of title and time, at the conference service', async () => {
    const owner = await place.online(place.alice);
    const title = uniqueName('Create');
    const before = Date.now();
    const room = await owner.admin.create({ kind: 'public', title });
    const { conference } = await place.where.start();
    expect(room).to.match(/^[0-9a-f]{64}@/);
    const names = new Set<string>();
    for (let time = before; time <= Date.now(); time += 1) {
      const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${title}${time}`));
      names.add(Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join(''));
    }
    expect([...names].map((name) => `${name}@${conference}`)).to.include(room);
  });

  it('create: enters, is made owner, and configures, in this order', async () => {
    const owner = await place.online(place.alice);
    const title = uniqueName('Steps');
    const room = await owner.admin.create({ kind: 'public', title, description: 'For all of us' });
    const steps = [
      (text: string) => text.startsWith(`<presence to="${room}/${place.alice.username}"`),
      (text: string) => text.includes(OWNER) && text.includes('<x xmlns="jabber:x:data" type="submit"/>'),
      (text: string) =>
        text.includes(OWNER) &&
        text.includes(`<field var="muc#roomconfig_roomname"><value>${title}</value></field>`) &&
        text.includes('<field var="muc#roomconfig_roomdesc"><value>For all of us</value></field>'),
    ];
    const sent = sentTo(frames, room);
    const order = steps.map((isStep) => sent.findIndex(isStep));
    expect(order).to.not.include(-1);
    expect(order).to.deep.equal([...order].sort((a, b) => a - b));
    expect(frames.frames.some(({ direction, text }) => direction === 'in' && /code=["']201["']/.test(text))).to.equal(
      true,
    );
    await reaches(owner.rooms.$byJid, (rooms) => rooms[room]?.affiliation === 'owner');
    expect(owner.rooms.get(room)).to.include({ name: title, presence: 'joined', role: 'moderator' });
  });

  it('create: the room is there for others, keeps its messages, and stays when everybody has left', async () => {
    const { owner, room } = await place.own(place.alice);
    owner.send('First');
    await allDelivered(owner, room);
    await owner.disconnect();
    const other = await place.enter(place.bob, room);
    await shows(other, room, 'First');
  });

  it('modify settings: submits the form of the seed, which shows at once to everybody', async () => {
    const { owner, room } = await place.own(place.alice);
    const other = await place.enter(place.bob, room);
    const name = uniqueName('New Room Name');
    await owner.admin.saveSettings(room, { name, description: 'New Description' });
    const form = sentTo(frames, room).find((text) => text.includes(name)) ?? '';
    expect(form)
      .to.match(/^<iq type="set"/)
      .and.contain(`<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="submit">`);
    expect(form).to.contain(`<field var="muc#roomconfig_roomname"><value>${name}</value></field>`);
    expect(form).to.contain('<field var="muc#roomconfig_roomdesc"><value>New Description</value></field>');
    for (const session of [owner, other]) {
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.description === 'New Description');
      expect(session.rooms.get(room)?.name).to.equal(name);
    }
    const late = await place.enter(place.carol, room);
    await reaches(late.rooms.$byJid, (rooms) => rooms[room]?.name === name);
  });

  it('modify settings: closes a room to everybody but its members, and opens it again', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.saveSettings(room, { membersOnly: true });
    expect(await owner.admin.settings(room)).to.include({ membersOnly: true });
    const other = await place.online(place.bob);
    other.rejoin(room);
    expect((await denied(other, room))?.denial).to.equal('members-only');
    await owner.admin.saveSettings(room, { membersOnly: false });
    other.rejoin(room);
    await entered(other, room);
  });

  it('leave: is gone from the list, here and at the next visit, and those inside see it', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    const { $byNick } = owner.room(room).occupants;
    await reaches($byNick, (people) => people.has(place.bob.username));
    await session.admin.leave(room);
    expect([session.rooms.get(room), session.rooms.$active.get()]).to.deep.equal([undefined, undefined]);
    await reaches($byNick, (people) => !people.has(place.bob.username));
    await session.reloadRooms();
    expect(session.rooms.get(room), 'after a reload').to.equal(undefined);
    await session.disconnect();
    expect((await place.online(place.bob)).rooms.get(room), 'next visit').to.equal(undefined);
  });

  it('destroy: ends the room for everybody, and says why', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.destroy(room, 'Moved away');
    const destroy = sentTo(frames, room).find((text) => text.includes('<destroy')) ?? '';
    expect(destroy).to.contain(`<query xmlns="${OWNER}"><destroy><reason>Moved away</reason></destroy></query>`);
    expect(await denied(session, room)).to.include({ denial: 'destroyed', denialText: 'Moved away' });
    expect([owner.rooms.get(room), owner.rooms.$active.get()]).to.deep.equal([undefined, undefined]);
    const late = await place.online(place.carol);
    late.rejoin(room);
    expect((await denied(late, room))?.denial).to.be.oneOf(['not-found', 'destroyed']);
  });

  it('no room comes to be by asking one that is not there', async () => {
    const owner = await place.online(place.alice);
    const { conference } = await place.where.start();
    const room = `${uniqueName('nowhere')}@${conference}`;
    for (const action of [
      owner.admin.settings(room),
      owner.admin.saveSettings(room, { name: 'Mine' }),
      owner.admin.setAffiliation(room, place.bob.jid, 'member'),
      owner.admin.destroy(room),
    ]) {
      expect(await refusal(action)).to.equal('item-not-found');
    }
    owner.rejoin(room);
    expect((await denied(owner, room))?.denial).to.equal('not-found');
  });

  place.itNeeds(
    'api',
    "create, invite, leave and destroy: by Ethora's API, for people who are signed in there",
    async () => {
      const calls = async (name: string) => (await place.rest.counts())[name] ?? 0;
      const [ann, ben, cat] = await Promise.all(
        ['Ann', 'Ben', 'Cat'].map(async (prefix) => {
          const session = await place.sessionOf(place.alice, await place.signIn(prefix));
          await session.connect();
          await session.ready;
          return session;
        }),
      );
      if (!ann || !ben || !cat) throw new Error('Somebody is missing');
      const jid = (session: ChatService) => session.connection.$jid.get();
      const room = await ann.admin.create({ kind: 'private', title: uniqueName('Crew'), people: [jid(ben)] });
      expect(await calls('POST /chats')).to.equal(1);
      await invited(ben, room);
      await ben.admin.accept(room);
      await ann.admin.invite(room, [jid(cat)], 'Come');
      expect(await calls('POST /chats/users-access')).to.equal(1);
      expect((await invited(cat, room))?.reason).to.equal('Come');
      await cat.admin.accept(room);
      // Only who made the room may change who belongs to it: the API lists it still.
      await cat.admin.leave(room);
      expect(await calls('DELETE /chats/users-access')).to.equal(1);
      await cat.disconnect();
      await cat.connect();
      await cat.reloadRooms();
      expect(cat.rooms.get(room)).to.equal(undefined);
      expect(await refusal(ben.admin.destroy(room))).to.equal('forbidden');
      await ann.admin.destroy(room);
      expect(await calls('DELETE /chats')).to.equal(2);
      expect((await denied(ben, room))?.denial).to.equal('destroyed');
    },
  );
});
