import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, shows } from '../helpers/sessions.js';

function typing(session: ChatService, room: string, names: readonly string[]) {
  return reaches(session.rooms.$byJid, (rooms) => String(rooms[room]?.typing ?? []) === String(names));
}

onEveryServer('4.1 typing indicators', (place) => {
  it('start with `composing` and stop with `paused`', async () => {
    const room = await place.where.createRoom('typing');
    const frames = recordFrames();
    const [reader, writer] = [await place.enter(place.alice, room), await place.enter(place.bob, room)];
    writer.setTyping(room, true);
    await typing(reader, room, [place.bob.username]);
    writer.setTyping(room, false);
    await typing(reader, room, []);
    frames.restore();
    expect(
      frames
        .sent()
        .flatMap(
          (text) => /<(composing|paused) xmlns="http:\/\/jabber.org\/protocol\/chatstates"/.exec(text)?.[1] ?? [],
        ),
    ).to.deep.equal(['composing', 'paused']);
  });

  it("are understood bare, as the seed writes them, and with a name, as Ethora's clients do (pitfall 31)", async () => {
    const room = await place.where.createRoom('states');
    const reader = await place.enter(place.alice, room);
    const [bob, carol] = [await place.raw(place.bob), await place.raw(place.carol)];
    await Promise.all([bob.join(room, place.bob.username), carol.join(room, place.carol.username)]);
    const state = (kind: string, more = '') =>
      `<message type="groupchat" to="${room}"><${kind} xmlns="http://jabber.org/protocol/chatstates"/>${more}</message>`;
    bob.send(state('composing'));
    await typing(reader, room, [place.bob.username]);
    carol.send(state('composing', `<data fullName="Carol C"/>`));
    await typing(reader, room, [place.bob.username, 'Carol C']);
    bob.send(state('paused'));
    await typing(reader, room, ['Carol C']);
    carol.send(`<presence type="unavailable" to="${room}/${place.carol.username}"/>`);
    await typing(reader, room, []);
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

  it('is sent once the server has the message, whether or not the room sends it back', async () => {
    const room = await place.where.createRoom('sent');
    const frames = recordFrames();
    const session = await place.enter(place.alice, room);
    frames.restore();
    frames.lose(/<body>/);
    session.send('On its way');
    const { $messages } = session.room(room).timeline;
    await reaches($messages, ([message]) => message?.status === 'sent');
    expect(frames.frames.some(({ direction, text }) => direction === 'in' && /^<a /.test(text))).to.equal(true);
  });

  it('is never read by somebody who does not want it known', async () => {
    const room = await place.where.createRoom('unseen');
    const frames = recordFrames();
    const reader = await place.enter(place.bob, room, { noReadMarkers: true });
    const writer = await place.enter(place.alice, room);
    writer.send('Seen?');
    await shows(reader, room, 'Seen?');
    reader.markRead(room);
    reader.send('Yes');
    await allDelivered(reader, room);
    frames.restore();
    const [message] = await shows(writer, room, 'Yes');
    expect(message?.status).to.equal('delivered');
    expect(frames.sent().join()).to.not.contain('<displayed xmlns="urn:xmpp:chat-markers:0"');
  });
});
