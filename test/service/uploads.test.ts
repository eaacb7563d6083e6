import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { startProxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, entered } from '../helpers/sessions.js';

describe('files', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    alice = await server.register('alice');
    bob = await server.register('bob');
  });
  afterEach(closeSessions);

  /** In the room, and able to upload. */
  async function attachAs(...[account, room, options]: Parameters<typeof enterAs>): Promise<ChatService> {
    const session = await enterAs(account, room, options);
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    return session;
  }

  it('are taken where the server has a store for them, which says how large they may be', async () => {
    const session = await attachAs(alice, await server.createRoom('limit'));
    expect(session.uploads.$limits.get()).to.deep.equal({ maxSize: 104_857_600 });
  });

  it('and a text in one go make exactly two messages: the text, then the file (pitfall 11)', async () => {
    const room = await server.createRoom('both');
    const [one, two] = [await attachAs(alice, room), await enterAs(bob, room)];
    one.send('Look', room);
    one.sendFiles([await picture()], room);
    await allDelivered(one, room);
    const received = await holds(two, room, 2);
    expect(received.map(({ kind, body }) => [kind, body])).to.deep.equal([
      ['text', 'Look'],
      ['image', ''],
    ]);
    const { url, ...attachment } = received[1]?.attachment ?? { url: '' };
    expect(attachment).to.deep.equal({
      name: 'roof terrace.png',
      storedName: 'roof terrace.png',
      mimetype: 'image/png',
      size: (await picture()).size,
      width: 40,
      height: 20,
    });
    const stored = await fetch(url);
    expect(new Uint8Array(await stored.arrayBuffer())).to.deep.equal(
      new Uint8Array(await (await picture()).arrayBuffer()),
    );
  });

  it('come out in the order in which they were chosen', async () => {
    const room = await server.createRoom('order');
    const [one, two] = [await attachAs(alice, room), await enterAs(bob, room)];
    one.sendFiles([note('1.txt', 200_000), note('2.txt', 10), note('3.txt', 20_000)], room);
    const received = await holds(two, room, 3);
    expect(received.map(({ attachment }) => attachment?.name)).to.deep.equal(['1.txt', '2.txt', '3.txt']);
  });

  it('look the same live, in the archive and to who sent them', async () => {
    const room = await server.createRoom('same');
    const [one, two] = [await attachAs(alice, room), await enterAs(bob, room)];
    one.sendFiles([await picture(), note('notes.html', 40, 'text/html')], room);
    const live = await holds(two, room, 2);
    await allDelivered(one, room);
    await two.logout();
    const archived = await holds(await enterAs(bob, room), room, 2);
    expect(archived.map(withoutKey)).to.deep.equal(live.map(withoutKey));
    expect(archived.map(({ kind }) => kind)).to.deep.equal(['image', 'file']);
    const own = one.room(room).timeline.$messages.get();
    expect(own.map(({ attachment }) => attachment)).to.deep.equal(live.map(({ attachment }) => attachment));
  });

  it('are read from messages in the manner of Ethora as from others', async () => {
    const room = await server.createRoom('dialect');
    const one = await attachAs(alice, room, { mediaDialect: 'ethora' });
    const two = await enterAs(bob, room);
    one.sendFiles([await picture()], room);
    const [received] = await holds(two, room, 1);
    expect(received).to.include({ kind: 'image', body: '' });
    expect(received?.attachment).to.include({ name: 'roof terrace.png', width: 40, height: 20 });
  });

  it('show as soon as they are kept, pending, from this device, and are delivered under the same key', async () => {
    const room = await server.createRoom('pending');
    const session = await attachAs(alice, room);
    const [message] = session.sendFiles([await picture()], room);
    expect(message).to.include({ kind: 'image', status: 'pending', progress: 0 });
    expect(message?.attachment?.url).to.match(/^blob:/);
    const shown = await reaches(session.room(room).timeline.$messages, ({ length }) => length > 0);
    expect(shown).to.deep.equal([message]);
    await allDelivered(session, room);
    const [delivered, ...others] = session.room(room).timeline.$messages.get();
    expect(delivered).to.include({ key: message?.key, status: 'delivered' });
    expect(delivered).to.not.have.property('progress');
    expect(others).to.deep.equal([]);
  });

  it('that are empty or larger than the server takes are refused before the upload, with the reason (pitfall 36)', async () => {
    const room = await server.createRoom('large');
    const session = await attachAs(alice, room);
    const large = new File([new Blob([new Uint8Array(104_857_601)])], 'film.bin');
    const put = recordRequests();
    session.stageFiles([large, new File([], 'empty.txt'), note('fine.txt', 5)], room);
    expect(session.uploads.get(room).map(({ problem }) => problem)).to.deep.equal([
      'file-too-large',
      'file-empty',
      undefined,
    ]);
    const messages = session.sendFiles([large], room);
    expect(messages).to.have.length(1);
    expect(session.room(room).timeline.$outgoing.get()).to.have.length(1);
    expect(session.room(room).timeline.$outgoing.get()[0]).to.include({ status: 'failed', failure: 'file-too-large' });
    session.discard(room, messages[0]?.key ?? '');
    expect(session.room(room).timeline.$outgoing.get()).to.deep.equal([]);
    expect(put()).to.deep.equal([]);
  });

  it('whose upload ends while the connection is down go out by themselves after it (pitfall 12)', async () => {
    const room = await server.createRoom('offline');
    const { service } = await server.start();
    const proxy = await startProxy(service);
    const session = await attachAs(alice, room, { service: proxy.url });
    const two = await enterAs(bob, room);
    const { $outgoing } = session.room(room).timeline;
    // The slot is ours, then the network breaks; the upload itself does not go through the proxy.
    session.sendFiles([note('big.bin', 30_000_000)], room);
    await reaches($outgoing, ([message]) => (message?.progress ?? 0) > 0);
    await proxy.refuse();
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    await reaches($outgoing, ([message]) => message !== undefined && message.progress === undefined);
    expect($outgoing.get()[0]).to.include({ status: 'pending' });
    await proxy.admit();
    await session.connect();
    const [received] = await holds(two, room, 1);
    expect(received?.attachment?.name).to.equal('big.bin');
    await allDelivered(session, room);
    expect(session.room(room).timeline.$messages.get()).to.have.length(1);
    await proxy.close();
  });

  it('chosen while the connection is down are uploaded after it', async () => {
    const room = await server.createRoom('later');
    const { service } = await server.start();
    const proxy = await startProxy(service);
    const session = await attachAs(alice, room, { service: proxy.url });
    await proxy.refuse();
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    session.sendFiles([note('later.txt', 10)], room);
    const [shown] = await reaches(session.room(room).timeline.$outgoing, ({ length }) => length > 0);
    expect(shown).to.include({ status: 'pending', progress: 0 });
    await proxy.admit();
    await session.connect();
    await entered(session, room);
    await allDelivered(session, room);
    expect((await holds(session, room, 1))[0]?.attachment?.name).to.equal('later.txt');
    await proxy.close();
  });

  it('are taken back while they are uploaded, and the next ones go on', async () => {
    const room = await server.createRoom('cancel');
    const [session, two] = [await attachAs(alice, room), await enterAs(bob, room)];
    const [first] = session.sendFiles([note('big.bin', 60_000_000), note('small.txt', 10)], room);
    await reaches(session.room(room).timeline.$outgoing, ([message]) => (message?.progress ?? 0) > 0);
    session.discard(room, first?.key ?? '');
    const received = await holds(two, room, 1);
    expect(received.map(({ attachment }) => attachment?.name)).to.deep.equal(['small.txt']);
    await allDelivered(session, room);
    expect(bodies(session, room)).to.have.length(1);
  });

  it('that did not arrive say so, and go out when asked to (pitfall 37)', async () => {
    const room = await server.createRoom('retry');
    const session = await attachAs(alice, room);
    const restore = breakUploads();
    const [message] = session.sendFiles([note('stubborn.txt', 10)], room);
    const { $outgoing } = session.room(room).timeline;
    await reaches($outgoing, ([first]) => first?.status === 'failed');
    expect($outgoing.get()[0]).to.include({ failure: 'upload', key: message?.key });
    restore();
    session.retry(room, message?.key ?? '');
    await allDelivered(session, room);
    expect((await holds(session, room, 1))[0]).to.include({ key: message?.key, status: 'delivered' });
  });

  it('make the preview of their room', async () => {
    const room = await server.createRoom('preview');
    const session = await attachAs(alice, room);
    session.sendFiles([await picture()], room);
    await allDelivered(session, room);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.preview?.kind === 'image');
    expect(session.rooms.get(room)?.preview).to.include({ text: 'roof terrace.png', own: true });
  });

  it('are forgotten on logout', async () => {
    const room = await server.createRoom('forget');
    const session = await attachAs(alice, room);
    session.stageFiles([await picture()], room);
    session.sendFiles([note('big.bin', 60_000_000)], room);
    await session.logout();
    expect(session.uploads.$limits.get()).to.equal(undefined);
    expect(session.uploads.get(room)).to.deep.equal([]);
    expect(session.room(room).timeline.$messages.get()).to.deep.equal([]);
  });
});

/** Resolves with the messages of the room when there are so many. */
function holds(session: ChatService, room: string, count: number): Promise<readonly Message[]> {
  return reaches(session.room(room).timeline.$messages, (messages) => messages.length >= count);
}

/** Live messages have the time at which they came. */
function withoutKey({ key: _, time: __, ...message }: Message) {
  return message;
}

function note(name: string, size: number, type = 'text/plain'): File {
  return new File([new Uint8Array(size).fill(65)], name, { type });
}

async function picture(): Promise<File> {
  const canvas = new OffscreenCanvas(40, 20);
  canvas.getContext('2d')?.fillRect(0, 0, 40, 20);
  return new File([await canvas.convertToBlob()], 'roof terrace.png', { type: 'image/png' });
}

/** The addresses to which something is put from now on. */
function recordRequests(): () => readonly string[] {
  performance.clearResourceTimings();
  return () =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/upload/'));
}

/** Makes every upload fail as it does where the store cannot be reached, until the returned function is called. */
function breakUploads(): () => void {
  const real = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = class extends real {
    override open(method: string) {
      super.open(method, 'http://127.0.0.1:1/');
    }
  };
  return () => {
    globalThis.XMLHttpRequest = real;
  };
}
