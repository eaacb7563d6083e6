import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';
import { shows } from '../helpers/sessions.js';

onEveryServer('4.1 typing indicators', (place) => {
  it('start with `composing` and stop with `paused`', async () => {
    const room = await place.where.createRoom('typing');
    const frames = recordFrames();
    const [reader, writer] = [await place.enter(place.alice, room), await place.enter(place.bob, room)];
    writer.setTyping(room, true);
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.typing?.[0] === place.bob.username);
    writer.setTyping(room, false);
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.typing?.length === 0);
    frames.restore();
    expect(
      frames
        .sent()
        .flatMap(
          (text) => /<(composing|paused) xmlns="http:\/\/jabber.org\/protocol\/chatstates"/.exec(text)?.[1] ?? [],
        ),
    ).to.deep.equal(['composing', 'paused']);
  });
});

onEveryServer('4.2 message status', (place) => {
  it('is sent, delivered and read, in this order', async () => {
    const room = await place.where.createRoom('status');
    const [writer, reader] = [await place.enter(place.alice, room), await place.enter(place.bob, room)];
    const { $messages } = writer.room(room).timeline;
    const seen: string[] = [];
    $messages.listen((messages) => {
      const status = messages[0]?.status ?? '';
      if (seen.at(-1) !== status) seen.push(status);
    });
    writer.send('How far?');
    await shows(reader, room, 'How far?');
    await reaches($messages, ([message]) => message?.status === 'delivered');
    reader.markRead(room);
    const [message] = await reaches($messages, ([first]) => first?.status === 'read');
    expect(message?.readers).to.deep.equal([place.bob.username]);
    expect(seen.filter((status) => status !== 'sent')).to.deep.equal(['pending', 'delivered', 'read']);
  });
});
