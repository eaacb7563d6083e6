import { expect } from '@open-wc/testing';
import { onEveryServer } from '../helpers/servers.js';
import { allDelivered, bodies } from '../helpers/sessions.js';

onEveryServer('6.1 message history', (place) => {
  it('comes in pages, the newest first, until the archive is complete', async () => {
    const room = await place.where.createRoom('history');
    const texts = Array.from({ length: 120 }, (_, index) => `Message ${index + 1}`);
    const writer = await place.enter(place.alice, room);
    for (const text of texts) writer.send(text);
    await allDelivered(writer, room);
    const session = await place.enter(place.bob, room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(-50));
    const { $status } = session.room(room).timeline;
    expect($status.get()).to.equal('ready');
    await session.loadOlder(room);
    expect(bodies(session, room)).to.deep.equal(texts.slice(-100));
    while ($status.get() === 'ready') await session.loadOlder(room);
    expect($status.get()).to.equal('complete');
    expect(bodies(session, room)).to.deep.equal(texts);
  });
});
