import { expect } from '@open-wc/testing';
import type { Message } from '../../src/domain/message.js';
import { Outbox } from '../../src/service/outbox.js';
import { createTimelineStore } from '../../src/state/timeline-store.js';

const ROOM = 'room@conference.localhost';
const ID = 'send-text-message-6bae8054-2a15-438c-9f65-1b197bb885eb';

function messageOf(change: Partial<Message>): Message {
  const author = { id: 'ann@localhost', nick: 'ann', name: 'Ann' };
  return { key: ID, roomJid: ROOM, clientId: ID, kind: 'text', author, own: true, body: 'Hello', time: 0, ...change };
}

describe('what an ended page has left', () => {
  it('is never seen beside its copy in the archive', () => {
    const timeline = createTimelineStore();
    const nothing = () => undefined;
    const handlers = {
      records: nothing,
      knowing: nothing,
      onFailure: nothing,
      onNotJoined: nothing,
      onChange: nothing,
    };
    const outbox = new Outbox(ROOM, { timeline, dialect: 'standard', ...handlers });
    timeline.setArchived([messageOf({ key: 'a1', archiveId: 'a1', status: 'delivered' })]);
    const lengths: number[] = [];
    const stop = timeline.$messages.listen((messages) => lengths.push(messages.length));
    outbox.restore([{ id: ID, order: 1, owner: 'page', message: messageOf({ status: 'pending' }) }]);
    stop();
    expect(lengths.filter((length) => length > 1)).to.deep.equal([]);
    expect(timeline.$messages.get().map(({ key }) => key)).to.deep.equal(['a1']);
  });
});
