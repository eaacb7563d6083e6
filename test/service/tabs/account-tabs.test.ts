import { expect } from '@open-wc/testing';
import type { ConnectionState } from '../../../src/domain/connection.js';
import { xml } from '../../../src/protocol/xml.js';
import type { ConnectionFailure } from '../../../src/service/failure.js';
import { AccountTabs } from '../../../src/service/tabs/account-tabs.js';
import type { Transport } from '../../../src/service/transport.js';
import { FakeStream } from '../../helpers/fake-stream.js';
import { uniqueName } from '../../helpers/server.js';

/** A tab as its session is: online again whenever it is told to move. */
class Tab {
  readonly heard: string[] = [];
  readonly taken: string[] = [];
  readonly sentByOthers: string[] = [];
  readonly states: ConnectionState[] = [];
  loggedOut = false;
  checked = 0;
  wanted = 0;
  transport: Transport | undefined;
  failure: ConnectionFailure | undefined;
  readonly tabs: AccountTabs;
  readonly #server: FakeStream;
  readonly #waiting = new Set<() => void>();

  constructor(account: string, server: FakeStream) {
    this.#server = server;
    this.tabs = new AccountTabs(account, {
      keep: () => Promise.resolve(true),
      onState: (state) => this.#note(() => this.states.push(state)),
      onMove: () => void this.open(),
      onStanza: ({ attrs }) => this.#note(() => this.heard.push(attrs.id ?? '')),
      onTaken: ({ attrs }) => this.#note(() => this.taken.push(attrs.id ?? '')),
      onSent: ({ attrs }) => this.#note(() => this.sentByOthers.push(attrs.id ?? '')),
      onWanted: () => this.#note(() => (this.wanted += 1)),
      onCheck: () => this.#note(() => (this.checked += 1)),
      onLogout: () => this.#note(() => (this.loggedOut = true)),
    });
  }

  get leads() {
    return this.tabs.leads;
  }

  async open(): Promise<this> {
    try {
      const place = await this.tabs.findPlace();
      const transport = place.leads ? await this.#connect() : this.tabs.follow(place.snapshot, false);
      transport.start();
      this.#note(() => (this.transport = transport));
      this.tabs.tell({ status: 'online', attempt: 0 });
    } catch (error) {
      this.#note(() => (this.failure = error as ConnectionFailure));
    }
    return this;
  }

