import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { onEveryServer } from '../helpers/servers.js';

onEveryServer('1.1 initial login', (place) => {
  it('takes a username and a password to a WebSocket', async () => {
    const session = await place.sessionOf(place.alice);
    await session.connect();
    expect(session.connection.$jid.get()).to.equal(place.alice.jid);
  });

  it('is `connecting`, then `online`, and `offline` after disconnecting', async () => {
    const session = await place.sessionOf(place.alice);
    const seen: string[] = [];
    session.on('connection-change', ({ status }) => seen.push(status));
    await session.connect();
    await session.disconnect();
    expect(seen).to.deep.equal(['connecting', 'online', 'offline']);
  });

  it('ends in `error` with a wrong password', async () => {
    const session = await place.sessionOf({ ...place.alice, password: 'wrong' });
    await session.connect().catch(() => undefined);
    expect(session.connection.$state.get()).to.include({ status: 'error', reason: 'wrong-credentials' });
  });

  it('never sends the password where SCRAM is offered', async () => {
    const frames = recordFrames();
    await (await place.sessionOf(place.alice)).connect();
    frames.restore();
    const [auth] = frames.sent().filter((text) => text.startsWith('<auth'));
    expect(auth).to.match(/mechanism="SCRAM-SHA-(256|1)"/);
  });
});

onEveryServer('1.2 session establishment', (place) => {
  it('sends the initial presence at once, and waits for no session reply', async () => {
    const frames = recordFrames();
    const session = await place.sessionOf(place.alice);
    await session.connect();
    await session.ready;
    frames.restore();
    expect(frames.sent().filter((text) => /^<presence xmlns="jabber:client"\/>/.test(text))).to.have.length(1);
    expect(frames.sent().join()).not.to.contain('xmpp-session');
    await reaches(session.rooms.$status, (status) => status === 'ready');
  });
});
