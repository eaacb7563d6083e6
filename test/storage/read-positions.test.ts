import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { ReadPositions } from '../../src/storage/read-positions.js';

const ACCOUNT = 'alice@example.org';

/** Positions, and how often they said that storage failed. */
function open(account = ACCOUNT) {
  const failures = { count: 0 };
  const positions = new ReadPositions(account, () => (failures.count += 1));
  return { positions, failures };
}

describe('read positions', () => {
  beforeEach(() => {
    localStorage.clear();
  });
  afterEach(() => {
    restore();
    localStorage.clear();
  });

  it('are unknown for rooms that were never seen, and kept for the next visit', () => {
    const { positions } = open();
    expect(positions.get('a@c')).to.equal(undefined);
    positions.set('a@c', 'id-1');
    positions.set('b@c', '');
    const later = open().positions;
    expect([later.get('a@c'), later.get('b@c')]).to.deep.equal(['id-1', '']);
  });

  it('belong to one account', () => {
    open().positions.set('a@c', 'id-1');
    expect(open('bob@example.org').positions.get('a@c')).to.equal(undefined);
  });

  it('are forgotten when asked', () => {
    const { positions } = open();
    positions.set('a@c', 'id-1');
    positions.clear();
    expect(positions.get('a@c')).to.equal(undefined);
    expect(localStorage).to.have.length(0);
  });

  it('of another tab are not written over (pitfall 29)', () => {
    const [one, two] = [open().positions, open().positions];
    one.set('a@c', 'id-1');
    two.set('b@c', 'id-2');
    one.set('c@c', 'id-3');
    const later = open().positions;
    expect([later.get('a@c'), later.get('b@c'), later.get('c@c')]).to.deep.equal(['id-1', 'id-2', 'id-3']);
  });

  it('that tabs write in the same moment, none knowing of the other yet, are all kept', () => {
    const written: string[] = [];
    stub(Storage.prototype, 'setItem').callsFake((key) => written.push(key));
    open().positions.set('a@c', 'id-1');
    open().positions.set('b@c', 'id-2');
    expect(new Set(written)).to.have.property('size', 2);
  });

  it('live in memory when storage is full, and say so once (pitfall 37)', () => {
    stub(Storage.prototype, 'setItem').throws(new DOMException('full', 'QuotaExceededError'));
    const { positions, failures } = open();
    positions.set('a@c', 'id-1');
    positions.set('a@c', 'id-2');
    expect(positions.get('a@c')).to.equal('id-2');
    expect(failures.count).to.equal(1);
  });

  it('live in memory when storage is forbidden, and say so once', () => {
    stub(globalThis, 'localStorage').get(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    const { positions, failures } = open();
    positions.set('a@c', 'id-1');
    expect(positions.get('a@c')).to.equal('id-1');
    positions.clear();
    expect(positions.get('a@c')).to.equal(undefined);
    expect(failures.count).to.equal(1);
    restore();
  });
});
