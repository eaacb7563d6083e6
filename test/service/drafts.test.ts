import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import type { ChatService } from '../../src/context.js';
import type { SessionError } from '../../src/domain/session-events.js';
import { reaches } from '../helpers/follow.js';
import { startProxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { closeSessions, enterAs, entered, sessionOf } from '../helpers/sessions.js';
import { endTabs, openTab } from '../helpers/tabs.js';

const ROOM = 'tea@conference.example.org';
const OTHER = 'cake@conference.example.org';

describe('drafts', function () {
  this.timeout(40_000);
  let alice: Account;

  beforeEach(async () => {
    alice = await server.register('alice');
  });
  afterEach(async () => {
    restore();
    endTabs();
    await closeSessions();
  });

  async function online(account = alice): Promise<ChatService> {
    const session = await sessionOf(account);
    await session.connect();
    return session;
  }

  async function inOtherTab(): Promise<ChatService> {
    const tab = await openTab();
    const { service, domain, conference } = await server.start();
    const session = tab.makeSession({ service, domain, conference, credentials: alice });
    await session.connect();
    return session;
  }

  const becomes = (session: ChatService, room: string, text: string) =>
    reaches(session.drafts.$drafts, () => session.drafts.get(room) === text);

  it('are there in the next visit, for each account and room', async () => {
    const first = await online();
    first.setDraft(ROOM, 'Dear');
    first.setDraft(OTHER, 'To be emptied');
    first.setDraft(OTHER, '');
    await first.disconnect();
    const next = await online();
    expect([next.drafts.get(ROOM), next.drafts.get(OTHER)]).to.deep.equal(['Dear', '']);
    const bob = await online(await server.register('bob'));
    expect(bob.drafts.get(ROOM)).to.equal('');
  });

  it('do not write over what the page has put there', async () => {
    const first = await online();
    first.setDraft(ROOM, 'Older');
    await first.disconnect();
    const next = await sessionOf(alice);
    next.setDraft(ROOM, 'From the page');
    await next.connect();
    expect(next.drafts.get(ROOM)).to.equal('From the page');
    const third = await online();
    expect(third.drafts.get(ROOM)).to.equal('From the page');
  });

  it('are the same in other tabs, except where the user writes', async () => {
    const [one, two] = [await online(), await inOtherTab()];
    two.setDraft(ROOM, 'Dear');
    await becomes(one, ROOM, 'Dear');
    one.setTyping(ROOM, true);
    two.setDraft(ROOM, 'Dear all');
    two.setDraft(OTHER, 'Yes');
    await becomes(one, OTHER, 'Yes');
    expect(one.drafts.get(ROOM)).to.equal('Dear');
    one.setTyping(ROOM, false);
    two.setDraft(ROOM, '');
    await becomes(one, ROOM, '');
  });

  it('leave nothing behind on logout', async () => {
    const session = await online();
    session.setDraft(ROOM, 'Dear');
    await session.logout();
    expect(session.drafts.get(ROOM)).to.equal('');
    expect(Object.keys(localStorage).filter((key) => key.includes(alice.username))).to.deep.equal([]);
  });

  it('live in memory when storage is full, which is said once (pitfall 37)', async () => {
    const session = await online();
    const errors: SessionError[] = [];
    session.on('error', (error) => errors.push(error));
    stub(Storage.prototype, 'setItem').throws(new DOMException('full', 'QuotaExceededError'));
    session.setDraft(ROOM, 'Dear');
    session.setDraft(ROOM, 'Dear all');
    session.send('Hello', ROOM);
    expect(session.drafts.get(ROOM)).to.equal('Dear all');
    expect(errors.map(({ code }) => code)).to.deep.equal(['storage']);
  });
});

describe('what one tab has read', function () {
  this.timeout(40_000);
  afterEach(async () => {
    endTabs();
    await closeSessions();
  });

  it('is read in the others', async () => {
    const [alice, bob] = [await server.register('alice'), await server.register('bob')];
    const [room, quiet] = [await server.createRoom('tabs'), await server.createRoom('elsewhere')];
    const writer = await enterAs(bob, room);
    const one = await enterAs(alice, room);
    one.openRoom(quiet);
    const { service, domain, conference } = await server.start();
    const proxy = await startProxy(service);
    const credentials = alice;
    const two = (await openTab()).makeSession({
      service: proxy.url,
      domain,
      conference,
      credentials,
      ownConnection: true,
    });
    two.openRoom(room);
    await two.connect();
    await entered(two, room);
    writer.send('Hello');
    await reaches(one.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
    await reaches(two.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
    // So that nothing but the browser tells.
    await proxy.refuse();
    await reaches(two.connection.$state, ({ status }) => status !== 'online');
    two.markRead(room);
    await reaches(one.rooms.$byJid, (rooms) => rooms[room]?.unread === 0);
    await proxy.close();
  });
});
