import { expect } from '@open-wc/testing';
import { correctKept, keptBefore } from '../../src/domain/kept-messages.js';
import type { Message } from '../../src/domain/message.js';
import { makeMessage } from '../helpers/fake-session.js';

/** Messages with these archive ids, as another page knew them. */
function kept(...ids: string[]): Message[] {
  return ids.map((id) => makeMessage({ archiveId: id, key: `kept-${id}`, body: id }));
}

/** The same out of the archive. */
function read(...ids: string[]): Message[] {
  return ids.map((id) => makeMessage({ archiveId: id, key: id, body: id }));
}

function ids(messages: readonly Message[]): (string | undefined)[] {
  return messages.map(({ archiveId }) => archiveId);
}

describe('kept messages', () => {
  it('that the archive has as they were stay the same values', () => {
    const held = kept('1', '2', '3');
    const corrected = correctKept(held, read('2', '3', '4'));
    expect(ids(corrected)).to.deep.equal(['1', '2', '3', '4']);
    expect(corrected.slice(0, 3).every((message, index) => message === held[index])).to.be.true;
  });

  it('that the archive does not have any more go, where it was read', () => {
    expect(ids(correctKept(kept('1', '2', '3', '4'), read('2', '4', '5')))).to.deep.equal(['1', '2', '4', '5']);
  });

  it('that have changed are replaced under their key, and keep who has read them', () => {
    const [first, second] = kept('1', '2') as [Message, Message];
    const held = [first, { ...second, own: true, status: 'read' as const, readers: ['bob'] }];
    const [, changed] = correctKept(held, [...read('1'), makeMessage({ archiveId: '2', body: 'changed', own: true })]);
    expect(changed).to.deep.include({ key: 'kept-2', body: 'changed', status: 'read', readers: ['bob'] });
  });

  it('all lie in what was read when that begins before them', () => {
    expect(keptBefore(kept('2', '3'), read('1', '2'))).to.equal(0);
    expect(ids(correctKept(kept('2', '3', '4'), read('1', '2', '4')))).to.deep.equal(['1', '2', '4']);
  });

  it('all go when the archive has nothing', () => {
    expect(correctKept(kept('1', '2'), [])).to.deep.equal([]);
  });
});
