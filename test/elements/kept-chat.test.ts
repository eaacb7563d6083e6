import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { EthoraChat } from '../../src/elements/ethora-chat/ethora-chat.js';
import '../../src/index.js';
import { startProxy, type Proxy } from '../helpers/network.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, closeSessions, enterAs } from '../helpers/sessions.js';
import { makeRoom, createStoreSession } from '../helpers/fake-session.js';
import type { EthoraRoomList } from '../../src/elements/ethora-room-list/ethora-room-list.js';

/** The root of an element in a chat's own layout. */
function inside(chat: EthoraChat, tag: string): ShadowRoot | null | undefined {
  return chat.renderRoot.querySelector(tag)?.shadowRoot;
}

/** What is kept is proven to be one's own first, which takes its time on a slow machine. */
const PATIENCE = { timeout: 10_000 };

describe('<ethora-chat> after a reload, while the server does not answer', function () {
  this.timeout(40_000);
  let alice: Account;
  let room: string;
  let proxy: Proxy;

  before(async () => {
    alice = await server.register('alice');
    room = await server.createListedRoom('reload');
    const session = await enterAs(alice, room);
    session.send('seen before');
    await allDelivered(session, room);
    await session.disconnect();
  });
  beforeEach(async () => {
    proxy = await startProxy((await server.start()).service);
    await proxy.freeze();
  });
  afterEach(async () => {
    await closeSessions();
    await proxy.close();
  });

  async function show(account: Account): Promise<EthoraChat> {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    Object.assign(chat.style, { inlineSize: '900px', blockSize: '500px' });
    const { domain, conference } = await server.start();
    const { username, password } = account;
    Object.assign(chat, { service: proxy.url, domain, conference, username, password, room });
    await chat.updateComplete;
    return chat;
  }

  it('shows the list, the messages and a field to write in; the banner says that it connects', async () => {
    const chat = await show(alice);
    await waitUntil(() => inside(chat, 'ethora-thread')?.querySelector('[part~="message"]'), '', PATIENCE);
    await waitUntil(() => inside(chat, 'ethora-room-list')?.querySelector('[role="option"]'), '', PATIENCE);
    expect(inside(chat, 'ethora-thread')?.textContent).to.contain('seen before');
    for (const tag of ['ethora-thread', 'ethora-room-list']) {
      expect(inside(chat, tag)?.querySelector('.skeleton'), tag).to.equal(null);
    }
    const field = inside(chat, 'ethora-composer')?.querySelector('textarea');
    expect(field?.disabled).to.be.false;
    await waitUntil(
      () => chat.renderRoot.querySelector('[part="banner"]')?.textContent.includes('Connecting'),
      '',
      PATIENCE,
    );
    expect(chat.session?.connection.$state.get().status).to.equal('connecting');
    await expect(chat).to.be.accessible();
  });

  it('shows nothing of it to somebody with another password', async () => {
    const chat = await show({ ...alice, password: 'guessed' });
    await waitUntil(() => chat.renderRoot.querySelector('[part="banner"]'), '', PATIENCE);
    expect(inside(chat, 'ethora-thread')?.querySelector('[part~="message"]')).to.equal(null);
    expect(inside(chat, 'ethora-thread')?.textContent).not.to.contain('seen before');
    expect(chat.session?.rooms.$status.get()).to.equal('loading');
  });
});

describe('<ethora-room-list> says which rooms are on the screen', () => {
  it('when they come, and when the list is scrolled', async () => {
    const session = createStoreSession();
    const names = Array.from({ length: 60 }, (_, index) => `r${index + 1}@conference.example.org`);
    session.rooms.putAll(names.map((jid) => makeRoom({ jid, name: jid.slice(0, 3) })));
    let showing: readonly string[] = [];
    session.hooks.showing = (jids) => (showing = jids);
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    Object.assign(chat.style, { inlineSize: '900px', blockSize: '400px' });
    chat.session = session.chat;
    await chat.updateComplete;
    const list = chat.renderRoot.querySelector('ethora-room-list') as EthoraRoomList;
    await waitUntil(() => showing.length > 0, '', PATIENCE);
    const rows = [...list.renderRoot.querySelectorAll<HTMLElement>('[role="option"]')];
    const [first, last] = [rows[0]!.dataset.jid!, rows.at(-1)!.dataset.jid!];
    expect(showing).to.include(first).and.not.to.include(last);
    expect(showing.length).to.be.below(20);
    rows.at(-1)!.scrollIntoView();
    await waitUntil(() => showing.includes(last), '', PATIENCE);
    expect(showing).not.to.include(first);
  });
});
