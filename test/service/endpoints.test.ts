import { expect } from '@open-wc/testing';
import type { ConnectionReason } from '../../src/domain/connection.js';
import { Endpoints } from '../../src/service/endpoints.js';
import { ConnectionFailure } from '../../src/service/failure.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { reaches } from '../helpers/follow.js';
import { loginRules, startScriptedServer, type ScriptedServer } from '../helpers/scripted-server.js';
import { server } from '../helpers/server.js';
import { allDelivered, closeSessions, enterAs, makeSession } from '../helpers/sessions.js';

const ONE = 'wss://one.example/ws';
const TWO = 'wss://two.example:5443/ws';

const failure = (reason: ConnectionReason, elsewhere?: string) => new ConnectionFailure(reason, '', elsewhere);

describe("the page's servers", () => {
  it('are asked in turn, and then it is time to wait', () => {
    const endpoints = new Endpoints([ONE, TWO]);
    expect(endpoints.current).to.equal(ONE);
    expect(endpoints.leave(failure('unreachable'))).to.equal(true);
    expect(endpoints.current).to.equal(TWO);
    expect(endpoints.leave(failure('timeout'))).to.equal(false);
    expect(endpoints.current).to.equal(ONE);
  });

  it('all know the same accounts: what one refuses the others need not be asked', () => {
    const endpoints = new Endpoints([ONE, TWO]);
    expect(endpoints.leave(failure('wrong-credentials'))).to.equal(false);
    expect(endpoints.current).to.equal(ONE);
  });

  for (const [elsewhere, services, expected] of [
    ['two.example', [ONE, TWO], TWO],
    ['TWO.example:5443', [ONE, TWO], TWO],
    ['two.example:80', [ONE, TWO], undefined],
    ['evil.example', [ONE, TWO], undefined],
    ['two.example@evil.example', [ONE, TWO], undefined],
    ['', [ONE, TWO], undefined],
    ['wss://two.example:5443/node2', [ONE, TWO], 'wss://two.example:5443/node2'],
    ['ws://two.example:5443/ws', [ONE, TWO], undefined],
    ['wss://evil.example/ws', [ONE, TWO], undefined],
    ['wss://two.example:5443@evil.example/ws', [ONE, TWO], undefined],
    ['https://two.example:5443/ws', [ONE, TWO], undefined],
    ['wss://127.0.0.1:2/ws', ['ws://127.0.0.1:1/ws', 'ws://127.0.0.1:2/ws'], 'wss://127.0.0.1:2/ws'],
    ['ws://127.0.0.1:2/other', ['ws://127.0.0.1:1/ws', 'ws://127.0.0.1:2/ws'], 'ws://127.0.0.1:2/other'],
    ['not a host', [ONE, TWO], undefined],
  ] as const) {
    it(expected ? `follow "${elsewhere}"` : `do not follow "${elsewhere}"`, () => {
      const endpoints = new Endpoints(services);
      const before = endpoints.current;
      expect(endpoints.follow(elsewhere)).to.equal(expected !== undefined);
      expect(endpoints.current).to.equal(expected ?? before);
    });
  }

  it('do not send each other the visitor for ever', () => {
    const endpoints = new Endpoints([ONE, TWO]);
    expect(endpoints.leave(failure('server-error', 'two.example'))).to.equal(true);
    expect(endpoints.current).to.equal(TWO);
    expect(endpoints.leave(failure('server-error', 'one.example'))).to.equal(false);
  });
});

describe('several servers', function () {
  this.timeout(60_000);
  let frames: FrameRecorder;
  let proxies: readonly [Proxy, Proxy];
  let scripted: ScriptedServer | undefined;

  beforeEach(async () => {
    const { service } = await server.start();
    proxies = [await startProxy(service), await startProxy(service)];
    frames = recordFrames();
  });
  afterEach(async () => {
    await closeSessions();
    frames.restore();
    await scripted?.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  const urls = () => frames.sockets.map(({ url }) => url);

  it('take over from each other, there and back, with the same session', async () => {
    const [one, two] = proxies;
    const room = await server.createRoom('nodes');
    const session = await enterAs(await server.register('alice'), room, { service: `${one.url} ${two.url}` });
    await frames.inSilence(() => one.refuse());
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    session.send('over the second');
    await session.connect();
    await allDelivered(session, room);
    expect(urls()).to.deep.equal([one.url, one.url, two.url]);
    await one.admit();
    await frames.inSilence(() => two.refuse());
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    session.send('over the first');
    await session.connect();
    await allDelivered(session, room);
    expect(urls().slice(3)).to.deep.equal([two.url, one.url]);
    expect(frames.sent().filter((text) => text.startsWith(`<presence to="${room}/`))).to.have.length(1);
  });

  const STREAMS = `xmlns:stream='http://etherx.jabber.org/streams'`;
  const seeOtherHost = (host: string) =>
    `<stream:error ${STREAMS}><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${host}</see-other-host></stream:error>`;
  const seeOtherUri = (uri: string) => `<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='${uri}'/>`;

  async function visitVia(goodbye: string, known: boolean) {
    const other = await startScriptedServer(loginRules('alice@chat.test/tab'));
    const first = await startScriptedServer([
      {
        on: '^<open',
        send: [goodbye.replace('OTHER', other.url).replace('HOST', new URL(other.url).host)],
        close: true,
      },
    ]);
    scripted = other;
    const session = makeSession({
      service: known ? `${first.url} ws://127.0.0.1:9/ws ${other.url}` : first.url,
      domain: 'chat.test',
      credentials: { username: 'alice', password: 'secret' },
      reconnectAttempts: 0,
    });
    await session.connect().catch(() => undefined);
    await first.close();
    return { status: session.connection.$state.get().status, visited: urls(), first: first.url, other: other.url };
  }

  for (const [what, goodbye] of [
    ['`see-other-host`', seeOtherHost('HOST')],
    ['`see-other-uri`', seeOtherUri('OTHER')],
  ] as const) {
    it(`${what} leads to one that the page knows`, async () => {
      const { status, visited, first, other } = await visitVia(goodbye, true);
      expect(status).to.equal('online');
      expect(visited).to.deep.equal([first, other]);
    });

    it(`${what} leads nowhere else`, async () => {
      const { status, visited, first } = await visitVia(goodbye, false);
      expect(status).to.equal('error');
      expect(visited).to.deep.equal([first]);
    });
  }
});
