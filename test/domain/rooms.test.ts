import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { isTerminal } from '../../src/domain/connection.js';
import { peerOf } from '../../src/domain/direct-room.js';
import { randomId } from '../../src/domain/ids.js';
import { compareRooms } from '../../src/domain/room-order.js';
import type { Room } from '../../src/domain/room.js';
import { ChatError } from '../../src/domain/session-events.js';
import { makeRoom } from '../helpers/fake-session.js';

function room(name: string, time?: number, jid = `${name}@c`): Room {
  const preview = { authorName: 'x', own: false, kind: 'text', text: 'x' } as const;
  return makeRoom({ jid, name, ...(time !== undefined && { preview: { ...preview, time } }) });
}

describe('the order of rooms', () => {
  it('is by activity, the newest first, then by name', () => {
    const rooms = [room('b'), room('old', 1), room('a'), room('new', 2)];
    expect(rooms.sort(compareRooms).map(({ name }) => name)).to.deep.equal(['new', 'old', 'a', 'b']);
  });

  it('does not depend on the order in which they came', () => {
    const some = fc.array(
      fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(undefined, 1, 2), fc.integer({ min: 0, max: 99 })),
    );
    fc.assert(
      fc.property(some, (list) => {
        const rooms = [...new Map(list.map(([name, time, n]) => [n, room(name, time, `${n}@c`)])).values()];
        const sorted = rooms.toSorted(compareRooms).map(({ jid }) => jid);
        expect(
          rooms
            .toReversed()
            .sort(compareRooms)
            .map(({ jid }) => jid),
        ).to.deep.equal(sorted);
      }),
    );
  });
});

describe('a room of two', () => {
  for (const [roomJid, own, peer] of [
    ['a1_u7-a1_u8@conference.chat.test', 'a1_u7@chat.test/x', 'a1_u8'],
    ['a1_u7-a1_u8@conference.chat.test', 'a1_u8@chat.test', 'a1_u7'],
    ['alice-bob@c', 'carol@d', undefined],
    ['bob-alice@c', 'alice@d', undefined],
    ['alice@c', 'alice@d', undefined],
    ['alice-@c', 'alice@d', undefined],
    ['alice-team-room@c', 'alice@d', 'team-room'],
    ['launch@c', 'alice@d', undefined],
    ['a-b-c@c', 'a-b@d', 'c'],
  ] as const) {
    it(`"${roomJid}" has beside ${own}: ${peer ?? 'nobody'}`, () => {
      expect(peerOf(roomJid, own)).to.equal(peer);
    });
  }

  it('is none for somebody who is not signed in', () => {
    expect(peerOf('-x@c', '')).to.equal(undefined);
    expect(peerOf('x@c', '')).to.equal(undefined);
  });
});

describe('random ids', () => {
  it('are UUIDs of version 4, no two alike', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).to.equal(1000);
  });
});

describe('reasons for being offline', () => {
  it('are terminal when another attempt cannot cure them', () => {
    for (const reason of [
      'wrong-credentials',
      'insecure',
      'unknown-host',
      'invalid-service',
      'replaced',
      'refused',
    ] as const)
      expect(isTerminal(reason), reason).to.equal(true);
    for (const reason of ['lost', 'unreachable', 'timeout', 'server-error', 'no-network', 'idle'] as const)
      expect(isTerminal(reason), reason).to.equal(false);
  });

  it('come to the page as an error with a code', () => {
    const error = new ChatError('connection', 'lost', true);
    expect(error).to.be.instanceOf(Error);
    expect(error).to.include({ name: 'ChatError', code: 'connection', message: 'lost', recoverable: true });
  });
});
