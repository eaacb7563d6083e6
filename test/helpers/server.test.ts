import { expect, waitUntil } from '@open-wc/testing';
import { startProxy } from './network.js';
import { loginRules, startScriptedServer } from './scripted-server.js';
import { server } from './server.js';

const OPEN = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`;

/** A WebSocket that is open. */
async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, 'xmpp');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => {
      reject(new Error('No connection'));
    });
  });
  return socket;
}

/** The next frame. */
function nextFrame(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.addEventListener(
      'message',
      (event: MessageEvent<string>) => {
        resolve(event.data);
      },
      { once: true },
    );
  });
}

function closed(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener('close', resolve, { once: true });
  });
}

describe('the test server', function () {
  this.timeout(60_000);

  it('is an ejabberd that answers over WebSocket and comes back after a restart', async () => {
    const { service, domain } = await server.start();
    const { jid } = await server.register('erin');
    expect(jid).to.match(new RegExp(`^erin-.*@${domain}$`));
    const socket = await connect(service);
    socket.send(OPEN);
    expect(await nextFrame(socket)).to.match(/^<open/);
    const end = closed(socket);
    await server.stop();
    await end;
    await server.restart();
    (await connect(service)).close();
  });

  it('gives each test rooms and accounts of its own', async () => {
    const [one, two] = [await server.createRoom('tea'), await server.createRoom('tea')];
    expect(one).to.not.equal(two);
    const { conference } = await server.start();
    const rooms = await server.api('muc_online_rooms', { service: conference });
    expect(rooms).to.include.members([one, two]);
  });
});

describe('the test network', function () {
  this.timeout(60_000);

  it('counts frames, delays them, breaks connections and refuses new ones', async () => {
    const { service } = await server.start();
    const proxy = await startProxy(service);
    const socket = await connect(proxy.url);
    await proxy.setDelay(120);
    const before = performance.now();
    socket.send(OPEN);
    await nextFrame(socket);
    expect(performance.now() - before).to.be.at.least(115);
    const { connections, framesUp, framesDown } = await proxy.stats();
    expect({ connections, framesUp }).to.deep.equal({ connections: 1, framesUp: 1 });
    expect(framesDown).to.be.at.least(1);
    const end = closed(socket);
    await proxy.refuse();
    await end;
    const refused = await connect(proxy.url).then(
      () => false,
      () => true,
    );
    expect(refused).to.equal(true);
    await proxy.admit();
    (await connect(proxy.url)).close();
    await proxy.close();
  });

  it('goes silent without closing', async () => {
    const scripted = await startScriptedServer([{ on: '.', send: ['<pong/>'] }]);
    const proxy = await startProxy(scripted.url);
    const frozen = await connect(proxy.url);
    await proxy.freeze();
    frozen.send('<lost/>');
    await waitUntil(async () => (await proxy.stats()).framesUp === 1);
    await proxy.unfreeze();
    const fresh = await connect(proxy.url);
    fresh.send('<ping/>');
    expect(await nextFrame(fresh)).to.equal('<pong/>');
    expect(await scripted.received()).to.deep.equal(['<ping/>']);
    expect(frozen.readyState).to.equal(WebSocket.OPEN);
    await proxy.close();
    await scripted.close();
  });
});

describe('the scripted server', () => {
  it('answers by its rules, then signs anybody in', async () => {
    const scripted = await startScriptedServer([
      { on: 'urn:xmpp:ping', send: [`<iq type='result' id='$id'/>`] },
      ...loginRules('frank@example.org/x'),
    ]);
    const socket = await connect(scripted.url);
    socket.send(OPEN);
    expect(await nextFrame(socket)).to.contain(`from='example.org'`);
    expect(await nextFrame(socket)).to.contain('PLAIN');
    socket.send(`<iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(await nextFrame(socket)).to.equal(`<iq type='result' id='p1'/>`);
    socket.send(`<iq type='get' id='q1' to='example.org'><query/></iq>`);
    expect(await nextFrame(socket)).to.match(/id='q1' from='example.org'.*service-unavailable/);
    await scripted.push('<pushed/>');
    expect(await scripted.waitFor('q1')).to.contain('<query/>');
    const end = closed(socket);
    await scripted.drop();
    await end;
    await scripted.close();
  });
});
