import { expect, waitUntil } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { reaches } from '../helpers/follow.js';
import { allDelivered, bodies, closeSessions, entered, enterAs, sessionOf, shows } from '../helpers/sessions.js';

describe('several tabs', function () {
  this.timeout(60_000);
  let alice: Account;
  let room: string;
  let proxy: Proxy;

  before(() => server.start());
  beforeEach(async () => {
    alice = await server.register('alice');
    room = await server.createRoom('tabs');
    proxy = await startProxy((await server.start()).service);
  });
  afterEach(async () => {
    await closeSessions();
    await proxy.close();
  });

  const open = () => enterAs(alice, room, { service: proxy.url });
  const sockets = async () => (await proxy.stats()).connections;
  /** Resources of alice that the server knows. */
  const resources = async () =>
    (await server.api('user_resources', { user: alice.username, host: alice.jid.split('@')[1] })) as string[];
  const count = (session: ChatService, body: string) => bodies(session, room).filter((text) => text === body).length;

  it('share one WebSocket', async () => {
    const tabs = [await open(), await open(), await open(), await open(), await open()];
    expect(await sockets()).to.equal(1);
    expect(await resources()).to.have.lengthOf(1);
    for (const [index, tab] of tabs.entries()) tab.send(`from ${index}`, room);
    const all = tabs.map((_, index) => `from ${index}`);
    await Promise.all(tabs.map((tab) => shows(tab, room, ...all)));
    await Promise.all(tabs.map((tab) => allDelivered(tab, room)));
    for (const tab of tabs) for (const body of all) expect(count(tab, body), body).to.equal(1);
    expect(await sockets()).to.equal(1);
  });

  it('share one that is made while they all start', async () => {
    const tabs = await Promise.all([open(), open(), open()]);
    expect(await resources()).to.have.lengthOf(1);
    tabs[2].send('hello', room);
    await Promise.all(tabs.map((tab) => shows(tab, room, 'hello')));
  });

  it('go on when the one with the connection goes: nothing is lost, nothing is doubled', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    const bob = await enterAs(await server.register('bob'), room);
    third.send('before', room);
    await shows(second, room, 'before');
    const began = performance.now();
    void first.disconnect();
    bob.send('meanwhile', room);
    third.send('written meanwhile', room);
    await Promise.all([second, third].map((tab) => shows(tab, room, 'before', 'meanwhile', 'written meanwhile')));
    expect(performance.now() - began).to.be.below(1000);
    await allDelivered(third, room);
    await shows(bob, room, 'before', 'meanwhile', 'written meanwhile');
    for (const tab of [second, third, bob]) {
      for (const body of ['before', 'meanwhile', 'written meanwhile']) expect(count(tab, body), body).to.equal(1);
    }
    expect(await resources()).to.have.lengthOf(1);
    expect(await sockets(), 'the second goes on with the stream').to.equal(2);
    expect(second.room(room).occupants.$byNick.get().size).to.equal(2);
  });

  it('show what is kept, and keep what is written, also when they come while the first is offline', async () => {
    const first = await open();
    first.send('before', room);
    await allDelivered(first, room);
    await proxy.refuse();
    await reaches(first.connection.$state, ({ status }) => status === 'offline');
    const second = await sessionOf(alice, { service: proxy.url });
    second.openRoom(room);
    second.connect().catch(() => undefined);
    await shows(second, room, 'before');
    second.send('offline', room);
    await shows(second, room, 'before', 'offline');
    await waitUntil(() => Object.entries(localStorage).some(([, text]) => String(text).includes('offline')));
    await proxy.admit();
    dispatchEvent(new Event('online'));
    await Promise.all([first, second].map((tab) => shows(tab, room, 'before', 'offline')));
    await allDelivered(second, room);
    for (const tab of [first, second]) expect(bodies(tab, room)).to.deep.equal(['before', 'offline']);
    expect(await resources()).to.have.lengthOf(1);
  });

  it('is a device of its own where the page wants that', async () => {
    await open();
    const own = await enterAs(alice, room, { service: proxy.url, ownConnection: true });
    expect(await resources()).to.have.lengthOf(2);
    await own.disconnect();
  });

  it('show nothing to somebody with another password', async () => {
    await open();
    const stranger = await sessionOf({ ...alice, password: 'guess' }, { service: proxy.url });
    stranger.openRoom(room);
    await stranger.connect().catch(() => undefined);
    expect(stranger.connection.$state.get()).to.include({ status: 'error', reason: 'wrong-credentials' });
    expect(bodies(stranger, room)).to.deep.equal([]);
  });

  it('log out together', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    await second.logout();
    await Promise.all(
      [first, third].map((tab) => reaches(tab.connection.$state, ({ reason }) => reason === 'logged-out')),
    );
    await waitUntil(async () => (await resources()).length === 0, 'the server knows nobody any more', {
      timeout: 20_000,
    });
    expect(first.rooms.$byJid.get()).to.deep.equal({});
  });

  it('enter and leave rooms together', async () => {
    const [first, second] = [await open(), await open()];
    const other = await server.createRoom('tabs');
    second.openRoom(other);
    await entered(second, other);
    await reaches(first.rooms.$byJid, (rooms) => rooms[other]?.presence === 'joined');
    first.send('in another room', other);
    await shows(second, other, 'in another room');
    await second.admin.leave(other);
    await reaches(first.rooms.$byJid, (rooms) => rooms[other] === undefined);
  });
});
