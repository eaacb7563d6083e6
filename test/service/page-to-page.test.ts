import { expect, waitUntil } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { inKeptData } from '../helpers/kept-data.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { prosodyServer, sasl2ProsodyServer } from '../helpers/prosody-server.js';
import { server, type Account, type TestServer } from '../helpers/server.js';
import { openAccountDatabase } from '../../src/storage/account-database.js';
import { isStreamRecord, type RoomRecord } from '../../src/storage/records.js';
import { allDelivered, bodies, closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';
import { endTabs, openTab, type Tab } from '../helpers/tabs.js';

const ROUND_TRIP_MS = 500;

const SERVERS: readonly { readonly name: string; readonly where: TestServer; readonly fast: boolean }[] = [
  { name: 'ejabberd', where: server, fast: true },
  { name: 'Prosody', where: prosodyServer, fast: false },
  { name: 'Prosody with SASL2', where: sasl2ProsodyServer, fast: true },
];

for (const { name, where, fast } of SERVERS) {
  describe(`from page to page, on ${name}`, function () {
    // The first use of a server boots it, and may have to install it.
    this.timeout(180_000);
    let alice: Account;
    let bob: Account;
    let room: string;
    let direct: string;
    let options: SessionOptions;
    let proxy: Proxy;
    let frames: FrameRecorder;
    let writer: ChatService;
    let tab: Tab;
    let session: ChatService;

    before(() => where.start());
    beforeEach(async () => {
      const { service, domain, conference } = await where.start();
      [alice, bob] = [await where.register('alice'), await where.register('bob')];
      room = await where.createRoom('pages');
      direct = service;
      proxy = await startProxy(service);
      options = { service: proxy.url, domain, conference, credentials: alice };
      frames = recordFrames();
      writer = makeSession({ ...options, service, credentials: bob });
      await goOnline(writer);
      [tab, session] = await visit();
      writer.send('before');
      await shows(session, room, 'before');
      // A frame that is taken out of its page ends before it has written down the rest, as a crash would.
      await waitUntil(isStored, undefined, { timeout: 5_000 });
    });
    afterEach(async () => {
      await session.logout();
      await closeSessions();
      endTabs();
      frames.restore();
      await proxy.close();
    });

    /** A page that shows the room. */
    async function visit(): Promise<[Tab, ChatService]> {
      const page = await openTab();
      const made = page.makeSession(options);
      await goOnline(made);
      return [page, made];
    }

    async function goOnline(made: ChatService) {
      made.openRoom(room);
      await made.connect();
      await made.ready;
      await entered(made, room);
      // The last thing that it asks.
      await reaches(made.uploads.$limits, (limits) => limits !== undefined);
    }

    /** The page is left in a moment in which nobody has anything to say, and the server knows. */
    async function leave(way: () => void) {
      await frames.inSilence(async () => {
        await tab.frames.inSilence(() => proxy.freeze());
        way();
        await proxy.cut();
        await proxy.unfreeze();
      });
    }

    /** The page is left, and the next one of the site shows the room. */
    async function goOn() {
      await leave(tab.end);
      [tab, session] = await visit();
    }

    /** The same in any moment, but the server does not know that the page is gone when `meanwhile` happens. */
    async function goOnAfter(meanwhile: () => Promise<void> = () => Promise.resolve()) {
      await proxy.freeze();
      tab.end();
      await meanwhile();
      await proxy.unfreeze();
      [tab, session] = await visit();
    }

    /** The room's message is kept for the next page. */
    async function isStored(): Promise<boolean> {
      const database = await openAccountDatabase(alice.jid, () => undefined);
      const timeline = await database.get('timelines', room);
      database.close();
      return timeline?.messages.some(({ body }) => body === 'before') === true;
    }

    function said(pattern: RegExp): string[] {
      return tab.frames.sent().filter((text) => pattern.test(text));
    }

    /** The next time that the page tells the server how far it is. */
    async function nextAck(): Promise<string> {
      const count = said(/^<a /).length;
      await waitUntil(() => said(/^<a /).length > count, undefined, { timeout: 5_000, interval: 5 });
      return said(/^<a /).at(-1) ?? '';
    }

    /** The session went on: nothing was asked anew. */
    function expectNoRejoin() {
      expect(said(/jabber\.org\/protocol\/muc"|urn:xmpp:mam:2|disco|^<presence|roster|vcard|bookmarks/)).to.deep.equal(
        [],
      );
      expect(said(fast ? /SCRAM|PLAIN|^<auth / : /<bind/)).to.deep.equal([]);
    }

    it('goes on with the session: no login of the long kind, no way in, no list, no history', async () => {
      const jid = await occupantOf(writer);
      await goOn();
      expectNoRejoin();
      expect(bodies(session, room)).to.deep.equal(['before']);
      expect(await occupantOf(writer)).to.equal(jid);
      session.send('from the next page');
      await allDelivered(session, room);
      await shows(writer, room, 'from the next page');
    });

    /** Who alice is to the others. */
    async function occupantOf(peer: ChatService): Promise<unknown> {
      const people = await reaches(peer.room(room).occupants.$byNick, (all) => all.has(alice.username));
      return people.get(alice.username);
    }

    it('has what was said between the pages, once', async () => {
      await goOnAfter(async () => {
        writer.send('between 1');
        writer.send('between 2');
        await allDelivered(writer, room);
      });
      await shows(session, room, 'between 1', 'between 2');
      expect(bodies(session, room)).to.deep.equal(['before', 'between 1', 'between 2']);
      expectNoRejoin();
      await goOn();
      await shows(session, room, 'between 1', 'between 2');
      expect(bodies(session, room)).to.deep.equal(['before', 'between 1', 'between 2']);
      expectNoRejoin();
    });

    it('has what came in the last moment, once', async () => {
      writer.send('last');
      await shows(session, room, 'last');
      await goOnAfter();
      await shows(session, room, 'last');
      expect(bodies(session, room)).to.deep.equal(['before', 'last']);
    });

    it('does not say again what the room sends back only now', async () => {
      tab.frames.lose(/^/);
      session.send('heard by the room', room);
      await shows(writer, room, 'heard by the room');
      await goOnAfter();
      await allDelivered(session, room);
      expect(said(/heard by the room/)).to.deep.equal([]);
      for (const reader of [session, writer])
        expect(bodies(reader, room)).to.deep.equal(['before', 'heard by the room']);
    });

    it('counts what the page before had no time to count', async () => {
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
      await goOnAfter(async () => {
        await inKeptData(alice.jid, async (database) => {
          const record = (await database.get('rooms', room)) as RoomRecord;
          await database.put('rooms', { ...record, room: { ...record.room, unread: 0 } });
        });
      });
      await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
      expectNoRejoin();
    });

    it('knows who came and went between the pages', async () => {
      await goOnAfter(async () => {
        await writer.disconnect();
        await goOnline(makeSession({ ...options, service: direct, credentials: await where.register('carol') }));
      });
      const people = await reaches(
        session.room(room).occupants.$byNick,
        (all) => !all.has(bob.username) && [...all.keys()].some((nick) => nick.startsWith('carol')),
      );
      expect(people.has(alice.username)).to.equal(true);
      expectNoRejoin();
    });

    it('shows what is kept before the server is reached', async () => {
      tab.end();
      await proxy.freeze();
      tab = await openTab();
      session = tab.makeSession(options);
      session.openRoom(room);
      void session.connect().catch(() => undefined);
      await shows(session, room, 'before');
      expect(tab.frames.frames).to.deep.equal([]);
      await proxy.unfreeze();
    });

    it('lets a second page beside it share the session', async () => {
      const [other, second] = await visit();
      second.send('from the second');
      await shows(session, room, 'from the second');
      session.send('from the first');
      await shows(second, room, 'from the first');
      expect(session.connection.$state.get().status).to.equal('online');
      expect(tab.frames.connections).to.equal(1);
      expect(other.frames.connections).to.equal(0);
      await second.disconnect();
    });

    it('begins anew when not everything could be written down: nothing is missing', async () => {
      tab.breakStorage();
      writer.send('not stored');
      await shows(session, room, 'before', 'not stored');
      await goOn();
      await shows(session, room, 'before', 'not stored');
      expect(said(/<resume/)).to.deep.equal([]);
    });

    it('lets a second page in although it cannot write anything down: that one asks for itself', async () => {
      tab.breakStorage();
      writer.send('not stored');
      await shows(session, room, 'before', 'not stored');
      const [other, second] = await visit();
      await shows(second, room, 'before', 'not stored');
      expect(bodies(second, room)).to.deep.equal(['before', 'not stored']);
      expect(other.frames.connections).to.equal(0);
    });

    it('begins anew after `disconnect()`, and with nothing after `logout()`', async () => {
      await session.disconnect();
      await goOn();
      expect(said(/<resume/)).to.deep.equal([]);
      expect(bodies(session, room)).to.deep.equal(['before']);
      await session.logout();
      await goOn();
      expect(said(/<resume|<authenticate[^>]*HT-/)).to.deep.equal([]);
    });

    it('comes back with its session when the browser shows the page again', async () => {
      await leave(tab.hide);
      const { length } = tab.frames.sent();
      expect(session.rooms.get(room)?.presence).to.equal('joined');
      writer.send('meanwhile');
      await allDelivered(writer, room);
      tab.show();
      await shows(session, room, 'meanwhile');
      expect(bodies(session, room)).to.deep.equal(['before', 'meanwhile']);
      expect(tab.frames.sent().slice(length).join()).to.contain('<resume').and.not.contain(`<presence to="${room}`);
    });

    it('comes back with a new session when another page went on with its own meanwhile', async () => {
      const first = { tab, session };
      await leave(tab.hide);
      [tab, session] = await visit();
      expectNoRejoin();
      writer.send('meanwhile');
      await shows(session, room, 'meanwhile');
      tab.end();
      ({ tab, session } = first);
      const { length } = tab.frames.sent();
      tab.show();
      await shows(session, room, 'meanwhile');
      expect(bodies(session, room)).to.deep.equal(['before', 'meanwhile']);
      expect(tab.frames.sent().slice(length).join()).to.not.contain('<resume');
    });

    it('tells the server only of what is stored', async () => {
      writer.send('stored');
      await shows(session, room, 'stored');
      const ack = await nextAck();
      const database = await openAccountDatabase(alice.jid, () => undefined);
      const stream = await database.get('values', 'stream');
      const timeline = await database.get('timelines', room);
      database.close();
      if (!isStreamRecord(stream)) throw new Error('No stream is stored');
      expect(stream.handled).to.be.at.least(Number(/h="(\d+)"/.exec(ack)?.[1]));
      expect(timeline?.messages.map(({ body }) => body)).to.deep.equal(['before', 'stored']);
    });

    if (fast) {
      it('takes two round trips: one for the WebSocket, and one for all the rest', async () => {
        await leave(tab.end);
        tab = await openTab();
        session = tab.makeSession(options);
        session.openRoom(room);
        await proxy.setDelay(ROUND_TRIP_MS);
        const begun = performance.now();
        await session.connect();
        // And one more for TCP, which the proxy charges as well.
        expect((performance.now() - begun) / ROUND_TRIP_MS).to.be.below(3.9);
        await proxy.setDelay(0);
        const opening = tab.frames.frames.slice(0, 2).map(({ direction, text }) => `${direction} ${text.slice(0, 14)}`);
        expect(opening).to.deep.equal(['out <open xmlns="u', 'out <authenticate ']);
        expect(tab.frames.frames.slice(2).find(({ direction }) => direction === 'out')?.text ?? '').to.not.contain(
          'sasl',
        );
        expectNoRejoin();
      });
    }
  });
}
