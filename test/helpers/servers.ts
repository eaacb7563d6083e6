/** The servers on which the seed's protocol has to work. */
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { prosodyServer } from './prosody-server.js';
import { ethoraServer, server, type Account, type TestServer } from './server.js';
import { closeSessions, entered, makeSession } from './sessions.js';

const SERVERS: readonly (readonly [string, TestServer])[] = [
  ['ejabberd', server],
  ['ejabberd with what Ethora adds', ethoraServer],
  ['Prosody', prosodyServer],
];

/** One of the servers, with three people on it. */
export interface Place {
  readonly where: TestServer;
  readonly alice: Account;
  readonly bob: Account;
  readonly carol: Account;
  /** A session that is online and in the room. */
  enter(account: Account, room: string, options?: Partial<SessionOptions>): Promise<ChatService>;
  /** A session that is not connected yet. */
  sessionOf(account: Account, options?: Partial<SessionOptions>): Promise<ChatService>;
}

/** Runs the same tests on every server. `place` may be read in tests and hooks only. */
export function onEveryServer(section: string, tests: (place: Place) => void) {
  for (const [name, where] of SERVERS) {
    describe(`${section}, on ${name}`, function () {
      // The first use of a server boots it, and may have to install it.
      this.timeout(180_000);
      const people: Account[] = [];
      const person = (index: number) => people[index] ?? missing();

      before(async () => {
        await where.start();
        for (const prefix of ['alice', 'bob', 'carol']) people.push(await where.register(prefix));
      });
      afterEach(closeSessions);

      const sessionOf: Place['sessionOf'] = async (account, options = {}) => {
        const { service, domain, conference } = await where.start();
        return makeSession({ service, domain, conference, credentials: account, ...options });
      };
      tests({
        where,
        get alice() {
          return person(0);
        },
        get bob() {
          return person(1);
        },
        get carol() {
          return person(2);
        },
        sessionOf,
        async enter(account, room, options) {
          const session = await sessionOf(account, options);
          session.openRoom(room);
          await session.connect();
          await entered(session, room);
          return session;
        },
      });
    });
  }
}

function missing(): never {
  throw new Error('People are there in tests and hooks only.');
}
