import { expect } from '@open-wc/testing';
import type { Message, MessageStatus } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { setAffiliation, setRoomOption } from '../helpers/muc.js';
import { startProxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, sessionOf, shows } from '../helpers/sessions.js';

describe('sending', function () {
  this.timeout(30_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    alice = await server.register('alice');
    bob = await server.register('bob');
  });
  afterEach(closeSessions);

  it('shows the message at once, and it becomes sent and delivered under the same key', async () => {
    const room = await server.createRoom('send');
    const session = await enterAs(alice, room);
    const { $messages } = session.room(room).timeline;
    const seen: Message[] = [];
    $messages.listen((messages) => seen.push(...messages));
    const written = session.send('Hello');
    expect(written).to.include({ body: 'Hello', own: true, status: 'pending' });
    expect($messages.get()).to.deep.equal([written]);
    await allDelivered(session, room);
    const [delivered] = $messages.get();
    expect(delivered).to.include({ key: written?.key, clientId: written?.clientId, status: 'delivered' });
    expect(delivered?.archiveId).to.be.a('string').and.not.empty;
    expect($messages.get()).to.have.length(1);
    const order: (MessageStatus | undefined)[] = ['pending', 'sent', 'delivered'];
    const steps = seen.map(({ status }) => order.indexOf(status));
    expect(steps).to.deep.equal([...steps].sort());
    expect(new Set(seen.map(({ key }) => key))).to.deep.equal(new Set([written?.key]));
  });

  it('never shows the message twice or not at all while it is delivered', async () => {
    const room = await server.createRoom('flicker');
    const session = await enterAs(alice, room);
    const { $messages } = session.room(room).timeline;
    session.send('Once');
    const counts: number[] = [];
    $messages.listen((messages) => counts.push(messages.length));
    await allDelivered(session, room);
    expect(new Set(counts)).to.deep.equal(new Set([1]));
  });

  it('reaches the other people in the room', async () => {
    const room = await server.createRoom('two');
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    one.send('Hi Bob');
    two.send('Hi Alice');
    await shows(one, room, 'Hi Alice', 'Hi Bob');
    const messages = await shows(two, room, 'Hi Alice', 'Hi Bob');
    const hi = messages.find(({ body }) => body === 'Hi Bob');
    expect(hi?.author).to.deep.equal({ id: alice.jid, nick: alice.username, name: alice.username });
    expect(hi).to.include({ own: false, kind: 'text' });
    expect(hi).to.not.have.property('status');
  });

  it('goes out under the name on the author’s card, and shows so to all', async () => {
    const room = await server.createRoom('named');
    const { domain } = await server.start();
    await server.api('set_vcard', { user: bob.username, host: domain, name: 'FN', content: 'Bob B. Adeyemi' });
    const [reader, writer] = [await enterAs(alice, room), await enterAs(bob, room)];
    await reaches(writer.connection.$name, (name) => name === 'Bob B. Adeyemi');
    expect(writer.send('It is me')?.author.name).to.equal('Bob B. Adeyemi');
    const [message] = await shows(reader, room, 'It is me');
    expect(message?.author).to.include({ name: 'Bob B. Adeyemi', nick: bob.username });
  });

  it('keeps ten fast messages in order, each once', async () => {
    const room = await server.createRoom('fast');
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    const texts = Array.from({ length: 10 }, (_, index) => `fast ${index}`);
    for (const text of texts) one.send(text);
    expect(bodies(one, room)).to.deep.equal(texts);
    await allDelivered(one, room);
    await shows(two, room, ...texts);
    expect(bodies(one, room)).to.deep.equal(texts);
    expect(bodies(two, room)).to.deep.equal(texts);
  });

  it('sends nothing for blanks (pitfall 17)', async () => {
    const room = await server.createRoom('blank');
    const session = await enterAs(alice, room);
    const recorder = recordFrames();
    for (const text of ['', ' ', '\n\t ', '\u0000\u0001']) expect(session.send(text)).to.equal(undefined);
    recorder.restore();
    expect(bodies(session, room)).to.deep.equal([]);
  });

  // Forgery 18.
  it('survives what XML cannot carry', async () => {
    const room = await server.createRoom('control');
    const recorder = recordFrames();
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    one.send('a\u0000b\u0001c\u001bd\uffffe\ufffef\u000bg');
    one.send('lone \ud83d surrogate \udc00');
    one.send(']]> <![CDATA[ &bogus; <!-- \u0085\u2028 end');
    one.send('after');
    await allDelivered(one, room);
    await shows(two, room, 'abcdefg', 'after');
    expect(bodies(two, room)).to.deep.equal(bodies(one, room));
    expect(bodies(two, room)[2]).to.equal(']]> <![CDATA[ &bogus; <!-- \u0085\u2028 end');
    recorder.restore();
    expect(recorder.connections).to.equal(2);
  });

  it('shows words that mean something to other clients as they were typed (pitfall 23)', async () => {
    const room = await server.createRoom('words');
    const [one, two] = [await enterAs(alice, room), await enterAs(bob, room)];
    const words = ['call-state', 'deleted', 'media', '__proto__', 'undefined', 'null', '0'];
    for (const word of words) one.send(word);
    await shows(two, room, ...words);
    expect(bodies(two, room)).to.deep.equal(words);
  });

  it('fails with `forbidden` where visitors may not write, and can be sent again when they may (pitfall 16)', async () => {
    const room = await server.createRoom('moderated', { moderated: 'true', members_by_default: 'false' });
    const session = await enterAs(bob, room);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'visitor');
    const errors: unknown[] = [];
    session.on('error', (error) => errors.push(error));
    const written = session.send('May I?');
    const { $messages } = session.room(room).timeline;
    await reaches($messages, ([message]) => message?.status === 'failed');
    expect($messages.get()[0]).to.include({ key: written?.key, failure: 'forbidden' });
    expect(errors).to.have.length(1);
    expect(errors[0]).to.deep.include({ code: 'send', roomJid: room, messageId: written?.key, recoverable: true });

    await setAffiliation(room, bob.jid, 'member');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'participant');
    session.retry(room, written?.key ?? '');
    expect($messages.get()[0]).to.include({ key: written?.key, status: 'pending' });
    expect($messages.get()[0]).to.not.have.property('failure');
    await allDelivered(session, room);
    expect($messages.get()).to.have.length(1);
    expect($messages.get()[0]).to.include({ key: written?.key, clientId: written?.clientId, status: 'delivered' });
  });

  it('can take back a message that failed', async () => {
    const room = await server.createRoom('discard', { moderated: 'true', members_by_default: 'false' });
    const session = await enterAs(bob, room);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.role === 'visitor');
    const written = session.send('Never mind');
    const { $messages } = session.room(room).timeline;
    await reaches($messages, ([message]) => message?.status === 'failed');
    session.discard(room, written?.key ?? '');
    expect($messages.get()).to.deep.equal([]);
  });

  it('fails at once in a room that put us out, and does not enter it again (pitfall 16)', async () => {
    const room = await server.createRoom('out');
    const session = await enterAs(bob, room);
    await setRoomOption(room, 'members_only', 'true');
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.presence === 'denied');
    session.send('Hello?');
    const [message] = await reaches(session.room(room).timeline.$messages, ([first]) => first?.status === 'failed');
    expect(message?.failure).to.be.oneOf(['not-joined', 'forbidden']);
    expect(session.rooms.get(room)?.presence).to.equal('denied');
  });

  it('fails what was on its way when the room bans its author', async () => {
    const room = await server.createRoom('ban-pending');
    const { service } = await server.start();
    const proxy = await startProxy(service);
    const session = await enterAs(bob, room, { service: proxy.url });
    await proxy.setDelay(400);
    const banned = setAffiliation(room, bob.jid, 'outcast');
    await banned;
    session.send('Too late');
    const [message] = await reaches(session.room(room).timeline.$messages, ([first]) => first?.status === 'failed');
    expect(message?.failure).to.be.oneOf(['banned', 'forbidden', 'not-joined']);
    await proxy.close();
  });

  // Forgery 19: outgoing over the cap is refused before sending.
  it('refuses a text that is too long before it is sent', async () => {
    const room = await server.createRoom('huge');
    const session = await enterAs(alice, room);
    const recorder = recordFrames();
    session.send('x'.repeat(300_000));
    const [message] = await reaches(session.room(room).timeline.$messages, ([first]) => first?.status === 'failed');
    recorder.restore();
    expect(message?.failure).to.equal('too-large');
    expect(recorder.sent()).to.deep.equal([]);
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('to a room that is not open enters it first', async () => {
    const [open, other] = [await server.createRoom('open'), await server.createRoom('other', { public: 'false' })];
    const session = await enterAs(alice, open);
    session.send('Hello over there', other);
    await allDelivered(session, other);
    expect(bodies(session, other)).to.deep.equal(['Hello over there']);
  });

  it('before being online keeps the messages, and they go out once the room is entered', async () => {
    const room = await server.createRoom('early');
    const session = await sessionOf(alice);
    session.openRoom(room);
    session.send('One');
    session.send('Two');
    expect(
      session
        .room(room)
        .timeline.$messages.get()
        .map(({ status }) => status),
    ).to.deep.equal(['pending', 'pending']);
    await session.connect();
    await allDelivered(session, room);
    expect(bodies(session, room)).to.deep.equal(['One', 'Two']);
    expect(bodies(await enterAs(bob, room), room)).to.deep.equal(['One', 'Two']);
  });
});
