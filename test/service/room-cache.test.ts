import { expect } from '@open-wc/testing';
import { openDB } from 'idb';
import { restore, stub } from 'sinon';
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, sentTo } from '../helpers/frames.js';
import { changeTimeline, inKeptData } from '../helpers/kept-data.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { startRest, stealRememberedLogin } from '../helpers/rest.js';
import { server, type Account } from '../helpers/server.js';
import {
  allDelivered,
  bodies,
  closeSessions,
  enterAs,
  entered,
  makeSession,
  sessionOf,
  shows,
} from '../helpers/sessions.js';

describe('what this browser keeps of an account', function () {
  this.timeout(40_000);
  let alice: Account;
  let bob: Account;
  let proxy: Proxy;

  beforeEach(async () => {
    [alice, bob] = [await server.register('alice'), await server.register('bob')];
    proxy = await startProxy((await server.start()).service);
  });
  afterEach(async () => {
    restore();
    await proxy.unfreeze();
    await closeSessions();
    await proxy.close();
  });

  /** A session that asks a server which never answers. */
  async function unanswered(
    account: Account,
    room?: string,
    options: Partial<SessionOptions> = {},
  ): Promise<ChatService> {
    await proxy.freeze();
    const session = await sessionOf(account, { service: proxy.url, ...options });
    if (room) session.openRoom(room);
    session.connect().catch(() => undefined);
    return session;
  }

  /** Alice has been in a room in which both have written. */
  async function visited(): Promise<string> {
    const room = await server.createListedRoom('kept');
    const writer = await enterAs(bob, room);
    writer.send('from bob');
    await allDelivered(writer, room);
    const session = await enterAs(alice, room);
    session.send('from alice');
    await allDelivered(session, room);
    await shows(session, room, 'from bob', 'from alice');
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    await session.disconnect();
    await writer.disconnect();
    return room;
  }

  it('shows the rooms and the open one before the network answers', async () => {
    const room = await visited();
    const session = await unanswered(alice, room);
    await shows(session, room, 'from bob', 'from alice');
    expect(bodies(session, room)).to.deep.equal(['from bob', 'from alice']);
    expect(session.rooms.$status.get()).to.equal('ready');
    expect(session.rooms.get(room)).to.deep.include({ presence: 'idle', unread: 0 });
    expect(session.rooms.get(room)?.preview?.text).to.equal('from alice');
    expect(session.uploads.$limits.get(), 'files can be chosen').to.not.equal(undefined);
    expect(session.connection.$state.get().status).to.equal('connecting');
    expect(session.connection.$jid.get()).to.equal(alice.jid);
  });

  it('knows own messages as own, and lets one write', async () => {
    const room = await visited();
    const session = await unanswered(alice, room);
    await shows(session, room, 'from alice');
    expect(
      session
        .room(room)
        .timeline.$messages.get()
        .map(({ own }) => own),
    ).to.deep.equal([false, true]);
    expect(session.send('written before')?.status).to.equal('pending');
    await proxy.unfreeze();
    await session.disconnect();
    await session.connect();
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['from bob', 'from alice', 'written before']);
  });

  it('is shown to nobody with a wrong password', async () => {
    const room = await visited();
    const session = await unanswered({ ...alice, password: 'wrong' }, room);
    await reaches(session.connection.$state, ({ status }) => status === 'connecting');
    await proxy.unfreeze();
    await session.disconnect();
    await session.connect().catch(() => undefined);
    expect(session.connection.$state.get().reason).to.equal('wrong-credentials');
    expect(bodies(session, room)).to.deep.equal([]);
    expect(session.rooms.$status.get()).to.equal('loading');
  });

  it('is shown after the login when the password has changed', async () => {
    const room = await visited();
    await server.api('change_password', {
      user: alice.username,
      host: alice.jid.split('@')[1],
      newpass: 'another',
    });
    const session = await sessionOf({ ...alice, password: 'another' });
    await session.connect();
    await shows(session, room, 'from bob', 'from alice');
    await entered(session, room);
    await session.disconnect();
    await shows(await unanswered({ ...alice, password: 'another' }, room), room, 'from alice');
  });

  it('belongs to one account: another one on the same session sees nothing of it', async () => {
    const room = await visited();
    const secret = await server.createRoom('secret');
    let who = alice;
    const session = await sessionOf(alice, { credentials: () => Promise.resolve(who) });
    session.openRoom(secret);
    await session.connect();
    await entered(session, secret);
    session.send('for my eyes');
    await allDelivered(session, secret);
    session.openRoom(undefined);
    await session.disconnect();
    who = await server.register('carol');
    await session.connect();
    await session.ready;
    expect(session.connection.$jid.get()).to.equal(who.jid);
    expect(session.rooms.get(secret)).to.equal(undefined);
    expect(bodies(session, secret)).to.deep.equal([]);
    await session.disconnect();
    const kept = await inKeptData(who.jid, (database) => database.getAllKeys('timelines'));
    expect(kept).not.to.include(secret);
    expect(kept).to.deep.equal(kept.filter((jid) => jid === room));
  });

  it('is written down by `disconnect()`, and again after the next `connect()`', async () => {
    const room = await server.createRoom('again');
    const session = await enterAs(alice, room);
    await session.disconnect();
    await session.connect();
    await entered(session, room);
    session.send('the second time');
    await allDelivered(session, room);
    await session.disconnect();
    await shows(await unanswered(alice, room), room, 'the second time');
  });

  it('has counts and previews, which do not change while the same is found on the server (pitfall 28)', async () => {
    const [open, other] = [await server.createRoom('open'), await server.createListedRoom('unread')];
    const session = await enterAs(alice, open);
    await entered(session, other);
    const writer = await enterAs(bob, other);
    for (const text of ['one', 'two', 'three']) writer.send(text);
    await allDelivered(writer, other);
    await reaches(session.rooms.$byJid, (rooms) => rooms[other]?.unread === 3);
    await session.disconnect();
    const later = await sessionOf(alice);
    const totals: number[] = [];
    later.on('unread-change', ({ total }) => totals.push(total));
    later.openRoom(open);
    await later.connect();
    await entered(later, other);
    await reaches(later.rooms.$byJid, (rooms) => rooms[other]?.preview?.text === 'three');
    writer.send('four');
    await reaches(later.rooms.$unread, (total) => total === 4);
    expect(totals).to.deep.equal([3, 4]);
  });

  it('is shown to whoever is remembered, before the API answers; and hidden when that login is over', async () => {
    const rest = await startRest();
    const { service, domain, conference } = await server.start();
    const { url: api, appId, appToken } = rest;
    const place = { service, domain, conference, api, appId, appToken, remember: true };
    const room = await server.createRoom('remembered');
    const first = makeSession({ ...place, credentials: await rest.addUser('dave') });
    first.openRoom(room);
    await first.connect();
    await entered(first, room);
    first.send('remembered');
    await allDelivered(first, room);
    await first.disconnect();

    const unreached = stub(globalThis, 'fetch').returns(new Promise(() => undefined));
    const second = makeSession(place);
    second.openRoom(room);
    second.connect().catch(() => undefined);
    await shows(second, room, 'remembered');
    expect(second.connection.$state.get().status).to.equal('connecting');
    await second.disconnect();
    unreached.restore();

    await stealRememberedLogin(rest);
    await second.connect().catch(() => undefined);
    expect(second.connection.$state.get().reason).to.equal('token-expired');
    await reaches(second.rooms.$status, (status) => status === 'loading');
    expect(bodies(second, room)).to.deep.equal([]);
    await rest.close();
  });

  describe('and the archive has changed', () => {
    const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index + 1}`);

    /** Alice has seen so many messages; what is kept of them is changed. */
    async function tampered(count: number, change: Parameters<typeof changeTimeline>[2]): Promise<string> {
      const room = await server.createRoom('changed');
      const writer = await enterAs(bob, room);
      const session = await enterAs(alice, room);
      for (const text of numbered(count)) writer.send(text);
      await allDelivered(writer, room);
      await shows(session, room, `message ${count}`);
      await session.disconnect();
      await writer.disconnect();
      await changeTimeline(alice.jid, room, change);
      return room;
    }

    it('what it does not have any more goes, and what is different is replaced under the same key', async () => {
      const room = await tampered(4, (record) => {
        const [first, second, ...rest] = record.messages;
        const moderated = { ...first!, key: 'moderated', archiveId: 'moderated', body: 'moderated away' };
        return { ...record, messages: [first, moderated, { ...second, body: 'before it was edited' }, ...rest] };
      });
      const session = await sessionOf(alice);
      session.openRoom(room);
      const seen: string[][] = [];
      session.room(room).timeline.$messages.listen((messages) => seen.push(messages.map(({ key }) => key)));
      await session.connect();
      await entered(session, room);
      expect(bodies(session, room)).to.deep.equal(numbered(4));
      // First as it was kept, then as it is: no message is there under two names.
      const keys = session
        .room(room)
        .timeline.$messages.get()
        .map(({ key }) => key);
      expect(seen[0]).to.deep.equal([keys[0], 'moderated', ...keys.slice(1)]);
      expect(seen.at(-1)).to.deep.equal(keys);
      expect(new Set(seen.map((each) => each.join())).size).to.equal(2);
    });

    it('that is found in the open room before the newest page, too', async () => {
      const room = await tampered(130, (record) => {
        const messages = record.messages.map((message, index) => (index === 9 ? { ...message, body: 'old' } : message));
        const gone = { ...messages[0]!, key: 'gone', archiveId: 'gone', body: 'gone' };
        return { ...record, messages: messages.toSpliced(20, 0, gone) };
      });
      const recorder = recordFrames();
      const session = await enterAs(alice, room);
      await reaches(session.room(room).timeline.$messages, (messages) =>
        messages.every(({ body }) => body !== 'old' && body !== 'gone'),
      );
      recorder.restore();
      expect(bodies(session, room)).to.deep.equal(numbered(130));
      // One page to catch up, and those before it.
      expect(sentTo(recorder, room).filter((text) => text.includes('urn:xmpp:mam:2'))).to.have.length(3);
    });

    it('what was missed follows what was kept, with a gap where it is much', async () => {
      const room = await tampered(3, (record) => record);
      const writer = await enterAs(bob, room);
      const missed = Array.from({ length: 260 }, (_, index) => `missed ${index + 1}`);
      for (const text of missed) writer.send(text);
      await allDelivered(writer, room);
      const session = await enterAs(alice, room);
      expect(bodies(session, room)).to.deep.equal([...numbered(3), ...missed.slice(-250)]);
      const [[key]] = [...session.room(room).timeline.$gaps.get()] as [[string, string]];
      await session.fillGap(room, key);
      expect(bodies(session, room)).to.deep.equal([...numbered(3), ...missed]);
      expect(session.room(room).timeline.$gaps.get().size).to.equal(0);
    });
  });

  describe('where the storage fails', () => {
    /** A session that is used, and how often it said that nothing can be kept. */
    async function used(): Promise<number> {
      const room = await server.createRoom('memory');
      const session = await sessionOf(alice);
      const errors: string[] = [];
      session.on('error', ({ code }) => errors.push(code));
      session.openRoom(room);
      await session.connect();
      await entered(session, room);
      session.send('works');
      await allDelivered(session, room);
      await session.disconnect();
      await session.connect();
      await entered(session, room);
      expect(bodies(session, room)).to.deep.equal(['works']);
      await session.disconnect();
      return errors.filter((code) => code === 'storage').length;
    }

    it('everything works from memory, and the session says so once (pitfall 37)', async () => {
      stub(IDBFactory.prototype, 'open').throws(new DOMException('private mode', 'SecurityError'));
      stub(IDBFactory.prototype, 'databases').rejects(new DOMException('private mode', 'SecurityError'));
      expect(await used()).to.equal(1);
    });

    it('so does it where there is none at all', async () => {
      stub(globalThis, 'indexedDB').get(() => undefined);
      expect(await used()).to.equal(1);
    });

    it('or none for read positions either', async () => {
      stub(globalThis, 'indexedDB').get(() => undefined);
      stub(globalThis, 'localStorage').get(() => {
        throw new DOMException('forbidden', 'SecurityError');
      });
      expect(await used()).to.equal(1);
    });

    it('or a newer version of this module has written there, which stays', async () => {
      const newer = await openDB(`ethora-chat:${alice.jid}`, 99, {
        upgrade: (database) => void database.createObjectStore('of tomorrow'),
      });
      newer.close();
      expect(await used()).to.equal(1);
      expect(await inKeptData(alice.jid, async ({ version }) => version)).to.equal(99);
    });

    it('the older half is given up when there is no space left', async () => {
      const room = await visited();
      const newest = await server.createRoom('newest');
      let full = true;
      const put = stub(IDBObjectStore.prototype, 'put');
      put.callsFake(function (this: IDBObjectStore, ...args) {
        if (!full || this.name !== 'timelines') return put.wrappedMethod.apply(this, args);
        full = false;
        throw new DOMException('full', 'QuotaExceededError');
      });
      const session = await sessionOf(alice);
      const errors: string[] = [];
      session.on('error', ({ code }) => errors.push(code));
      session.openRoom(newest);
      await session.connect();
      await entered(session, newest);
      session.send('kept');
      await allDelivered(session, newest);
      await session.disconnect();
      expect(errors).to.deep.equal([]);
      expect(full).to.be.false;
      const kept = await inKeptData(alice.jid, (database) => database.getAllKeys('timelines'));
      expect(kept).to.include(newest);
      expect(room).to.be.a('string');
    });

    it('records that are damaged count as none', async () => {
      const room = await visited();
      await changeTimeline(alice.jid, room, (record) => ({ ...record, messages: [{ body: 5 }] }));
      await inKeptData(alice.jid, (database) => database.put('rooms', { jid: 'x@y', room: null, nick: 1 }));
      const session = await sessionOf(alice);
      session.openRoom(room);
      await session.connect();
      await entered(session, room);
      expect(bodies(session, room)).to.deep.equal(['from bob', 'from alice']);
      expect(session.rooms.get('x@y')).to.equal(undefined);
    });
  });
});
