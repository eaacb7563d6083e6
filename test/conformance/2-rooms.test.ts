import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';

onEveryServer('2.1 joining rooms', (place) => {
  it('asks for the rooms as the seed does', async () => {
    const frames = recordFrames();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    await session.ready;
    frames.restore();
    const asked = frames.sent().filter((text) => text.includes('http://jabber.org/protocol/disco#items'));
    expect(asked.some((text) => !/ to=/.test(text))).to.equal(true);
  });

  it('enters with a presence to room and nick, which the room confirms', async () => {
    const room = await place.where.createRoom('join');
    const frames = recordFrames();
    const session = await place.enter(place.alice, room);
    frames.restore();
    const joins = frames.sent().filter((text) => text.includes(`to="${room}/${place.alice.username}"`));
    expect(joins).to.have.length(1);
    expect(joins[0]).to.contain('id="presenceInRoom"').and.contain('http://jabber.org/protocol/muc');
    expect(session.rooms.get(room)).to.include({ presence: 'joined' });
    expect(session.rooms.get(room)?.affiliation).to.be.a('string');
    expect(session.rooms.get(room)?.role).to.be.oneOf(['participant', 'moderator']);
  });

  it('does not make a room by a wrong address', async () => {
    const { conference } = await place.where.start();
    const session = await place.sessionOf(place.alice);
    session.openRoom(`no-such-room@${conference}`);
    await session.connect();
    await reaches(session.rooms.$byJid, (rooms) => rooms[`no-such-room@${conference}`]?.presence === 'denied');
    expect(session.rooms.get(`no-such-room@${conference}`)?.denial).to.equal('not-found');
  });
});

onEveryServer('2.2 room presence', (place) => {
  it('knows who is there, and who came and left', async () => {
    const room = await place.where.createRoom('there');
    const session = await place.enter(place.alice, room);
    const { $byNick } = session.room(room).occupants;
    const other = await place.enter(place.bob, room);
    await reaches($byNick, (people) => people.has(place.bob.username));
    expect($byNick.get().get(place.bob.username)?.role).to.be.oneOf(['participant', 'moderator']);
    await other.disconnect();
    await reaches($byNick, (people) => !people.has(place.bob.username));
  });
});
