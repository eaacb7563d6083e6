import { expect } from '@open-wc/testing';
import type { Room } from '../../src/domain/room.js';
import { matchRooms } from '../../src/domain/room-search.js';

const rooms = ['Launch week', 'Tomás Rivera', 'Berlin office'].map((name): Room => ({
  jid: `${name}@c`,
  name,
  direct: false,
  unread: 0,
  presence: 'idle',
}));
const found = (query: string) => matchRooms(rooms, query).map(({ name }) => name);

describe('room search', () => {
  it('gives all for an empty query', () => {
    expect(matchRooms(rooms, '  ')).to.equal(rooms);
  });
  it('ignores case and accents', () => {
    expect(found('tomas')).to.deep.equal(['Tomás Rivera']);
  });
  it('wants every word, in any order', () => {
    expect(found('week la')).to.deep.equal(['Launch week']);
    expect(found('week berlin')).to.be.empty;
  });
});
