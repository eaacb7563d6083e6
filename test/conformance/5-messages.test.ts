import { expect } from '@open-wc/testing';
import { useFakeClock } from '../helpers/fake-clock.js';
import { recordFrames, sentIds, type FrameRecorder } from '../helpers/frames.js';
import { failed } from '../helpers/refusals.js';
import { ethoraServer } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, shows } from '../helpers/sessions.js';

const NOTHING = /(?!)/;

onEveryServer('5.2 message errors', (place) => {
  let frames: FrameRecorder;

  beforeEach(() => {
    frames = recordFrames();
  });
  afterEach(() => {
    frames.restore();
  });

  it('failed delivery: says so when no answer comes, and is one delivered message when it had arrived (pitfall 13)', async () => {
    const room = await place.where.createRoom('lost');
    const session = await place.enter(place.alice, room);
    const errors: string[] = [];
    session.on('error', ({ code, roomJid, messageId }) => {
      // Other rooms do not answer in time either, by this clock.
      if (roomJid === room) errors.push(`${code} ${messageId ?? ''}`);
    });
    const clock = useFakeClock();
    try {
      frames.lose(/<body>/);
      const written = session.send('Did it arrive?');
      // As time passes for a connection that is well: what it asks is answered.
      const { $outgoing } = session.room(room).timeline;
      while ($outgoing.get()[0]?.status !== 'failed') {
        clock.tick(4_000);
        await session.reloadRooms();
      }
      const [message] = $outgoing.get();
      expect(message).to.include({ key: written?.key, failure: 'timeout' });
      expect(errors).to.deep.equal([`send ${written?.key ?? ''}`]);
      frames.lose(NOTHING);
      await session.disconnect();
      await session.connect();
      await allDelivered(session, room);
      const { $messages } = session.room(room).timeline;
      expect($messages.get().map(({ clientId, status }) => [clientId, status])).to.deep.equal([
        [written?.clientId, 'delivered'],
      ]);
      expect(sentIds(frames)).to.deep.equal([written?.clientId]);
    } finally {
      clock.restore();
    }
  });

  place.itNeeds('ethora', 'rate limit: slows down, keeps the order and the ids, and tells the person', async () => {
    const room = await place.where.createRoom('limit');
    const reader = await place.enter(place.bob, room);
    const session = await place.enter(place.alice, room);
    const told = new Set<string>();
    session.room(room).timeline.$messages.listen((messages) => {
      for (const { body, status, failure } of messages) {
        if (status === 'pending' && failure === 'rate-limit') told.add(body);
      }
    });
    await ethoraServer.api('ethora_limit', { target: room, messages: 2, interval: 900 });
    const texts = ['One', 'Two', 'Three', 'Four'];
    const ids = texts.map((text) => session.send(text)?.clientId);
    await allDelivered(session, room);
    await shows(reader, room, ...texts);
    expect([bodies(session, room), bodies(reader, room)]).to.deep.equal([texts, texts]);
    expect([...told]).to.include('Three');
    const sent = sentIds(frames);
    expect(new Set(sent)).to.deep.equal(new Set(ids));
    expect(sent.filter((id) => id === ids[2])).to.have.length(2);
  });

  it('too large: refuses a text that is too long before it is sent', async () => {
    const room = await place.where.createRoom('huge');
    const session = await place.enter(place.alice, room);
    session.send('x'.repeat(300_000));
    expect((await failed(session, room))?.failure).to.equal('too-large');
    expect(sentIds(frames)).to.deep.equal([]);
    expect(session.connection.$state.get().status).to.equal('online');
  });

  it('not joined: enters again and sends once more, with the same id', async () => {
    const room = await place.where.createRoom('forgotten');
    const session = await place.enter(place.alice, room);
    const address = `${room}/${place.alice.username}`;
    frames.lose(/^<presence[^>]*type=["']unavailable/);
    frames.sockets[0]?.send(`<presence xmlns="jabber:client" type="unavailable" to="${address}"/>`);
    await frames.waitFor('in', /^<presence[^>]*type=["']unavailable/);
    frames.lose(NOTHING);
    expect(session.rooms.get(room)?.presence).to.equal('joined');
    const written = session.send('Am I in?');
    await allDelivered(session, room);
    expect(sentIds(frames)).to.deep.equal([written?.clientId, written?.clientId]);
    expect(await frames.waitFor('in', /^<message[^>]*type=["']error/)).to.contain('not-acceptable');
    expect(bodies(await place.enter(place.bob, room), room)).to.deep.equal(['Am I in?']);
  });

  it('conflict: takes another nick when somebody else has ours', async () => {
    const room = await place.where.createRoom('conflict');
    const other = await place.raw(place.bob);
    await other.join(room, place.alice.username);
    const session = await place.enter(place.alice, room);
    session.send('Which of us?');
    await allDelivered(session, room);
    const [message] = await shows(session, room, 'Which of us?');
    expect(message).to.include({ own: true });
    expect(message?.author.nick).to.not.equal(place.alice.username);
    expect(frames.sent().filter((text) => text.startsWith(`<presence to="${room}/`))).to.have.length(2);
  });
});
