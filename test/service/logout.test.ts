import { expect } from '@open-wc/testing';
import { deleteDB } from 'idb';
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { startRest, type Rest } from '../helpers/rest.js';
import { server } from '../helpers/server.js';
import { allDelivered, closeSessions, entered, makeSession, sessionOf } from '../helpers/sessions.js';

/** Everything that this browser keeps for this page, by where it is. */
async function kept(): Promise<string[]> {
  const databases = await indexedDB.databases();
  return [
    ...databases.map(({ name }) => `indexedDB ${name}`),
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...(await caches.keys()).map((key) => `caches ${key}`),
  ];
}

describe('`logout()`', function () {
  this.timeout(40_000);
  let rest: Rest;

  before(async () => {
    rest = await startRest();
  });
  beforeEach(async () => {
    localStorage.clear();
    sessionStorage.clear();
    for (const { name = '' } of await indexedDB.databases()) await deleteDB(name);
    expect(await kept()).to.deep.equal([]);
  });
  afterEach(closeSessions);
  after(() => rest.close());

  /** Somebody writes, drafts and reads. */
  async function use(session: ChatService): Promise<void> {
    const room = await server.createRoom('left');
    session.openRoom(room);
    await session.connect();
    await entered(session, room);
    session.send('something');
    await allDelivered(session, room);
    session.setDraft(room, 'a draft');
    session.markRead(room);
  }

  it('leaves nothing in the browser', async () => {
    const session = await sessionOf(await server.register('alice'));
    await use(session);
    expect(await kept()).not.to.deep.equal([]);
    await session.logout();
    expect(await kept()).to.deep.equal([]);
  });

  describe('of a remembered login', () => {
    let place: SessionOptions;
    beforeEach(async () => {
      const { service, domain, conference } = await server.start();
      const { url: api, appId, appToken } = rest;
      place = { service, domain, conference, api, appId, appToken, remember: true };
      const first = makeSession({ ...place, credentials: await rest.addUser('alice') });
      await use(first);
      await first.disconnect();
    });

    it('leaves nothing', async () => {
      const second = makeSession(place);
      await second.connect();
      await second.logout();
      expect(await kept()).to.deep.equal([]);
    });

    it('leaves nothing although it was not used', async () => {
      await makeSession(place).logout();
      expect(await kept()).to.deep.equal([]);
    });
  });
});
