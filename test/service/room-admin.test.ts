import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { RoomKind } from '../../src/domain/new-room.js';
import { reaches } from '../helpers/follow.js';
import { existingRooms } from '../helpers/muc.js';
import { refusal } from '../helpers/refusals.js';
import { server, uniqueName, type Account } from '../helpers/server.js';
import { closeSessions, entered, sessionOf, shows } from '../helpers/sessions.js';

describe('room administration', function () {
  this.timeout(30_000);
  let alice: ChatService;
  let bob: ChatService;
  let bobAccount: Account;

  async function online(prefix: string): Promise<readonly [ChatService, Account]> {
    const account = await server.register(prefix);
    const session = await sessionOf(account);
    await session.connect();
    await session.ready;
    return [session, account];
  }

  beforeEach(async () => {
    [alice] = await online('alice');
    [bob, bobAccount] = await online('bob');
  });
  afterEach(closeSessions);

  /** A room of Alice with Bob in it. */
  async function shared(kind: RoomKind = 'private'): Promise<string> {
    const room = await alice.admin.create({ kind, title: uniqueName('Shared'), people: [bobAccount.jid] });
    await reaches(bob.admin.invitations.$invitations, (all) => all.some(({ roomJid }) => roomJid === room));
    await bob.admin.accept(room);
    await entered(bob, room);
    await reaches(alice.room(room).members.$members, (all) => all.some((one) => one.nick === bobAccount.username));
    return room;
  }

  it('makes a room that everybody can enter', async () => {
    const title = uniqueName('Open');
    const room = await alice.admin.create({ kind: 'public', title, description: 'For all' });
    expect(room).to.match(/^[0-9a-f]{64}@/);
    alice.openRoom(room);
    alice.send('Hello');
    await shows(alice, room, 'Hello');
    await reaches(alice.rooms.$byJid, (rooms) => rooms[room]?.description === 'For all');
    expect(alice.rooms.get(room)).to.include({
      name: title,
      presence: 'joined',
      affiliation: 'owner',
      membersOnly: false,
    });
    await bob.reloadRooms();
    expect(bob.rooms.get(room)?.name).to.equal(title);
    expect(await alice.admin.settings(room)).to.include({
      name: title,
      archived: true,
      persistent: true,
      public: true,
    });
  });

  it('makes a room for people who are invited, who come in and talk (pitfall 10)', async () => {
    const room = await shared();
    alice.send('Welcome', room);
    await shows(bob, room, 'Welcome');
    expect(bob.rooms.get(room)).to.include({ affiliation: 'member', membersOnly: true });
    const [carol] = await online('carol');
    await carol.reloadRooms();
    expect(carol.rooms.get(room), 'listed').to.equal(undefined);
    carol.rejoin(room);
    await reaches(carol.rooms.$byJid, (rooms) => rooms[room]?.denial === 'members-only');
  });

  it('makes a room of two, the same one for both', async () => {
    const room = await alice.admin.create({ kind: 'direct', people: [bobAccount.jid] });
    expect(alice.rooms.get(room)).to.include({ direct: true, name: bobAccount.username });
    await reaches(bob.admin.invitations.$invitations, (all) => all.length === 1);
    const own = alice.connection.$jid.get();
    expect(await bob.admin.create({ kind: 'direct', people: [own] })).to.equal(room);
    bob.send('Just us', room);
    await shows(alice, room, 'Just us');
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.direct === true);
  });

  it('keeps hidden rooms for the next visit', async () => {
    const room = await shared();
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.presence === 'joined');
    const again = await sessionOf(bobAccount);
    await again.connect();
    await again.ready;
    expect(again.rooms.get(room)).to.not.equal(undefined);
  });

  it('leaves nothing when a room cannot be made', async () => {
    const before = Object.keys(alice.rooms.$byJid.get()).length;
    expect(await refusal(alice.admin.create({ kind: 'private', title: 'x', people: ['not an address'] }))).to.equal(
      'jid-malformed',
    );
    const rooms = await existingRooms();
    // ejabberd refuses to make a member of an address without a name.
    expect(await refusal(alice.admin.create({ kind: 'direct', people: [] }))).to.equal('jid-malformed');
    expect(await existingRooms()).to.deep.equal(rooms);
    expect(Object.keys(alice.rooms.$byJid.get())).to.have.length(before);
    await alice.disconnect();
    expect(await refusal(alice.admin.create({ kind: 'public', title: 'x' }))).to.equal('offline');
  });

  it('renames a room, which shows at once on every screen; only owners may', async () => {
    const room = await shared();
    await alice.admin.saveSettings(room, { name: 'Renamed', description: 'Now with a topic' });
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.name === 'Renamed');
    expect(bob.rooms.get(room)?.description).to.equal('Now with a topic');
    expect(await refusal(bob.admin.saveSettings(room, { name: 'Mine' }))).to.equal('forbidden');
    await reaches(alice.rooms.$byJid, (rooms) => rooms[room]?.name === 'Renamed');
  });

  it('lists who belongs, there or not, and counts them', async () => {
    const room = await shared();
    await alice.admin.loadMembers(room);
    await bob.disconnect();
    const members = await reaches(alice.room(room).members.$members, (all) => all.some(({ online: on }) => !on));
    expect(members.map(({ affiliation, online: on }) => [affiliation, on])).to.deep.equal([
      ['owner', true],
      ['member', false],
    ]);
    expect(alice.rooms.get(room)?.memberCount).to.equal(2);
  });

  it('promotes and demotes, which those concerned see at once', async () => {
    const room = await shared();
    await alice.admin.loadMembers(room);
    expect(await refusal(bob.admin.setAffiliation(room, bobAccount.jid, 'owner'))).to.equal('not-allowed');
    await alice.admin.setAffiliation(room, bobAccount.jid, 'admin');
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.affiliation === 'admin');
    await reaches(alice.room(room).members.$members, (all) => all.some((one) => one.affiliation === 'admin'));
    await alice.admin.setAffiliation(room, bobAccount.jid, 'member');
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.affiliation === 'member');
  });

  it('puts somebody out, who is told why', async () => {
    const room = await shared();
    expect(await refusal(bob.admin.kick(room, alice.connection.$jid.get().split('@')[0] ?? ''))).to.not.equal(
      'nothing',
    );
    await alice.admin.kick(room, bobAccount.username, 'Enough');
    const rooms = await reaches(bob.rooms.$byJid, (all) => all[room]?.presence === 'denied');
    expect(rooms[room]).to.include({ denial: 'kicked', denialText: 'Enough' });
  });

  it('bans with a reason, lists the banned, and unbans', async () => {
    const room = await shared('public');
    await alice.admin.loadMembers(room);
    expect(await refusal(bob.admin.ban(room, alice.connection.$jid.get()))).to.not.equal('nothing');
    await alice.admin.ban(room, bobAccount.jid, 'Spam');
    const rooms = await reaches(bob.rooms.$byJid, (all) => all[room]?.presence === 'denied');
    expect(rooms[room]).to.include({ denial: 'banned', denialText: 'Spam' });
    await reaches(alice.room(room).members.$banned, (banned) => banned.some(({ jid }) => jid === bobAccount.jid));
    await alice.admin.loadMembers(room);
    expect(
      alice
        .room(room)
        .members.$banned.get()
        .map(({ jid }) => jid),
    ).to.deep.equal([bobAccount.jid]);
    await alice.admin.unban(room, bobAccount.jid);
    await reaches(alice.room(room).members.$banned, (banned) => banned.length === 0);
    bob.rejoin(room);
    await entered(bob, room);
  });

  it('leaves a room, which does not come back by itself (pitfall 10)', async () => {
    const room = await shared('public');
    bob.openRoom(room);
    await bob.admin.leave(room);
    expect([bob.rooms.get(room), bob.rooms.$active.get()]).to.deep.equal([undefined, undefined]);
    await reaches(alice.room(room).occupants.$count, (count) => count === 1);
    await bob.reloadRooms();
    expect(bob.rooms.get(room)).to.equal(undefined);
    const again = await sessionOf(bobAccount);
    await again.connect();
    await again.ready;
    expect(again.rooms.get(room), 'next visit').to.equal(undefined);
    again.openRoom(room);
    await entered(again, room);
  });

  it('ends a room for everybody; only owners may', async () => {
    const room = await shared();
    const errors: string[] = [];
    alice.on('error', ({ message, roomJid }) => {
      // Rooms of other tests on this server are listed, too, and may close meanwhile.
      if (roomJid === room) errors.push(message);
    });
    expect(await refusal(bob.admin.destroy(room))).to.equal('forbidden');
    await alice.admin.destroy(room, 'Done');
    await reaches(bob.rooms.$byJid, (rooms) => rooms[room]?.denial === 'destroyed');
    expect(alice.rooms.get(room)).to.equal(undefined);
    expect(await existingRooms()).to.not.include(room);
    expect(errors).to.deep.equal([]);
  });

  it('names the room that somebody is invited to, also one that is not public', async () => {
    const title = uniqueName('Behind doors');
    const roomJid = await alice.admin.create({ kind: 'private', title, people: [bobAccount.jid] });
    await reaches(bob.admin.invitations.$invitations, (all) =>
      all.some((one) => one.roomJid === roomJid && one.roomName === title),
    );
  });

  it('takes an invitation away when its room is entered by another way', async () => {
    const room = await alice.admin.create({ kind: 'private', title: uniqueName('Door'), people: [bobAccount.jid] });
    const { $invitations } = bob.admin.invitations;
    await reaches($invitations, (all) => all.some(({ roomJid }) => roomJid === room));
    bob.openRoom(room);
    await entered(bob, room);
    await reaches($invitations, (all) => all.length === 0);
  });

  it('declines an invitation, which then is gone', async () => {
    const room = await alice.admin.create({ kind: 'private', title: uniqueName('No'), people: [bobAccount.jid] });
    const invitations = await reaches(bob.admin.invitations.$invitations, (all) => all.some((one) => one.mediated));
    expect(invitations).to.have.length(1);
    expect(invitations[0]).to.include({ roomJid: room, from: alice.connection.$jid.get() });
    const declined = new Promise((resolve) => alice.on('invitation-decline', resolve));
    bob.admin.decline(room, 'Busy');
    expect(await declined).to.deep.equal({ roomJid: room, jid: bobAccount.jid, reason: 'Busy' });
    expect(bob.admin.invitations.$invitations.get()).to.deep.equal([]);
    expect(bob.rooms.get(room)).to.equal(undefined);
  });

  it('makes no room by asking for what is not there, or trying to change it', async () => {
    const { conference } = await server.start();
    const room = `${uniqueName('nowhere')}@${conference}`;
    for (const action of [
      () => alice.admin.settings(room),
      () => alice.admin.saveSettings(room, { name: 'Mine' }),
      () => alice.admin.loadMembers(room).then(() => alice.admin.setPicture(room)),
      () => alice.admin.setAffiliation(room, bobAccount.jid, 'member'),
      () => alice.admin.kick(room, bobAccount.username),
      () => alice.admin.destroy(room),
    ]) {
      expect(await refusal(action())).to.equal('item-not-found');
    }
    expect(await refusal(alice.admin.invite(room, [bobAccount.jid]))).to.not.equal('nothing');
    expect(await existingRooms()).to.not.include(room);
  });

  it('says so when members may not invite', async () => {
    const room = await shared();
    await alice.admin.saveSettings(room, { membersInvite: false });
    const [, carol] = await online('carol');
    expect(await refusal(bob.admin.invite(room, [carol.jid]))).to.not.equal('nothing');
    await alice.admin.invite(room, [carol.jid], 'Come');
  });
});
