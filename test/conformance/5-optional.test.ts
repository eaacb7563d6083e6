import { expect, fixture, html } from '@open-wc/testing';
import '../../src/index.js';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { bareProsodyServer as bare } from '../helpers/prosody-server.js';
import type { Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

/** Matches the answer to a question that went out. */
function answerTo(question: string): RegExp {
  return new RegExp(`^<iq[^>]* id='${/ id="([^"]*)"/.exec(question)?.[1] ?? ''}'`);
}

// A Prosody that has rooms, and answers everything else with `service-unavailable`.
describe('5.2 message errors: service-unavailable for all that is optional', function () {
  this.timeout(180_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    await bare.start();
    [alice, bob] = await Promise.all([bare.register('alice'), bare.register('bob')]);
  });
  afterEach(closeSessions);

  async function enter(account: Account, room: string): Promise<ChatService> {
    const { service, domain, conference } = await bare.start();
    const session = makeSession({ service, domain, conference, credentials: account });
    session.openRoom(room);
    await session.connect();
    await entered(session, room);
    return session;
  }

  it('tells nobody of an error, and is ready with the rooms', async () => {
    const room = await bare.createRoom('bare');
    const frames = recordFrames();
    const { service, domain, conference } = await bare.start();
    const session = makeSession({ service, domain, conference, credentials: alice });
    const errors: string[] = [];
    session.on('error', ({ message }) => errors.push(message));
    session.openRoom(room);
    await session.connect();
    await session.ready;
    await entered(session, room);
    session.markRead(room);
    const asked = () => frames.sent().filter((text) => text.startsWith('<iq'));
    await frames.waitFor('out', /vcard-temp/);
    await Promise.all(asked().map((text) => frames.waitFor('in', answerTo(text))));
    frames.restore();
    expect(errors).to.deep.equal([]);
    expect(session.rooms.$status.get()).to.equal('ready');
    const refused = asked().filter((text) =>
      frames.frames.some((frame) => answerTo(text).test(frame.text) && frame.text.includes('service-unavailable')),
    );
    for (const extension of [
      'urn:xmpp:mam:2',
      'jabber:iq:private',
      'urn:xmpp:bookmarks:1',
      'urn:xmpp:mds:displayed:0',
      'vcard-temp',
    ]) {
      expect(
        refused.some((text) => text.includes(extension)),
        extension,
      ).to.equal(true);
    }
  });

  it('without an archive (XEP-0313): a room begins when one enters, and live messages show', async () => {
    const room = await bare.createRoom('no-archive');
    const [reader, writer] = [await enter(alice, room), await enter(bob, room)];
    expect(reader.room(room).timeline.$status.get()).to.equal('complete');
    writer.send('Live');
    await shows(reader, room, 'Live');
    await allDelivered(writer, room);
    expect(bodies(writer, room)).to.deep.equal(['Live']);
  });

  it('without stream management (XEP-0198): a message is sent when it is written, and delivered by the room', async () => {
    const room = await bare.createRoom('no-sm');
    const session = await enter(alice, room);
    const seen: (string | undefined)[] = [];
    session.room(room).timeline.$messages.listen(([message]) => seen.push(message?.status));
    session.send('Counted by nobody');
    await allDelivered(session, room);
    expect(seen.filter((status, index) => status !== seen[index - 1])).to.deep.equal(['pending', 'sent', 'delivered']);
  });

  it('without upload (XEP-0363): there is no button for files, and none is sent', async () => {
    const room = await bare.createRoom('no-upload');
    const session = await enter(alice, room);
    await session.ready;
    const chat = await fixture(html`<ethora-chat layout="room" .session=${session}></ethora-chat>`);
    const composer = chat.shadowRoot?.querySelector('ethora-composer');
    await composer?.updateComplete;
    expect(composer?.shadowRoot?.querySelector('[part~=field]')).to.not.equal(null);
    expect(composer?.shadowRoot?.querySelector('[part~=attach]')).to.equal(null);
    expect(session.sendFiles([new File(['x'], 'x.txt')], room)).to.deep.equal([]);
  });

  it('without bookmarks (XEP-0402): rooms are made and left all the same', async () => {
    const session = await enter(alice, await bare.createRoom('no-bookmarks'));
    await session.ready;
    const made = await session.admin.create({ kind: 'public', title: 'Made without a mark' });
    expect(session.rooms.get(made)?.presence).to.equal('joined');
    await session.admin.leave(made);
    await session.reloadRooms();
    expect(session.rooms.get(made)).to.equal(undefined);
  });

  it('without a place for read positions (XEP-0490, XEP-0049), and without ids of an archive: what was read is counted here', async () => {
    const room = await bare.createRoom('no-positions');
    const [reader, writer] = [await enter(alice, room), await enter(bob, room)];
    writer.send('Read me');
    await shows(reader, room, 'Read me');
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
    reader.markRead(room);
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.unread === 0);
    writer.send('And me');
    await reaches(reader.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
  });

  it("without Ethora's roster: the room's own lists say who belongs to it", async () => {
    const session = await enter(alice, await bare.createRoom('no-roster'));
    await session.ready;
    const made = await session.admin.create({ kind: 'public', title: 'Members' });
    await session.admin.setAffiliation(made, bob.jid, 'member');
    await session.admin.loadMembers(made);
    const members = session.room(made).members.$members.get();
    expect(members.map(({ jid, affiliation }) => [jid, affiliation])).to.deep.equal([
      [alice.jid, 'owner'],
      [bob.jid, 'member'],
    ]);
  });

  it('without cards (XEP-0054): people go by their nick', async () => {
    const room = await bare.createRoom('no-cards');
    const session = await enter(alice, room);
    expect(session.send('Who am I?')?.author.name).to.equal(alice.username);
  });
});
