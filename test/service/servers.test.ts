import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { prosodyServer } from '../helpers/prosody-server.js';
import { ethoraServer, server, type Account, type TestServer } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

const servers: readonly [string, TestServer][] = [
  ['ejabberd', server],
  ['ejabberd with what Ethora adds', ethoraServer],
  ['Prosody', prosodyServer],
];

for (const [name, where] of servers) {
  describe(`a session on ${name}`, function () {
    // The first use of a server boots it, and may have to install it.
    this.timeout(180_000);
    let alice: Account;
    let bob: Account;

    before(async () => {
      await where.start();
      alice = await where.register('alice');
      bob = await where.register('bob');
    });
    afterEach(closeSessions);

    async function enterAs(account: Account, room: string) {
      const { service, domain, conference } = await where.start();
      const session = makeSession({ service, domain, conference, credentials: account });
      session.openRoom(room);
      await session.connect();
      await entered(session, room);
      return session;
    }

    it('connects, enters a room and talks', async () => {
      const room = await where.createRoom('talk');
      const [one, other] = [await enterAs(alice, room), await enterAs(bob, room)];
      one.send('Good morning <you> & all');
      await shows(other, room, 'Good morning <you> & all');
      other.send('Good morning');
      await shows(one, room, 'Good morning');
      await allDelivered(one, room);
      await allDelivered(other, room);
      expect(bodies(one, room)).to.deep.equal(['Good morning <you> & all', 'Good morning']);
      await reaches(one.rooms.$byJid, (rooms) => rooms[room]?.onlineCount === 2);
    });

    it('reads what was said before, in order and once', async () => {
      const room = await where.createRoom('history');
      const texts = Array.from({ length: 12 }, (_, index) => `Message ${index}`);
      const writer = await enterAs(alice, room);
      for (const text of texts) writer.send(text);
      await allDelivered(writer, room);
      const reader = await enterAs(bob, room);
      await shows(reader, room, ...texts);
      expect(bodies(reader, room)).to.deep.equal(texts);
    });

    it('comes back with what was said in between when the server was away', async () => {
      const room = await where.createRoom('outage');
      const session = await enterAs(alice, room);
      session.send('Before');
      await allDelivered(session, room);
      await where.restart();
      const other = await enterAs(bob, room);
      other.send('Meanwhile');
      await allDelivered(other, room);
      await shows(session, room, 'Before', 'Meanwhile');
      session.send('After');
      await shows(other, room, 'After');
      expect(bodies(session, room)).to.deep.equal(['Before', 'Meanwhile', 'After']);
    });
  });
}
