import { expect } from '@open-wc/testing';
import { atom } from 'nanostores';
import type { ChatService } from '../../src/context.js';
import type { Decline } from '../../src/domain/invitation.js';
import type { Affiliation } from '../../src/domain/room.js';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, sentTo, type FrameRecorder } from '../helpers/frames.js';
import { denied, failed, refusal } from '../helpers/refusals.js';
import { uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { entered, invited, shows } from '../helpers/sessions.js';

const ADMIN = 'http://jabber.org/protocol/muc#admin';
const USER = 'http://jabber.org/protocol/muc#user';

onEveryServer('6.2 room management: people', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
  });

  /** A room of Alice, in which Bob is, too, with this affiliation. */
  async function shared(affiliation: Affiliation = 'none') {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.loadMembers(room);
    if (affiliation !== 'none') {
      await owner.admin.setAffiliation(room, place.bob.jid, affiliation);
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.affiliation === affiliation);
    }
    return { owner, room, session };
  }

  /** A room of Alice for members only, which nobody finds. */
  async function hidden(title = uniqueName('Hidden')) {
    const owner = await place.online(place.alice);
    const room = await owner.admin.create({ kind: 'private', title });
    owner.openRoom(room);
    await entered(owner, room);
    return { owner, room };
  }

  /** What the room says to each of these actions, one after the other. */
  async function refusals(...actions: (() => Promise<unknown>)[]): Promise<string[]> {
    const all: string[] = [];
    for (const action of actions) all.push(await refusal(action()));
    return all;
  }
  const isDenial = (condition: string) => ['forbidden', 'not-allowed', 'not-authorized'].includes(condition);

  it('invite: by the stanza of the seed, with the reason, which the one who is invited sees', async () => {
    const title = uniqueName('Party');
    const { owner, room } = await hidden(title);
    const [session, third] = [await place.online(place.bob), await place.online(place.carol)];
    await owner.admin.invite(room, [place.bob.jid], 'Please join our room');
    const invite = sentTo(frames, room).find((text) => text.includes('<invite')) ?? '';
    expect(invite).to.contain(
      `<x xmlns="${USER}"><invite to="${place.bob.jid}"><reason>Please join our room</reason></invite></x>`,
    );
    expect(await invited(session, room)).to.include({ from: place.alice.jid, reason: 'Please join our room' });
    await reaches(session.admin.invitations.$invitations, (all) => all.some(({ roomName }) => roomName === title));
    expect(third.admin.invitations.$invitations.get()).to.deep.equal([]);
  });

  it('invite: into a room for members only makes a member, who accepts and writes', async () => {
    const { owner, room } = await hidden();
    const session = await place.online(place.bob);
    await owner.admin.invite(room, [place.bob.jid]);
    await invited(session, room);
    await session.admin.accept(room);
    await entered(session, room);
    expect(session.rooms.get(room)).to.include({ affiliation: 'member', role: 'participant' });
    expect(session.admin.invitations.$invitations.get()).to.deep.equal([]);
    session.send('Here I am', room);
    await shows(owner, room, 'Here I am');
  });

  it('invite: accepted, the room keeps its name on the next connection, and a new name that it was given', async () => {
    const { owner, room } = await hidden();
    const session = await place.online(place.bob);
    await owner.admin.invite(room, [place.bob.jid]);
    await invited(session, room);
    await session.admin.accept(room);
    session.openRoom(room);
    await owner.admin.saveSettings(room, { name: 'Harbour trip' });
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.name === 'Harbour trip');
    const names = new Set<string | undefined>();
    const stop = session.rooms.$byJid.listen((rooms) => names.add(rooms[room]?.name));
    await session.disconnect();
    await session.connect();
    await session.reloadRooms();
    stop();
    expect([...names]).to.deep.equal(['Harbour trip']);
  });

  it('invite: declined, is gone, and whoever invited hears why', async () => {
    const { owner, room } = await hidden();
    const session = await place.online(place.bob);
    const $declined = atom<Decline | undefined>(undefined);
    owner.on('invitation-decline', (decline) => {
      $declined.set(decline);
    });
    await owner.admin.invite(room, [place.bob.jid]);
    await invited(session, room);
    session.admin.decline(room, 'Busy');
    expect(session.admin.invitations.$invitations.get()).to.deep.equal([]);
    expect(await reaches($declined, (decline) => decline !== undefined)).to.deep.equal({
      roomJid: room,
      jid: place.bob.jid,
      reason: 'Busy',
    });
    expect(session.rooms.get(room)?.presence).to.not.equal('joined');
  });

  it('roles: are changed by the iq of the seed, which everybody sees at once', async () => {
    const { owner, room, session } = await shared();
    for (const affiliation of ['admin', 'member', 'owner', 'none'] as const) {
      await owner.admin.setAffiliation(room, place.bob.jid, affiliation);
      const item = `<item jid="${place.bob.jid}" affiliation="${affiliation}"/>`;
      const change = sentTo(frames, room).find((text) => text.includes(item)) ?? '';
      expect(change)
        .to.match(/^<iq type="set"/)
        .and.contain(`<query xmlns="${ADMIN}">${item}</query>`);
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.affiliation === affiliation);
      await reaches(owner.room(room).members.$members, (all) =>
        all.some((one) => one.nick === place.bob.username && one.affiliation === affiliation),
      );
    }
  });

  it('owner: has full control over the room', async () => {
    const { owner, room, session } = await shared('owner');
    const name = uniqueName('Taken over');
    await session.admin.saveSettings(room, { name });
    await reaches(owner.rooms.$byJid, (rooms) => rooms[room]?.name === name);
    await session.admin.setAffiliation(room, place.carol.jid, 'admin');
    await session.admin.setAffiliation(room, place.alice.jid, 'member');
    await reaches(owner.rooms.$byJid, (rooms) => rooms[room]?.affiliation === 'member');
    await session.admin.destroy(room);
    expect((await denied(owner, room))?.denial).to.equal('destroyed');
  });

  it('admin: can moderate users, but neither owners nor the room', async () => {
    const { owner, room, session } = await shared('admin');
    const third = await place.enter(place.carol, room);
    await session.admin.kick(room, place.carol.username, 'Calm down');
    expect((await denied(third, room))?.denial).to.equal('kicked');
    await session.admin.setAffiliation(room, place.carol.jid, 'member');
    await session.admin.ban(room, place.carol.jid);
    await session.admin.unban(room, place.carol.jid);
    const answers = await refusals(
      () => session.admin.saveSettings(room, { name: 'Mine' }),
      () => session.admin.setAffiliation(room, place.carol.jid, 'admin'),
      () => session.admin.setAffiliation(room, place.alice.jid, 'none'),
      () => session.admin.kick(room, place.alice.username),
      () => session.admin.ban(room, place.alice.jid),
      () => session.admin.destroy(room),
    );
    expect(answers.filter((one) => !isDenial(one))).to.deep.equal([]);
    expect(owner.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'owner' });
  });

  for (const affiliation of ['member', 'none'] as const) {
    it(`${affiliation}: reads and writes, and may change nothing; the refusal comes in words`, async () => {
      const { owner, room, session } = await shared(affiliation);
      const third = await place.enter(place.carol, room);
      session.send('Regular', room);
      await shows(owner, room, 'Regular');
      const answers = await refusals(
        () => session.admin.saveSettings(room, { name: 'Mine' }),
        () => session.admin.setAffiliation(room, place.bob.jid, 'admin'),
        () => session.admin.setAffiliation(room, place.carol.jid, 'member'),
        () => session.admin.kick(room, place.carol.username),
        () => session.admin.ban(room, place.carol.jid),
        () => session.admin.destroy(room),
      );
      expect(answers.filter((one) => !isDenial(one))).to.deep.equal([]);
      expect(third.rooms.get(room)?.presence).to.equal('joined');
      const error = await session.admin.ban(room, place.carol.jid).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(RoomError).and.include({ code: 'room-action', recoverable: false });
      expect((error as RoomError).message).to.not.equal('');
    });
  }

  it('none: is put out when the room is for members only, and comes in again when made a member', async () => {
    const { owner, room, session } = await shared('member');
    await owner.admin.saveSettings(room, { membersOnly: true });
    await owner.admin.setAffiliation(room, place.bob.jid, 'none');
    expect((await denied(session, room))?.denial).to.be.oneOf(['removed', 'members-only']);
    session.rejoin(room);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.denial === 'members-only');
    await owner.admin.setAffiliation(room, place.bob.jid, 'member');
    session.rejoin(room);
    await entered(session, room);
  });

  it('kick: puts somebody out with a reason, who may come back', async () => {
    const { owner, room, session } = await shared();
    await owner.admin.kick(room, place.bob.username, 'Enough');
    const kick = sentTo(frames, room).find((text) => text.includes('role="none"')) ?? '';
    expect(kick).to.contain(`<item nick="${place.bob.username}" role="none"><reason>Enough</reason></item>`);
    expect(await denied(session, room)).to.include({ denial: 'kicked', denialText: 'Enough' });
    session.rejoin(room);
    await entered(session, room);
  });

  it('banned: is blocked from the room until unbanned, with the reason, and in the list of those who are', async () => {
    const { owner, room, session } = await shared();
    await owner.admin.ban(room, place.bob.jid, 'Spam');
    expect(sentTo(frames, room).some((text) => text.includes(`jid="${place.bob.jid}" affiliation="outcast"`))).to.equal(
      true,
    );
    expect(await denied(session, room)).to.include({ denial: 'banned', denialText: 'Spam' });
    const { $banned } = owner.room(room).members;
    await reaches($banned, (banned) => banned.some(({ jid }) => jid === place.bob.jid));
    await owner.admin.loadMembers(room);
    expect($banned.get().map(({ jid, reason }) => [jid, reason])).to.deep.equal([[place.bob.jid, 'Spam']]);
    await session.disconnect();
    const again = await place.online(place.bob);
    again.rejoin(room);
    expect((await denied(again, room))?.denial).to.equal('banned');
    await owner.admin.unban(room, place.bob.jid);
    await reaches($banned, (banned) => banned.length === 0);
    again.rejoin(room);
    await entered(again, room);
  });

  for (const [what, act] of [
    ['banned', (owner: ChatService, room: string) => owner.admin.ban(room, place.bob.jid, 'Spam')],
    ['removed', (owner: ChatService, room: string) => owner.admin.setAffiliation(room, place.bob.jid, 'none', 'Bye')],
  ] as const) {
    it(`${what} while looking: is told so, what one writes fails with a reason, and nothing knocks again`, async () => {
      const { owner, room, session } = await shared('member');
      await owner.admin.saveSettings(room, { membersOnly: true });
      const before = sentTo(frames, `${room}/${place.bob.username}`).length;
      const errors: string[] = [];
      session.on('error', ({ code, roomJid }) => {
        if (roomJid === room) errors.push(code);
      });
      await act(owner, room);
      expect((await denied(session, room))?.denial).to.be.oneOf([what, 'members-only']);
      expect(session.rooms.$active.get()).to.equal(room);
      session.send('Hello?');
      expect((await failed(session, room))?.failure).to.be.oneOf(['banned', 'not-joined', 'forbidden']);
      await session.reloadRooms();
      expect(session.rooms.get(room)?.presence).to.equal('denied');
      expect(errors).to.include('room-denied').and.include('send');
      expect(sentTo(frames, `${room}/${place.bob.username}`)).to.have.length(before);
    });
  }
});
