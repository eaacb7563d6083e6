import { expect, waitUntil } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { ConnectionState } from '../../src/domain/connection.js';
import type { Message } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { prosodyServer, sasl2ProsodyServer } from '../helpers/prosody-server.js';
import { server, type Account, type TestServer } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

const SERVERS: readonly { readonly name: string; readonly where: TestServer; readonly fast: boolean }[] = [
  { name: 'ejabberd', where: server, fast: true },
  { name: 'Prosody', where: prosodyServer, fast: false },
  { name: 'Prosody with SASL2', where: sasl2ProsodyServer, fast: true },
];

function status(session: ChatService, wanted: ConnectionState['status']): Promise<ConnectionState> {
  return reaches(session.connection.$state, (state) => state.status === wanted);
}

for (const { name, where, fast } of SERVERS) {
  describe(`a stream that goes on, on ${name}`, function () {
    // The first use of a server boots it, and may have to install it.
    this.timeout(180_000);
    let alice: Account;
    let bob: Account;
    let room: string;
    let proxy: Proxy;
    let frames: FrameRecorder;
    let session: ChatService;
    let writer: ChatService;

    before(async () => {
      await where.start();
      [alice, bob] = [await where.register('alice'), await where.register('bob')];
    });
    beforeEach(async () => {
      const { service, domain, conference } = await where.start();
      room = await where.createRoom('stream');
      proxy = await startProxy(service);
      frames = recordFrames();
      session = await enter(alice, proxy.url);
      writer = await enter(bob, service);
      writer.send('before');
      await shows(session, room, 'before');

      async function enter(credentials: Account, address: string) {
        const made = makeSession({ service: address, domain, conference, credentials });
        made.openRoom(room);
        await made.connect();
        await made.ready;
        await entered(made, room);
        return made;
      }
    });
    afterEach(async () => {
      await closeSessions();
      frames.restore();
      await proxy.close();
    });

    /** What alice's sockets say and hear, from her second one on. */
    const afterwards = () => frames.frames.filter(({ connection }) => connection > 2);
    const said = (pattern: RegExp) =>
      afterwards().filter(({ direction, text }) => direction === 'out' && pattern.test(text));

    /** Nothing was asked anew. */
    function expectNoRejoin() {
      expect(said(/jabber\.org\/protocol\/muc"|urn:xmpp:mam:2|disco|^<presence/).map(({ text }) => text)).to.deep.equal(
        [],
      );
      expect(said(fast ? /SCRAM|PLAIN|^<auth / : /<bind/).map(({ text }) => text)).to.deep.equal([]);
    }

    async function lose(meanwhile: () => Promise<void> = () => Promise.resolve()) {
      await frames.inSilence(() => proxy.refuse());
      await comeBack(meanwhile);
    }

    async function comeBack(meanwhile: () => Promise<void>) {
      await status(session, 'offline');
      await meanwhile();
      await proxy.admit();
      await session.connect();
    }

    it('keeps its rooms, and misses and doubles nothing', async () => {
      await lose(async () => {
        expect(session.rooms.get(room)?.presence).to.equal('joined');
        writer.send('missed');
        await allDelivered(writer, room);
        session.send('mine');
      });
      await allDelivered(session, room);
      await shows(writer, room, 'mine');
      expect(bodies(session, room)).to.deep.equal(['before', 'missed', 'mine']);
      expect(bodies(writer, room)).to.deep.equal(['before', 'missed', 'mine']);
      expectNoRejoin();
    });

    it('goes on once more right after that, and again', async () => {
      for (const round of ['one', 'two', 'three']) {
        await lose();
        session.send(`mine ${round}`);
        writer.send(`theirs ${round}`);
      }
      await Promise.all([allDelivered(session, room), allDelivered(writer, room)]);
      await shows(session, room, 'theirs one', 'theirs two', 'theirs three');
      await shows(writer, room, 'mine one', 'mine two', 'mine three');
      expect(bodies(session, room)).to.deep.equal(bodies(writer, room));
      expect(bodies(session, room)).to.have.length(7);
      expectNoRejoin();
    });

    it('says again what was lost on the way, and nothing twice', async () => {
      await frames.inSilence(async () => {
        session.send('lost');
        await frames.waitFor('out', /lost/);
        await proxy.cut();
      });
      await session.connect();
      await allDelivered(session, room);
      await frames.inSilence(() => proxy.setDelay(400));
      const { framesDown } = await proxy.stats();
      session.send('had, but not confirmed');
      await frames.waitFor('out', /had, but not confirmed/);
      const speak = frames.hold();
      await shows(writer, room, 'had, but not confirmed');
      // The server has said so, asks whether that has arrived, and waits.
      await waitUntil(async () => (await proxy.stats()).framesDown >= framesDown + 2);
      await proxy.setDelay(0);
      await proxy.refuse();
      speak();
      await comeBack(() => Promise.resolve());
      await allDelivered(session, room);
      expect(bodies(writer, room)).to.deep.equal(['before', 'lost', 'had, but not confirmed']);
      expect(bodies(session, room)).to.deep.equal(bodies(writer, room));
      expectNoRejoin();
    });

    it('goes on while the server still believes in the old connection', async () => {
      await proxy.freeze();
      writer.send('into the void');
      await allDelivered(writer, room);
      dispatchEvent(new Event('online'));
      await status(session, 'offline');
      await proxy.unfreeze();
      await session.connect();
      await shows(session, room, 'into the void');
      session.send('back');
      await allDelivered(session, room);
      expect(bodies(session, room)).to.deep.equal(['before', 'into the void', 'back']);
      expectNoRejoin();
    });

    it('knows who came and went meanwhile', async () => {
      await lose(() => writer.disconnect());
      await reaches(session.room(room).occupants.$byNick, (people) => !people.has(bob.username));
      expectNoRejoin();
    });

    it('keeps open questions', async () => {
      let older: Promise<Message | undefined> | undefined;
      await frames.inSilence(async () => {
        older = session.jumpToDate(room, new Date(0));
        await proxy.cut();
      });
      await session.connect();
      expect((await older)?.body).to.equal('before');
    });

    it('is given up for a new session, on the same connection, when the server does not know it any more', async () => {
      await proxy.refuse();
      await status(session, 'offline');
      await where.kill();
      await where.start();
      session.send('mine');
      await proxy.admit();
      await session.connect();
      await entered(session, room);
      await allDelivered(session, room);
      expect(bodies(session, room)).to.deep.equal(['before', 'mine']);
      const entry = said(/jabber\.org\/protocol\/muc"/)[0]?.connection;
      expect(said(/<resume /).map(({ connection }) => connection)).to.include(entry);
    });
  });
}