  async #connect(): Promise<Transport> {
    const own = await this.#server.connect(this.tabs.session, {
      onStanza: (stanza) => this.tabs.receive(stanza),
      onTaken: () => this.tabs.confirm(),
      onClosed: () => {
        this.tabs.lose();
        void this.open();
      },
    });
    return this.tabs.lead(own);
  }

  send(id: string) {
    this.transport?.send(xml('message', { id }));
  }

  /** Resolves as soon as it is so. */
  until(test: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!test()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  #note(change: () => unknown) {
    change();
    for (const check of [...this.#waiting]) check();
  }
}

describe('tabs of one account', () => {
  let account: string;
  let server: FakeStream;
  const open: Tab[] = [];

  const start = async () => {
    const tab = new Tab(account, server);
    open.push(tab);
    return tab.open();
  };
  const three = async () => [await start(), await start(), await start()] as const;
  const hears = (tab: Tab, ...ids: string[]) => tab.until(() => ids.every((id) => tab.heard.includes(id)));

  beforeEach(() => {
    account = `${uniqueName('alice')}@chat.test`;
    server = new FakeStream();
    globalThis.BroadcastChannel = FreezableChannel;
  });
  afterEach(() => {
    globalThis.BroadcastChannel = FreezableChannel.Real;
    FreezableChannel.all.length = 0;
    for (const tab of open.splice(0)) tab.tabs.logOut(true);
  });

  it('share one connection', async () => {
    const tabs = await three();
    expect(tabs.map(({ leads }) => leads)).to.deep.equal([true, false, false]);
    expect(server.logins).to.equal(1);
    expect(tabs.map(({ transport }) => transport?.jid)).to.deep.equal(Array(3).fill('alice@chat.test/1'));
  });

  it('share one that is made while they all start at once', async () => {
    const tabs = await Promise.all([start(), start(), start(), start(), start()]);
    expect(server.logins).to.equal(1);
    server.send('a');
    await Promise.all(tabs.map((tab) => hears(tab, 'a')));
    expect(tabs.map(({ heard }) => heard)).to.deep.equal(Array(5).fill(['a']));
  });

  it('all hear what comes, from when they came', async () => {
    const first = await start();
    server.send('early');
    const second = await start();
    server.send('a');
    server.send('b');
    await hears(second, 'b');
    expect(first.heard).to.deep.equal(['early', 'a', 'b']);
    expect(second.heard).to.deep.equal(['a', 'b']);
  });

  it('all write, and know what the others have written; only the writer learns that the server has it', async () => {
    const [first, second, third] = await three();
    second.send('from-second');
    first.send('from-first');
    third.send('from-third');
    await Promise.all([
      first.until(() => first.sentByOthers.length === 2),
      third.until(() => third.sentByOthers.length === 2),
    ]);
    expect([...server.received].sort()).to.deep.equal(['from-first', 'from-second', 'from-third']);
    server.received.forEach(() => server.confirm());
    await Promise.all(open.map((tab) => tab.until(() => tab.taken.length === 1)));
    expect(open.map(({ taken }) => taken)).to.deep.equal([['from-first'], ['from-second'], ['from-third']]);
  });

  it('go on with the same stream when the leader goes: nothing is lost, nothing is doubled', async () => {
    const [first, second, third] = await three();
    second.send('before');
    await first.until(() => first.sentByOthers.includes('before'));
    server.send('1');
    await hears(third, '1');
    const gone = first.tabs.leave();
    server.send('2');
    third.send('meanwhile');
    await gone;
    server.send('3');
    await second.until(() => second.sentByOthers.includes('meanwhile'));
    await Promise.all([hears(second, '3'), hears(third, '3')]);
    expect(server.ends, 'the server is told nothing').to.deep.equal(['dropped']);
    expect([second.leads, third.leads]).to.deep.equal([true, false]);
    expect([server.logins, server.resumptions]).to.deep.equal([1, 1]);
    expect([second.heard, third.heard]).to.deep.equal(Array(2).fill(['1', '2', '3']));
    expect(server.received).to.deep.equal(['before', 'meanwhile']);
    expect(second.transport?.resumed).to.equal(true);
  });

  it('say again what the old leader wrote and the server did not get', async () => {
    const [first, second, third] = await three();
    server.deaf = true;
    third.send('lost');
    await second.until(() => second.sentByOthers.includes('lost'));
    server.deaf = false;
    await first.tabs.leave();
    third.send('next');
    await second.until(() => second.sentByOthers.includes('next'));
    expect(server.received).to.deep.equal(['lost', 'next']);
  });

  it('log in anew together where a stream cannot go on', async () => {
    const [first, second, third] = await three();
    server.resumes = false;
    await first.tabs.leave();
    const isNew = ({ transport }: Tab) => transport?.jid === 'alice@chat.test/2';
    await Promise.all([second.until(() => isNew(second)), third.until(() => isNew(third))]);
    expect([second, third].map(({ transport }) => transport?.resumed)).to.deep.equal([false, false]);
    expect(server.logins).to.equal(2);
    server.send('a');
    await Promise.all([hears(second, 'a'), hears(third, 'a')]);
    expect([second.heard, third.heard]).to.deep.equal([['a'], ['a']]);
  });

  it('write what was written while the connection was lost', async () => {
    const [first, second] = await three();
    const back = first.transport;
    server.cut();
    second.send('a');
    second.send('b');
    await first.until(() => first.transport !== back && first.sentByOthers.length === 2);
    expect(server.received).to.deep.equal(['a', 'b']);
    expect(server.resumptions).to.equal(1);
  });

  it('take the lead from one that does not answer, which follows when it is back', async () => {
    const [first, second, third] = await three();
    const [frozen] = FreezableChannel.all;
    frozen?.freeze();
    second.send('a');
    await third.until(() => third.sentByOthers.includes('a'));
    frozen?.thaw();
    server.send('b');
    await Promise.all(open.map((tab) => hears(tab, 'b')));
    expect(server.received).to.deep.equal(['a']);
    expect([first.heard, second.heard, third.heard]).to.deep.equal(Array(3).fill(['b']));
    expect(server.ends, 'the old one says nothing to the server').to.deep.equal(['dropped']);
  });

  it('take the lead from one that never answers', async () => {
    const held = Promise.withResolvers<void>();
    const dead = navigator.locks.request(`ethora-chat:tabs:${account}`, () => held.promise).catch(() => undefined);
    const tab = await start();
    expect(tab.leads).to.equal(true);
    held.resolve();
    await dead;
  });

  it('close the connection in good order when the last one goes', async () => {
    const [first, second, third] = await three();
    await third.tabs.leave();
    await second.tabs.leave();
    expect(server.ends).to.deep.equal([]);
    await first.tabs.leave();
    expect(server.ends).to.deep.equal(['closed']);
  });

  it('hear how the connection is, and give up with it', async () => {
    const [first, second] = await three();
    first.tabs.tell({ status: 'offline', reason: 'lost', attempt: 1, retryAt: 5 });
    await second.until(() => second.states.at(-1)?.retryAt === 5);
    first.tabs.tell({ status: 'error', reason: 'unreachable', attempt: 3 });
    const late = await start();
    expect(late.failure?.reason).to.equal('unreachable');
    expect(first.wanted, 'a tab that comes wants to be online').to.be.greaterThan(0);
  });

  it('ask the leader whether the server lives', async () => {
    const [first, second] = await three();
    second.tabs.check();
    await first.until(() => first.checked === 1);
  });

  it('log out together', async () => {
    const [, second, third] = await three();
    third.tabs.logOut(false);
    await second.until(() => second.loggedOut);
    await open[0]?.until(() => open[0]?.loggedOut === true);
  });

  it('do not ask to enter a room twice', async () => {
    const [first, second, third] = await three();
    const join = (id: string) => xml('presence', { to: 'tea@rooms.test/alice', id }, xml('x', JOIN));
    second.transport?.send(join('first'));
    third.transport?.send(join('second'));
    third.send('after');
    await first.until(() => first.sentByOthers.includes('after'));
    expect(server.received).to.deep.equal(['first', 'after']);
  });
});

const JOIN = { xmlns: 'http://jabber.org/protocol/muc' };

/** A tab's channel. While the tab is frozen it hears nothing; when it thaws, all that was said meanwhile. */
class FreezableChannel extends BroadcastChannel {
  static readonly all: FreezableChannel[] = [];
  static readonly Real = BroadcastChannel;
  #waiting: (() => void)[] | undefined;

  constructor(name: string) {
    super(name);
    FreezableChannel.all.push(this);
  }

  override addEventListener(type: string, listener: EventListenerOrEventListenerObject) {
    super.addEventListener(type, (event) => {
      const hear = () => {
        if (typeof listener === 'function') listener(event);
      };
      if (this.#waiting) this.#waiting.push(hear);
      else hear();
    });
  }

  freeze() {
    this.#waiting = [];
  }

  thaw() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const hear of waiting ?? []) hear();
  }
}
