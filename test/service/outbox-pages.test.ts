import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from '../helpers/follow.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { server, type Account, type ServerAddress } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered, sessionOf, shows } from '../helpers/sessions.js';
import { endTabs, openTab, type Tab } from '../helpers/tabs.js';

/** One way to the server, ms. */
const LATE_MS = 8_000;

describe('messages beyond the page that they were written in', function () {
  this.timeout(60_000);
  let address: ServerAddress;
  let alice: Account;
  let bob: Account;
  let proxy: Proxy;

  beforeEach(async () => {
    address = await server.start();
    [alice, bob] = [await server.register('alice'), await server.register('bob')];
    proxy = await startProxy(address.service);
  });
  afterEach(async () => {
    endTabs();
    await proxy.setDelay(0);
    await closeSessions();
    await proxy.close();
  });

  /** A page of alice's with a session that has the room open. */
  async function openPage(room: string, options: Partial<SessionOptions> = {}) {
    const tab = await openTab();
    const { service, domain, conference } = address;
    const session = tab.makeSession({ service, domain, conference, credentials: alice, ...options });
    session.openRoom(room);
    return { tab, session };
  }

  /** The same, in the room. */
  async function enterPage(room: string, options: Partial<SessionOptions> = {}) {
    const page = await openPage(room, options);
    await page.session.connect();
    await entered(page.session, room);
    return page;
  }

  /** Alice has been here before: this browser knows her. */
  async function visit(room: string) {
    const session = await enterAs(alice, room);
    await session.disconnect();
  }

  /** The texts that the room's archive has. */
  async function archived(room: string): Promise<string[]> {
    const reader = await enterAs(bob, room);
    return bodies(reader, room);
  }

  const outgoing = (session: ChatService, room: string) => session.room(room).timeline.$outgoing;

  /** What another page has left. */
  function inherits(session: ChatService, room: string, count: number): Promise<readonly Message[]> {
    return reaches(outgoing(session, room), (messages) => messages.length >= count);
  }

  /** A page that is refused by the network; what is kept of alice is shown. */
  async function openOffline(room: string): Promise<{ tab: Tab; session: ChatService }> {
    await proxy.refuse();
    // Otherwise it would be online with another page's connection.
    const page = await openPage(room, { service: proxy.url, ownConnection: true });
    page.session.connect().catch(() => undefined);
    await reaches(page.session.connection.$jid, (jid) => jid === alice.jid);
    return page;
  }

  it('go out once when the page ends in the moment of writing', async () => {
    const room = await server.createRoom('moment');
    const { tab, session } = await enterPage(room);
    session.send('Hello');
    tab.end();
    const next = await enterAs(alice, room);
    await shows(next, room, 'Hello');
    await allDelivered(next, room);
    expect(bodies(next, room)).to.deep.equal(['Hello']);
    expect(await archived(room)).to.deep.equal(['Hello']);
  });

  it('go out once when the server has them and the page ends before it knows', async () => {
    const room = await server.createRoom('unknown');
    const reader = await enterAs(bob, room);
    const { tab, session } = await enterPage(room, { service: proxy.url });
    await proxy.setDelay(3_000);
    session.send('Hello');
    await shows(reader, room, 'Hello');
    expect(outgoing(session, room).get()).to.have.length(1);
    tab.end();
    const next = await enterAs(alice, room);
    next.send('Again');
    await shows(next, room, 'Hello', 'Again');
    await allDelivered(next, room);
    expect(bodies(next, room)).to.deep.equal(['Hello', 'Again']);
    expect(await archived(room)).to.deep.equal(['Hello', 'Again']);
  });

  it('go out once when the server gets them long after the page has ended', async () => {
    const room = await server.createRoom('late');
    await visit(room);
    const { tab, session } = await enterPage(room, { service: proxy.url });
    await proxy.setDelay(2 * LATE_MS);
    const sentAt = performance.now();
    session.send('Hello');
    tab.end();
    // With a connection of its own it cannot ask the server what became of the page's stream.
    const next = await enterAs(alice, room, { ownConnection: true });
    await inherits(next, room, 1);
    next.send('Again');
    await allDelivered(next, room);
    expect(performance.now() - sentAt).to.be.above(LATE_MS);
    expect(await archived(room)).to.deep.equal(['Hello', 'Again']);
  });

  it('are looked for behind all that was written since', async () => {
    const room = await server.createRoom('behind');
    const reader = await enterAs(bob, room);
    const { tab, session } = await enterPage(room, { service: proxy.url });
    await proxy.setDelay(3_000);
    session.send('Hello');
    await shows(reader, room, 'Hello');
    tab.end();
    for (let count = 1; count <= 260; count += 1) reader.send(`since ${count}`);
    await allDelivered(reader, room);
    const next = await enterAs(alice, room);
    await allDelivered(next, room);
    expect(bodies(next, room).filter((body) => body === 'Hello')).to.have.length(1);
    expect((await archived(room)).filter((body) => body === 'Hello')).to.have.length(0);
    const later = await enterAs(bob, room);
    for (let page = 0; page < 6; page += 1) await later.loadOlder(room);
    expect(bodies(later, room).filter((body) => body === 'Hello')).to.have.length(1);
  });

  it('of pages that were offline show as pending in the next one, and go out in the order of writing', async () => {
    const room = await server.createRoom('days');
    await visit(room);
    for (const day of ['Monday', 'Tuesday']) {
      const { tab, session } = await openOffline(room);
      for (const part of ['morning', 'evening']) session.send(`${day} ${part}`);
      tab.end();
    }
    const texts = ['Monday morning', 'Monday evening', 'Tuesday morning', 'Tuesday evening'];
    const { session } = await openOffline(room);
    const left = await inherits(session, room, 4);
    expect(left.map(({ body, status }) => [body, status])).to.deep.equal(texts.map((text) => [text, 'pending']));
    await proxy.admit();
    await session.connect();
    await entered(session, room);
    await shows(session, room, ...texts);
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(texts);
    expect(await archived(room)).to.deep.equal(texts);
  });

  it('are not sent by another page while theirs lives, and by one of them when it ends', async () => {
    const room = await server.createRoom('heirs');
    await visit(room);
    const other = await enterAs(alice, room);
    const { tab, session } = await openOffline(room);
    session.send('Mine');
    other.send('Hers');
    await allDelivered(other, room);
    expect(bodies(other, room)).to.deep.equal(['Hers']);
    tab.end();
    await shows(other, room, 'Hers', 'Mine');
    await allDelivered(other, room);
    expect(await archived(room)).to.deep.equal(['Hers', 'Mine']);
  });

  it('that were taken back in the last moment are not sent', async () => {
    const room = await server.createRoom('back');
    await visit(room);
    const { tab, session } = await openOffline(room);
    const written = session.send('Not this');
    session.send('But this');
    session.discard(room, written?.key ?? '');
    tab.end();
    const next = await enterAs(alice, room);
    await shows(next, room, 'But this');
    await allDelivered(next, room);
    expect(await archived(room)).to.deep.equal(['But this']);
  });

  it('with files are uploaded after a reload, under the same id and in order', async () => {
    const room = await server.createRoom('file');
    const { tab, session } = await enterPage(room, { service: proxy.url });
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    await proxy.refuse();
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    const written = session.sendFiles([new File(['one'], '1.txt'), new File(['two'], '2.txt')], room);
    await reaches(outgoing(session, room), (messages) => messages.length === 2);
    tab.end();
    const next = await sessionOf(alice);
    next.openRoom(room);
    next.connect().catch(() => undefined);
    const [first] = await inherits(next, room, 2);
    expect(first?.attachment?.url).to.match(/^blob:/);
    await reaches(next.room(room).timeline.$messages, (messages) => messages.every(({ archiveId }) => archiveId));
    const messages = next.room(room).timeline.$messages.get();
    expect(messages.map(({ clientId }) => clientId)).to.deep.equal(written.map(({ clientId }) => clientId));
    expect(messages.map(({ attachment }) => attachment?.name)).to.deep.equal(['1.txt', '2.txt']);
    const stored = await fetch(messages[1]?.attachment?.url ?? '');
    expect(await stored.text()).to.equal('two');
  });

  it('that have failed stay so in the next page, until they are sent again or taken back', async () => {
    const room = await server.createRoom('failed');
    const { tab, session } = await enterPage(room);
    for (const end of ['1', '2']) session.send('x'.repeat(20_001) + end);
    const failed = await reaches(outgoing(session, room), (all) => all.every(({ status }) => status === 'failed'));
    tab.end();
    const next = await enterAs(alice, room);
    const left = await inherits(next, room, 2);
    expect(left.map(({ failure }) => failure)).to.deep.equal(['too-large', 'too-large']);
    for (const { key } of failed) next.discard(room, key);
    await next.disconnect();
    const last = await enterAs(alice, room);
    expect(outgoing(last, room).get()).to.deep.equal([]);
  });

  it('to a room without an archive are the user’s to send again, when it may have them', async () => {
    const room = await server.createRoom('forgetful', { mam: 'false' });
    await visit(room);
    const { tab, session } = await enterPage(room, { service: proxy.url });
    await proxy.setDelay(3_000);
    session.send('Perhaps');
    tab.end();
    await proxy.setDelay(0);
    const { tab: second, session: offline } = await openOffline(room);
    await inherits(offline, room, 1);
    offline.send('Surely not');
    second.end();
    const next = await enterAs(alice, room);
    await reaches(outgoing(next, room), (all) => all.length === 1 && all[0]?.status === 'failed');
    const [doubtful] = outgoing(next, room).get();
    expect(doubtful).to.include({ body: 'Perhaps', failure: 'timeout' });
    expect(bodies(next, room)).to.include('Surely not');
    next.retry(room, doubtful?.key ?? '');
    await allDelivered(next, room);
    expect(bodies(next, room).filter((body) => body === 'Perhaps')).to.have.length(1);
  });

  it('are kept by a session that goes and comes back', async () => {
    const room = await server.createRoom('again');
    const session = await enterAs(alice, room);
    await session.disconnect();
    session.send('While away');
    await session.connect();
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['While away']);
    expect(await archived(room)).to.deep.equal(['While away']);
  });

  it('are forgotten on logout', async () => {
    const room = await server.createRoom('logout');
    await visit(room);
    const { session } = await openOffline(room);
    session.send('Never');
    session.setDraft(room, 'Neither');
    await session.logout();
    const kept = Object.entries(localStorage).filter(([key, text]) =>
      `${key} ${String(text)}`.includes(alice.username),
    );
    expect(kept).to.deep.equal([]);
    await proxy.admit();
    const next = await enterAs(alice, room);
    expect(bodies(next, room)).to.deep.equal([]);
  });
});
