import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { ethoraServer, server, type Account, type TestServer } from '../helpers/server.js';
import { closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

describe("bans that end, of Ethora's servers", function () {
  this.timeout(60_000);
  let bobAccount: Account;
  let alice: ChatService;
  let bob: ChatService;
  let room: string;

  afterEach(closeSessions);

  async function online(where: TestServer, prefix: string): Promise<[Account, ChatService]> {
    const { service, domain, conference } = await where.start();
    const account = await where.register(prefix);
    const session = makeSession({ service, domain, conference, credentials: account });
    await session.connect();
    await session.ready;
    return [account, session];
  }

  async function shared(where: TestServer) {
    [, alice] = await online(where, 'alice');
    [bobAccount, bob] = await online(where, 'bob');
    room = await alice.admin.create({ kind: 'private', title: 'Shared', people: [bobAccount.jid] });
    await reaches(bob.admin.invitations.$invitations, (all) => all.length > 0);
    await bob.admin.accept(room);
    bob.openRoom(room);
    await entered(bob, room);
    await alice.admin.loadMembers(room);
  }

  it('keep somebody from writing, who is told so, until they are taken back', async () => {
    await shared(ethoraServer);
    expect(alice.rooms.get(room)?.timedBans).to.equal(true);
    const before = Date.now();
    await alice.admin.ban(room, bobAccount.jid, 'Ads', 3600);
    const [ban] = alice.room(room).members.$banned.get();
    expect(ban).to.include({ jid: bobAccount.jid, reason: 'Ads' });
    expect(ban?.until).to.be.within(before + 3_590_000, before + 3_620_000);
    bob.send('Buy this', room);
    const rooms = await reaches(bob.rooms.$byJid, (all) => all[room]?.presence === 'denied');
    expect(rooms[room]?.denial).to.equal('banned');
    const [message] = bob.room(room).timeline.$outgoing.get();
    expect(message).to.include({ status: 'failed', failure: 'banned' });
    alice.send('Still read', room);
    await shows(bob, room, 'Still read');

    await alice.admin.unban(room, bobAccount.jid);
    expect(alice.room(room).members.$banned.get()).to.deep.equal([]);
    bob.rejoin(room);
    await reaches(bob.rooms.$byJid, (all) => all[room]?.presence === 'joined');
    expect(bob.rooms.get(room)?.affiliation).to.equal('member');
    bob.send('Sorry', room);
    await shows(alice, room, 'Sorry');
  });

  it('are not for everybody to give', async () => {
    await shared(ethoraServer);
    const refused = await bob.admin.ban(room, alice.connection.$jid.get(), '', 60).catch(String);
    expect(refused).to.contain('forbidden');
  });

  it('are not offered by other servers', async () => {
    await shared(server);
    expect(alice.rooms.get(room)?.timedBans).to.equal(false);
  });
});
