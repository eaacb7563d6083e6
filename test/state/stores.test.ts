import { expect } from '@open-wc/testing';
import { createConnectionStore } from '../../src/state/connection-store.js';
import { createDraftStore } from '../../src/state/draft-store.js';
import { createOccupantStore } from '../../src/state/occupant-store.js';
import { createRoomStore } from '../../src/state/room-store.js';
import { createTimelineStore } from '../../src/state/timeline-store.js';
import { makeMessage, makeRoom } from '../helpers/fake-session.js';
import { collectPageErrors } from '../helpers/page-errors.js';

describe('the room store', () => {
  it('tells its followers once of several rooms', () => {
    const rooms = createRoomStore();
    const seen: number[] = [];
    rooms.$byJid.listen((all) => seen.push(Object.keys(all).length));
    rooms.putAll([makeRoom({ jid: 'a@c' }), makeRoom({ jid: 'b@c' })]);
    rooms.putAll([]);
    expect(seen).to.deep.equal([2]);
  });

  it('derives the order and the sum of unread messages', () => {
    const rooms = createRoomStore();
    rooms.putAll([makeRoom({ jid: 'b@c', name: 'B', unread: 2 }), makeRoom({ jid: 'a@c', name: 'A', unread: 1 })]);
    expect(rooms.$sorted.get().map(({ name }) => name)).to.deep.equal(['A', 'B']);
    expect(rooms.$unread.get()).to.equal(3);
    rooms.update('b@c', { unread: 0 });
    expect(rooms.$unread.get()).to.equal(1);
  });

  it('never changes a value that somebody holds', () => {
    const rooms = createRoomStore();
    rooms.put(makeRoom({ jid: 'a@c' }));
    const before = rooms.$byJid.get();
    rooms.put(makeRoom({ jid: 'b@c' }));
    rooms.update('a@c', { unread: 5 });
    rooms.remove('a@c');
    expect(Object.keys(before)).to.deep.equal(['a@c']);
    expect(before['a@c']?.unread).to.equal(0);
    expect(Object.keys(rooms.$byJid.get())).to.deep.equal(['b@c']);
  });

  it('changes no room that it does not know', () => {
    const rooms = createRoomStore();
    rooms.update('a@c', { unread: 5 });
    expect(rooms.get('a@c')).to.equal(undefined);
  });

  // Forgery 24.
  it('knows no room that JavaScript brings along', () => {
    const rooms = createRoomStore();
    rooms.put(makeRoom({ jid: 'a@c' }));
    for (const name of ['__proto__', 'constructor', 'toString']) expect(rooms.get(name)).to.equal(undefined);
    rooms.put(makeRoom({ jid: '__proto__' }));
    expect(rooms.get('__proto__')?.jid).to.equal('__proto__');
    expect(rooms.$sorted.get()).to.have.length(2);
  });

  it('forgets everything at once', () => {
    const rooms = createRoomStore();
    rooms.put(makeRoom({ jid: 'a@c' }));
    rooms.setActive('a@c');
    rooms.setStatus('ready');
    rooms.clear();
    expect([rooms.$sorted.get(), rooms.$active.get(), rooms.$status.get()]).to.deep.equal([[], undefined, 'loading']);
  });
});

describe('the timeline store', () => {
  it('shows the archive, and behind it what is on its way', () => {
    const timeline = createTimelineStore();
    const [one, two] = [makeMessage(), makeMessage({ own: true })];
    timeline.setArchived([one]);
    timeline.setOutgoing([two]);
    expect(timeline.$messages.get()).to.deep.equal([one, two]);
  });

  it('moves a delivered message from one to the other in one step', () => {
    const timeline = createTimelineStore();
    const message = makeMessage({ own: true });
    timeline.setOutgoing([message]);
    const seen: number[] = [];
    timeline.$messages.listen((messages) => seen.push(messages.length));
    timeline.deliver([{ messages: [message] }], []);
    expect(new Set(seen)).to.deep.equal(new Set([1]));
    expect(timeline.$outgoing.get()).to.deep.equal([]);
  });

  it('has the parts of the archive as one list, and says where messages are missing between them', () => {
    const timeline = createTimelineStore();
    const [old, middle, last] = [makeMessage(), makeMessage(), makeMessage()] as const;
    timeline.setSpans([{ messages: [old] }, { messages: [middle], gap: 'loading' }, { messages: [last] }]);
    expect(timeline.$messages.get()).to.deep.equal([old, middle, last]);
    expect(timeline.$archived.get()).to.deep.equal([last]);
    expect([...timeline.$gaps.get()]).to.deep.equal([
      [middle.key, 'loading'],
      [last.key, 'open'],
    ]);
    const changed = { ...last, body: 'Other' };
    timeline.setArchived([changed]);
    expect(timeline.$messages.get()).to.deep.equal([old, middle, changed]);
  });

  it('tells nobody of what did not change', () => {
    const timeline = createTimelineStore();
    timeline.setArchived([makeMessage()]);
    let told = 0;
    timeline.$messages.listen(() => (told += 1));
    timeline.deliver(timeline.spans(), timeline.$outgoing.get());
    expect(told).to.equal(0);
  });
});

describe('all stores', () => {
  // Forgery 22.
  it('go on when a follower throws, and report what it threw', () => {
    const page = collectPageErrors();
    const connection = createConnectionStore();
    const rooms = createRoomStore();
    const told: string[] = [];
    const fail = () => {
      throw new Error('of the page');
    };
    connection.$state.listen(fail);
    connection.$state.listen(({ status }) => told.push(status));
    rooms.$sorted.listen(fail);
    rooms.$unread.listen(fail);
    rooms.$unread.listen((total) => told.push(`unread ${total}`));
    connection.set({ status: 'connecting', attempt: 0 });
    rooms.put(makeRoom({ unread: 4 }));
    expect(told).to.deep.equal(['connecting', 'unread 4']);
    expect(page.stop()).to.have.length(3);
  });

  it('share nothing with those of another session', () => {
    const [one, two] = [createDraftStore(), createDraftStore()];
    one.set('a@c', 'half');
    expect([one.get('a@c'), two.get('a@c')]).to.deep.equal(['half', '']);
    one.clear();
    expect(one.get('a@c')).to.equal('');
  });

  it('count the people of a room', () => {
    const occupants = createOccupantStore();
    occupants.set(new Map([['ann', { nick: 'ann', affiliation: 'none', role: 'participant' }]]));
    expect(occupants.$count.get()).to.equal(1);
  });
});
