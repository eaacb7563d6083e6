import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { OutboxJournal } from '../../src/storage/outbox-journal.js';
import type { OutboxRecord } from '../../src/storage/records.js';
import { writtenMessage } from '../helpers/written-message.js';

const ACCOUNT = 'alice@example.org';

function record(id: string): OutboxRecord {
  return { id, message: writtenMessage(id), order: 1, owner: 'page-1' };
}

describe('The journal of the outbox', () => {
  let failures = 0;
  const open = (account = ACCOUNT) => new OutboxJournal(account, () => (failures += 1));

  beforeEach(() => {
    failures = 0;
    localStorage.clear();
  });
  afterEach(() => {
    restore();
    localStorage.clear();
  });

  it('holds in the next page what was written in this one, for each account', () => {
    open().write(record('a'));
    open().write({ id: 'b', owner: 'page-1' });
    const entries = [...open().entries()].sort((one, other) => one.id.localeCompare(other.id));
    expect(entries).to.deep.equal([record('a'), { id: 'b', owner: 'page-1' }]);
    expect(open('bob@example.org').entries()).to.deep.equal([]);
    open().remove('a');
    expect(open().entries()).to.have.length(1);
    open().clear();
    expect(localStorage.length).to.equal(0);
  });

  it('leaves out what is damaged', () => {
    for (const [name, text] of Object.entries({ a: '', b: '{', c: 'null', d: '{}', e: '{"id":"e"}', f: '[]' })) {
      localStorage.setItem(`ethora-chat:outbox:${ACCOUNT}:${name}`, text);
    }
    localStorage.setItem(`ethora-chat:outbox:${ACCOUNT}:g`, '{"id":"g","owner":"page-1","message":{}}');
    open().write(record('h'));
    expect(open().entries()).to.deep.equal([record('h')]);
    expect(failures).to.equal(0);
  });

  it('says so when there is no room, or no storage (pitfall 37)', () => {
    stub(Storage.prototype, 'setItem').throws(new DOMException('full', 'QuotaExceededError'));
    open().write(record('a'));
    expect(failures).to.equal(1);
    stub(globalThis, 'localStorage').get(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    expect(open().entries()).to.deep.equal([]);
    expect(failures).to.equal(2);
    restore();
  });
});
