import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from '../helpers/follow.js';
import { drawPicture, lookAt } from '../helpers/pictures.js';
import { uniqueName } from '../helpers/server.js';
import { onEveryServer } from '../helpers/servers.js';
import { entered } from '../helpers/sessions.js';

onEveryServer('pictures of rooms', (place) => {
  /** Resolves with the URL of the room's picture when it is another one than before. */
  async function pictureOf(session: ChatService, room: string, before?: string): Promise<string | undefined> {
    const rooms = await reaches(session.rooms.$byJid, (all) => room in all && all[room]?.picture !== before);
    return rooms[room]?.picture;
  }

  /** Resolves with the URL when the picture has this colour. */
  async function turns(session: ChatService, room: string, colour: string): Promise<string | undefined> {
    for (;;) {
      const url = session.rooms.get(room)?.picture;
      const seen = url && (await lookAt(url).catch(() => undefined));
      if (seen && seen.colour === colour) return url;
      await pictureOf(session, room, url);
    }
  }

  it('are given to a new room, cut to a small square, and shown to whoever comes', async () => {
    const alice = await place.online(place.alice);
    expect(await alice.admin.takesPicture()).to.equal(true);
    const picture = await drawPicture(900, 300);
    const room = await alice.admin.create({ kind: 'public', title: uniqueName('Seen'), picture });
    expect(await lookAt(await pictureOf(alice, room))).to.include({ width: 192, height: 192 });
    const bob = await place.online(place.bob);
    bob.openRoom(room);
    await entered(bob, room);
    const url = await pictureOf(bob, room);
    expect(url).to.match(/^blob:/);
    expect([(await lookAt(url, 0.1)).colour, (await lookAt(url, 0.9)).colour]).to.deep.equal(['red', 'blue']);
  });

  it('are changed and taken away while others look; only owners may', async () => {
    const alice = await place.online(place.alice);
    const room = await alice.admin.create({ kind: 'public', title: uniqueName('Changed') });
    const bob = await place.online(place.bob);
    bob.openRoom(room);
    await entered(bob, room);
    expect(await bob.admin.takesPicture(room)).to.equal(true);
    await alice.admin.setPicture(room, await drawPicture(300, 300, '#c00', '#c00'));
    const first = await turns(bob, room, 'red');
    await alice.admin.setPicture(room, await drawPicture(300, 300, '#00c', '#00c'));
    await turns(bob, room, 'blue');
    await lookAt(first).then(
      () => expect.fail('the old one is still held'),
      () => undefined,
    );
    const refused = await bob.admin.setPicture(room).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RoomError);
    await alice.admin.setPicture(room);
    for (const session of [alice, bob]) {
      await reaches(session.rooms.$byJid, (all) => room in all && all[room]?.picture === undefined);
    }
  });

  it('have to be pictures, or no room is made', async () => {
    const alice = await place.online(place.alice);
    const before = Object.keys(alice.rooms.$byJid.get()).length;
    const picture = new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'x.png', { type: 'image/png' });
    const refused = await alice.admin
      .create({ kind: 'public', title: 'x', picture })
      .catch((error: unknown) => (error as RoomError).condition);
    expect(refused).to.equal('picture');
    expect(Object.keys(alice.rooms.$byJid.get())).to.have.length(before);
  });
});
