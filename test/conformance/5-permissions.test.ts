import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames, sentIds, type FrameRecorder } from '../helpers/frames.js';
import { denied, failed, refusal } from '../helpers/refusals.js';
import { ethoraServer, uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered } from '../helpers/sessions.js';

onEveryServer('5.2 permission errors', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
  });

  /** Somebody who may change roles in the room. */
  async function moderator(room: string) {
    const raw = await place.raw(place.alice);
    await raw.join(room, `${place.alice.username}-raw`);
    const setRole = (role: string) =>
      raw.ask(
        'set',
        room,
        `<query xmlns="http://jabber.org/protocol/muc#admin"><item nick="${place.bob.username}" role="${role}"/></query>`,
      );
    return { setRole };
  }

  it('permission: marks what a visitor writes, with the reason, and sends it when one may (pitfall 16)', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.saveSettings(room, { moderated: true });
    const session = await place.enter(place.bob, room);
    const { setRole } = await moderator(room);
    await setRole('visitor');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'visitor');
    const errors: unknown[] = [];
    session.on('error', (error) => errors.push(error));
    const written = session.send('May I?');
    expect(await failed(session, room)).to.include({ key: written?.key, failure: 'forbidden' });
    expect(errors[0]).to.deep.include({ code: 'send', roomJid: room, messageId: written?.key });
    await setRole('participant');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'participant');
    session.retry(room, written?.key ?? '');
    await allDelivered(session, room);
    expect(session.room(room).timeline.$messages.get()).to.have.length(1);
    expect(sentIds(frames)).to.deep.equal([written?.clientId, written?.clientId]);
  });

  it('permission: says what the room refused to whoever may not change it, and nothing changes', async () => {
    const title = uniqueName('Mine');
    const { owner, room } = await place.own(place.alice, title);
    const session = await place.enter(place.bob, room);
    const denials = ['forbidden', 'not-allowed', 'not-authorized'];
    for (const action of [
      session.admin.saveSettings(room, { name: 'Yours' }),
      session.admin.setAffiliation(room, place.bob.jid, 'owner'),
      session.admin.setAffiliation(room, place.alice.jid, 'none'),
      session.admin.kick(room, place.alice.username),
      session.admin.ban(room, place.alice.jid),
      session.admin.destroy(room),
    ]) {
      expect(await refusal(action)).to.be.oneOf(denials);
    }
    expect(owner.rooms.get(room)).to.include({ name: title, presence: 'joined', affiliation: 'owner' });
    expect(session.rooms.get(room)).to.include({ presence: 'joined', affiliation: 'none' });
  });

  it('permission: does not enter a room for members, and does not try again by itself', async () => {
    const { owner, room } = await place.own(place.alice);
    await owner.admin.saveSettings(room, { membersOnly: true });
    const session = await place.sessionOf(place.bob);
    session.openRoom(room);
    await session.connect();
    expect(await denied(session, room)).to.include({ denial: 'members-only' });
    session.send('Hello?');
    expect((await failed(session, room))?.failure).to.be.oneOf(['not-joined', 'forbidden']);
    await session.reloadRooms();
    const joins = frames.sent().filter((text) => text.startsWith(`<presence to="${room}/${place.bob.username}"`));
    expect(joins).to.have.length(1);
  });

  place.itNeeds('ethora', 'permission: tells a room of another app from a ban, and asks it once', async () => {
    const room = await place.where.createRoom('app');
    const filter = (enabled: string) => ethoraServer.api('ethora_app_filter', { host: 'localhost', enabled });
    await filter('true');
    try {
      const session = await place.sessionOf(place.bob);
      session.openRoom(room);
      await session.connect();
      expect(await denied(session, room)).to.include({ denial: 'refused', denialText: 'wrong app name' });
      await session.reloadRooms();
      expect(frames.sent().filter((text) => text.startsWith(`<presence to="${room}/`))).to.have.length(1);
    } finally {
      await filter('false');
    }
  });

  it('ban: shows that one is out and why, and marks what one writes then', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.ban(room, place.bob.jid, 'Spam');
    expect(await denied(session, room)).to.include({ denial: 'banned', denialText: 'Spam' });
    session.send('Let me in');
    expect((await failed(session, room))?.failure).to.equal('banned');
    const refused = new Promise<void>((resolve) => {
      session.on('error', ({ code }) => {
        if (code === 'room-denied') resolve();
      });
    });
    session.rejoin(room);
    await refused;
    expect((await denied(session, room))?.denial).to.equal('banned');
  });

  place.itNeeds('ethora', "ban: marks what a person writes whom Ethora's server has banned", async () => {
    const { room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    const raw = await place.raw(place.alice);
    const ban = (action: string) =>
      `<query xmlns="ns:deepx:muc:user:ban" action="${action}" user="${place.bob.jid}" type="room" room="${room}"/>`;
    await raw.ask('set', '', ban('ban'));
    const written = session.send('Can you hear me?');
    expect(await failed(session, room)).to.include({ failure: 'banned' });
    await raw.ask('set', '', ban('unban'));
    session.retry(room, written?.key ?? '');
    await allDelivered(session, room);
  });

  it('room gone: shows that a room has ended, and marks what one writes then', async () => {
    const { owner, room } = await place.own(place.alice);
    const session = await place.enter(place.bob, room);
    await owner.admin.destroy(room, 'Done');
    expect(await denied(session, room)).to.include({ denial: 'destroyed' });
    session.send('Anybody?');
    expect((await failed(session, room))?.failure).to.equal('room-gone');
    const other = await place.sessionOf(place.carol);
    await other.connect();
    await other.ready;
    expect(other.rooms.get(room)).to.equal(undefined);
    other.send('Hello?', room);
    expect((await failed(other, room))?.failure).to.equal('room-gone');
  });

  it('room gone: does not take a server that is not there, or may not be spoken to, for a ban', async () => {
    const session = await place.sessionOf(place.alice);
    const nowhere = 'tea@conference.elsewhere.example';
    session.openRoom(nowhere);
    await session.connect();
    expect((await denied(session, nowhere))?.denial).to.be.oneOf(['not-found', 'refused']);
  });

  it('room gone: says so to whoever wants to change it', async () => {
    const { conference } = await place.where.start();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    const nowhere = `${uniqueName('nowhere')}@${conference}`;
    const change = session.admin.setAffiliation(nowhere, place.bob.jid, 'member');
    expect(await refusal(change)).to.equal('item-not-found');
  });
});
