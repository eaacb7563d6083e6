import { expect } from '@open-wc/testing';
import type { Attachment } from '../../src/domain/attachment.js';
import type { Message } from '../../src/domain/message.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, delivered, entered, shows } from '../helpers/sessions.js';

/** Without when it was, which the archive knows better than whoever was there. */
function timeless({ time: _, ...rest }: Message): Omit<Message, 'time'> {
  return rest;
}

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

  describe('with a file', () => {
    const file = () => new File(['all hands on deck'], 'plan b.txt', { type: 'text/plain' });

    /** Sends the file to a new room; gives the room and the stanza that went out. */
    async function sendFile(mediaDialect: 'standard' | 'ethora') {
      const room = await place.where.createRoom('media');
      const frames = recordFrames();
      const reader = await place.enter(place.bob, room);
      const signIn = await place.signIn('Ann');
      const writer = await place.sessionOf(place.alice, { mediaDialect, ...signIn });
      writer.openRoom(room);
      await writer.connect();
      await entered(writer, room);
      await reaches(writer.uploads.$limits, (limits) => limits !== undefined);
      await delivered(writer, room, writer.sendFiles([file()]));
      frames.restore();
      const stanza = frames.sent().find((text) => text.includes('<store')) ?? '';
      return { room, writer, reader, stanza };
    }
    async function fileIn(messages: Promise<readonly Message[]>): Promise<[Message, Attachment]> {
      const [message] = await messages;
      if (!message?.attachment) throw new Error('There is no file.');
      return [message, message.attachment];
    }

    it('uploads it to storage, then sends a message with its URL and what the seed tells of it', async () => {
      const { room, reader, stanza } = await sendFile('standard');
      const [, { url, name, mimetype, size }] = await fileIn(
        reaches(reader.room(room).timeline.$messages, ({ length }) => length === 1),
      );
      expect({ name, mimetype, size }).to.deep.equal({ name: 'plan b.txt', mimetype: 'text/plain', size: 17 });
      expect(await (await fetch(url)).text()).to.equal('all hands on deck');
      if (place.has('api')) expect(url.startsWith(place.rest.url)).to.equal(true);

      const data = /<data [^>]*>/.exec(stanza)?.[0] ?? '';
      expect(data).to.contain(`location="${url}"`).and.contain('mimetype="text/plain"').and.contain('size="17"');
      expect(data).to.match(/fileName="[^"]+"/);
      expect(stanza).to.contain('type="groupchat"').and.contain('<store xmlns="urn:xmpp:hints"/>');
    });

    it('writes it so that other clients show it, too, with name and size', async () => {
      const { stanza, writer, room } = await sendFile('standard');
      const [, { url }] = await fileIn(reaches(writer.room(room).timeline.$messages, ({ length }) => length === 1));
      expect(stanza).to.contain(`<body>${url}</body>`);
      expect(stanza).to.contain(`<x xmlns="jabber:x:oob"><url>${url}</url></x>`);
      expect(stanza).to.match(/<file-sharing xmlns="urn:xmpp:sfs:0".*<name>plan b\.txt<\/name><size>17<\/size>/);
    });

    it("has `media` as its body where only Ethora's clients read along, and looks the same", async () => {
      const { room, reader, stanza } = await sendFile('ethora');
      expect(stanza).to.contain('<body>media</body>').and.not.contain('jabber:x:oob');
      const [message, { name, size }] = await fileIn(
        reaches(reader.room(room).timeline.$messages, ({ length }) => length === 1),
      );
      expect([message.body, message.kind, name, size]).to.deep.equal(['', 'file', 'plan b.txt', 17]);
    });

    it('gives the same from the archive as live (pitfall 19)', async () => {
      const { room, reader } = await sendFile('standard');
      const [live] = await fileIn(reaches(reader.room(room).timeline.$messages, ({ length }) => length === 1));
      const late = await place.enter(place.carol, room);
      const [archived] = await fileIn(reaches(late.room(room).timeline.$messages, ({ length }) => length === 1));
      expect(timeless(archived)).to.deep.equal(timeless(live));
    });
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
    expect(archived && timeless(archived)).to.deep.equal(live && timeless(live));
  });

  it('reads the name and the picture in <data> as what the sender claims, live and from the archive', async () => {
    const room = await place.where.createRoom('claims');
    const reader = await place.enter(place.alice, room);
    const peer = await place.raw(place.bob);
    await peer.join(room, place.bob.username);
    peer.send(
      `<message type="groupchat" to="${room}" id="claim"><body>Ahoy</body>` +
        `<data senderFirstName="Bob" senderLastName="Adeyemi" photoURL="https://files.example/bob.png"/></message>`,
    );
    const late = shows(reader, room, 'Ahoy').then(() => place.enter(place.carol, room));
    for (const session of [reader, await late]) {
      const [message] = await shows(session, room, 'Ahoy');
      expect(message?.author).to.deep.equal({
        id: place.bob.jid,
        nick: place.bob.username,
        name: 'Bob Adeyemi',
        picture: 'https://files.example/bob.png',
      });
    }
  });

  it('tells live messages, typing, presence and history apart', async () => {
    const room = await place.where.createRoom('kinds');
    const writer = await place.enter(place.bob, room);
    writer.send('Before');
    await allDelivered(writer, room);
    const session = await place.sessionOf(place.alice);
    const heard: string[] = [];
    session.on('message-receive', ({ message }) => heard.push(message.body));
    session.openRoom(room);
    await session.connect();
    await entered(session, room);
    writer.setTyping(room, true);
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.typing?.length === 1);
    const late = await place.enter(place.carol, room);
    await reaches(session.room(room).occupants.$byNick, (people) => people.has(place.carol.username));
    late.send('After');
    await shows(session, room, 'Before', 'After');
    expect(bodies(session, room)).to.deep.equal(['Before', 'After']);
    expect(heard).to.deep.equal(['After']);
  });
});
