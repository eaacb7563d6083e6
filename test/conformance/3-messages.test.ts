import { expect } from '@open-wc/testing';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, shows } from '../helpers/sessions.js';

onEveryServer('3.1 sending messages', (place) => {
  it('sends a text with a unique id, its body and the wish to be stored', async () => {
    const room = await place.where.createRoom('send');
    const frames = recordFrames();
    const session = await place.enter(place.alice, room);
    const [first, second] = [session.send('message text'), session.send('message text')];
    await allDelivered(session, room);
    frames.restore();
    const sent = frames.sent().filter((text) => text.includes('<body>'));
    expect(sent).to.have.length(2);
    for (const text of sent) {
      expect(text).to.contain(`to="${room}"`).and.contain('type="groupchat"').and.contain('<body>message text</body>');
      expect(text).to.contain('<store xmlns="urn:xmpp:hints"/>');
    }
    expect(first?.clientId).to.not.equal(second?.clientId);
  });
});

onEveryServer('3.2 receiving messages', (place) => {
  it('reaches everybody in the room, the sender included, once', async () => {
    const room = await place.where.createRoom('receive');
    const [one, two, three] = [
      await place.enter(place.alice, room),
      await place.enter(place.bob, room),
      await place.enter(place.carol, room),
    ];
    one.send('To all of you: <b>&amp;</b>');
    for (const session of [one, two, three]) {
      await shows(session, room, 'To all of you: <b>&amp;</b>');
      await allDelivered(session, room);
      expect(bodies(session, room)).to.have.length(1);
    }
    const [message] = await shows(two, room, 'To all of you: <b>&amp;</b>');
    expect(message).to.include({ own: false, roomJid: room });
    expect(message?.author.nick).to.equal(place.alice.username);
  });

  it('gives live messages and those of the archive alike', async () => {
    const room = await place.where.createRoom('alike');
    const [writer, watcher] = [await place.enter(place.alice, room), await place.enter(place.bob, room)];
    writer.send('The same\nby both ways 😀');
    const [live] = await shows(watcher, room, 'The same\nby both ways 😀');
    const [archived] = await shows(await place.enter(place.carol, room), room, 'The same\nby both ways 😀');
    const { time: _1, ...liveRest } = live ?? {};
    const { time: _2, ...archivedRest } = archived ?? {};
    expect(archivedRest).to.deep.equal(liveRest);
  });
});
