import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies, shows } from '../helpers/sessions.js';

onEveryServer('5.1 connection issues', (place) => {
  it('reconnects by itself, rejoins its rooms, asks for what it missed and restores its presence', async () => {
    const room = await place.where.createRoom('outage');
    const session = await place.enter(place.alice, room);
    session.send('Before');
    await allDelivered(session, room);
    await place.where.stop();
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    session.send('Written meanwhile');
    await place.where.restart();
    const other = await place.enter(place.bob, room);
    other.send('Missed');
    await allDelivered(other, room);
    await shows(session, room, 'Before', 'Missed', 'Written meanwhile');
    await allDelivered(session, room);
    expect(session.rooms.get(room)?.presence).to.equal('joined');
    await reaches(other.room(room).occupants.$byNick, (people) => people.has(place.alice.username));
    await shows(other, room, 'Written meanwhile');
    expect(bodies(session, room)).to.deep.equal(bodies(other, room));
    expect(new Set(bodies(session, room)).size).to.equal(3);
  });
});
