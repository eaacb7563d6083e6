/** The servers on which the seed's protocol has to work. */
import type { ChatService } from '../../src/context.js';
import type { SessionOptions } from '../../src/service/options.js';
import { prosodyServer } from './prosody-server.js';
import { connectRaw, type RawClient } from './raw-client.js';
import { startRest, type Rest } from './rest.js';
import { ethoraServer, server, uniqueName, type Account, type TestServer } from './server.js';
import { closeSessions, entered, makeSession } from './sessions.js';

/** What only some servers have. */
export type Feature =
  /** Ethora's REST API. */
  | 'api'
  /** What Ethora's servers do beyond XMPP: list of rooms, roster, bans, limits. */
  | 'ethora'
  /** Visitors without an account. */
  | 'anonymous'
  /** A largest stanza. */
  | 'stanza limit';

interface Candidate {
  readonly name: string;
  readonly where: TestServer;
  /** What it does not have, and why. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>;
}

const STOCK = { api: 'it has no REST API', ethora: "it has nothing of Ethora's" };
const SERVERS: readonly Candidate[] = [
  { name: 'ejabberd', where: server, lacks: { ...STOCK, 'stanza limit': 'it is set up without one' } },
  {
    name: "ejabberd with Ethora's module and REST API",
    where: ethoraServer,
    lacks: { 'stanza limit': 'it is set up without one' },
  },
  { name: 'Prosody', where: prosodyServer, lacks: { ...STOCK, anonymous: 'visitors have no domain there' } },
];

/** One of the servers, with three people on it. */
export interface Place {
  readonly where: TestServer;
  readonly alice: Account;
  readonly bob: Account;
  readonly carol: Account;
  /** Registers a test; where the server lacks what it needs, one that is skipped and says why. */
  itNeeds(feature: Feature, title: string, test: (this: Mocha.Context) => Promise<void>): void;
  /** True when the server has it. */
  has(feature: Feature): boolean;
  /** Ethora's API beside the server; where there is one. */
  readonly rest: Rest;
  /** What a session is made of that signs in a new person in the way of this server: through the API where there is one. */
  signIn(prefix: string): Promise<Partial<SessionOptions>>;
  /** A session that is online and in the room. */
  enter(account: Account, room: string, options?: Partial<SessionOptions>): Promise<ChatService>;
  /** A session that is not connected yet. */
  sessionOf(account: Account, options?: Partial<SessionOptions>): Promise<ChatService>;
  /** A session that is online and knows its rooms. */
  online(account: Account): Promise<ChatService>;
  /** A session that is online and has made an open room, which is open in it; `owner` is the session. The room ends with the test. */
  own(account: Account, title?: string): Promise<{ readonly owner: ChatService; readonly room: string }>;
  /** Somebody who says what our own client never would; gone after the test. */
  raw(account: Account, resource?: string): Promise<RawClient>;
}

/** Runs the same tests on every server. What belongs to a server may be read in tests and hooks only. */
export function onEveryServer(section: string, tests: (place: Place) => void) {
  for (const candidate of SERVERS) {
    describe(`${section}, on ${candidate.name}`, function () {
      // The first use of a server boots it, and may have to install it.
      this.timeout(180_000);
      tests(createPlace(candidate));
    });
  }
}

function createPlace({ name, where, lacks }: Candidate): Place {
  let people: readonly Account[] = [];
  let rest: Rest | undefined;
  const raws = new Set<RawClient>();
  const made = new Map<string, ChatService>();
  const person = (index: number) => people[index] ?? missing();

  before(async () => {
    await where.start();
    people = await Promise.all(['alice', 'bob', 'carol'].map((prefix) => where.register(prefix)));
    if (!lacks.api) rest = await startRest({ ethora: true });
  });
  afterEach(async () => {
    for (const raw of raws) raw.close();
    raws.clear();
    // Every later session would find it on the list, and enter it.
    await Promise.allSettled([...made].map(([room, owner]) => owner.admin.destroy(room)));
    made.clear();
    await closeSessions();
  });
  after(() => rest?.close());

  const sessionOf: Place['sessionOf'] = async (account, options = {}) => {
    const { service, domain, conference } = await where.start();
    return makeSession({ service, domain, conference, credentials: account, ...options });
  };
  const enter: Place['enter'] = async (account, room, options) => {
    const session = await sessionOf(account, options);
    session.openRoom(room);
    await session.connect();
    await entered(session, room);
    return session;
  };
  const place: Place = {
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
    get rest() {
      return rest ?? missing();
    },
    has: (feature) => lacks[feature] === undefined,
    itNeeds(feature, title, test) {
      const reason = lacks[feature];
      if (reason === undefined) it(title, test);
      else {
        it(`${title} (not on ${name}: ${reason})`, function () {
          this.skip();
        });
      }
    },
    async signIn(prefix) {
      if (!rest) return { credentials: await where.register(prefix) };
      const { url: api, appId, appToken } = rest;
      return { api, appId, appToken, credentials: await rest.addUser(prefix) };
    },
    sessionOf,
    enter,
    async online(account) {
      const session = await sessionOf(account);
      await session.connect();
      await session.ready;
      return session;
    },
    async own(account, title = uniqueName('Own')) {
      const owner = await sessionOf(account);
      await owner.connect();
      const room = await owner.admin.create({ kind: 'public', title });
      made.set(room, owner);
      owner.openRoom(room);
      await entered(owner, room);
      return { owner, room };
    },
    async raw(account, resource) {
      const raw = await connectRaw(await where.start(), account, resource);
      raws.add(raw);
      return raw;
    },
  };
  return place;
}

function missing(): never {
  throw new Error('It is there in tests and hooks only, and not on every server.');
}
