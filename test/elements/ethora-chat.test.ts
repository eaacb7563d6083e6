import { expect, fixture, html, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { setLogLevel } from '../../src/index.js';
import type { EthoraChat } from '../../src/elements/ethora-chat/ethora-chat.js';
import { startRest, stealRememberedLogin, type Rest } from '../helpers/rest.js';
import { server } from '../helpers/server.js';
import { createSessionFixture, messageOf, roomOf, type SessionFixture } from './session-fixture.js';
import { watchSockets } from './socket-watch.js';

const launch = roomOf({ name: 'Launch week', memberCount: 8, onlineCount: 4 });
const design = roomOf({ name: 'Design review', unread: 3 });

/** Sizes at which the panes stand side by side, and one at a time. */
const WIDE = { inlineSize: '900px', blockSize: '500px' };
const NARROW = { inlineSize: '320px', blockSize: '400px' };

function find(chat: EthoraChat, selector: string): HTMLElement | null {
  return chat.renderRoot.querySelector<HTMLElement>(selector);
}

function shown(chat: EthoraChat, selector: string): boolean {
  return find(chat, selector)?.checkVisibility({ visibilityProperty: true }) ?? false;
}

function textOf(chat: EthoraChat): string {
  return (chat.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** What stands instead of the messages. */
function threadState(chat: EthoraChat): Element | null | undefined {
  return find(chat, 'ethora-thread')?.shadowRoot?.querySelector('.pane-state');
}

async function settled(chat: EthoraChat) {
  await chat.updateComplete;
  for (const inner of chat.renderRoot.querySelectorAll<EthoraChat>(
    'ethora-room-list, ethora-thread, ethora-composer, ethora-login-form',
  ))
    await inner.updateComplete;
}

// What the page is warned about is not to be read here.
before(() => setLogLevel('silent'));
after(() => setLogLevel('warn'));

describe('<ethora-chat> with a session of the page', () => {
  let session: SessionFixture;

  beforeEach(() => {
    session = createSessionFixture();
    session.rooms.putAll([launch, design]);
    session.rooms.setStatus('ready');
  });

  async function show(size = WIDE, settings: Partial<EthoraChat> = {}): Promise<EthoraChat> {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    Object.assign(chat.style, size);
    Object.assign(chat, settings, { session });
    await settled(chat);
    return chat;
  }

  it('shows list and thread side by side when wide', async () => {
    const chat = await show();
    expect(shown(chat, '.list-pane')).to.be.true;
    expect(shown(chat, '.thread-pane')).to.be.true;
    expect(textOf(chat)).to.contain('Choose a chat');
    await expect(chat).to.be.accessible();
  });

  it('shows one of them when narrow: the list, then the open room, and back', async () => {
    const chat = await show(NARROW);
    expect([shown(chat, '.list-pane'), shown(chat, '.thread-pane')]).to.deep.equal([true, false]);
    await expect(chat).to.be.accessible();
    chat.openRoom(launch.jid);
    await settled(chat);
    expect([shown(chat, '.list-pane'), shown(chat, '.thread-pane')]).to.deep.equal([false, true]);
    await expect(chat).to.be.accessible();
    find(chat, '[part="back"]')?.click();
    await settled(chat);
    expect([shown(chat, '.list-pane'), shown(chat, '.thread-pane')]).to.deep.equal([true, false]);
  });

  it('has no back button when wide (pitfall 33)', async () => {
    const chat = await show();
    chat.openRoom(launch.jid);
    await settled(chat);
    expect(shown(chat, '[part="back"]')).to.be.false;
  });

  it('follows its own size, not that of the window', async () => {
    const chat = await show(NARROW);
    Object.assign(chat.style, WIDE);
    await nextFrame();
    expect([shown(chat, '.list-pane'), shown(chat, '.thread-pane')]).to.deep.equal([true, true]);
  });

  it('shows only the thread with layout="room", without a way back (pitfall 33)', async () => {
    const chat = await show(NARROW, { layout: 'room', room: launch.jid });
    expect(find(chat, 'ethora-room-list')).to.be.null;
    expect(find(chat, '[part="back"]')).to.be.null;
    expect(find(chat, 'h2')?.textContent).to.equal('Launch week');
  });

  it('opens the room that is asked for, and the next one', async () => {
    const chat = await show(WIDE, { room: launch.jid });
    expect(session.rooms.$active.get()).to.equal(launch.jid);
    chat.room = design.jid;
    await settled(chat);
    expect(session.rooms.$active.get()).to.equal(design.jid);
  });

  it('opens its room whichever of room and session comes first', async () => {
    for (const order of [
      ['room', 'session'],
      ['session', 'room'],
    ] as const) {
      session.rooms.setActive(undefined);
      const chat = document.createElement('ethora-chat');
      for (const name of order) Object.assign(chat, { [name]: { room: launch.jid, session }[name] });
      document.body.append(chat);
      await chat.updateComplete;
      expect(session.rooms.$active.get(), order.join()).to.equal(launch.jid);
      chat.remove();
    }
  });

  it('says how many belong to the room and how many are there, as far as it is known', async () => {
    const chat = await show(WIDE, { room: launch.jid });
    expect(find(chat, '.subtitle')?.textContent).to.equal('8 members, 4 online');
    session.rooms.put(roomOf({ name: 'Launch week', memberCount: 1 }));
    await settled(chat);
    expect(find(chat, '.subtitle')?.textContent).to.equal('1 member');
    session.rooms.put(roomOf({ name: 'Launch week' }));
    await settled(chat);
    expect(find(chat, '.subtitle')).to.be.null;
  });

  it('says why a room cannot be entered, and tries again', async () => {
    const chat = await show(WIDE, { room: launch.jid });
    session.rooms.update(launch.jid, { presence: 'denied', denial: 'members-only' });
    await settled(chat);
    expect(threadState(chat)?.textContent).to.contain('This room is private');
    expect(find(chat, 'ethora-composer')).to.be.null;
    await expect(chat).to.be.accessible();
    threadState(chat)?.querySelector('button')?.click();
    expect(session.calls).to.deep.include(['rejoin', launch.jid]);
  });

  it('offers no second try where it cannot help', async () => {
    session.rooms.update(launch.jid, { presence: 'denied', denial: 'banned', denialText: '<b>spam</b>' });
    const chat = await show(WIDE, { room: launch.jid });
    expect(threadState(chat)?.textContent).to.contain('<b>spam</b>');
    expect(threadState(chat)?.querySelector('button')).to.be.null;
  });

  it('moves the focus to the composer when somebody chooses a room', async () => {
    const chat = await show();
    const list = find(chat, 'ethora-room-list');
    list?.shadowRoot?.querySelector<HTMLElement>('[role="option"]')?.click();
    await waitUntil(() => chat.shadowRoot?.activeElement?.localName === 'ethora-composer');
  });

  it('leads to the search field with Ctrl+K, but only from inside', async () => {
    const chat = await show(NARROW, { room: launch.jid });
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
    await settled(chat);
    expect(chat.shadowRoot?.activeElement).to.be.null;
    find(chat, 'ethora-composer')?.focus();
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'k' });
    await sendKeys({ up: 'Control' });
    await waitUntil(() => find(chat, 'ethora-room-list')?.shadowRoot?.activeElement?.localName === 'input');
  });

  it('gives the page its own layout', async () => {
    const chat = await fixture<EthoraChat>(
      html`<ethora-chat .session=${session}><ethora-composer room=${launch.jid}></ethora-composer></ethora-chat>`,
    );
    await settled(chat);
    const composer = chat.querySelector('ethora-composer');
    await composer?.updateComplete;
    expect(composer?.shadowRoot?.querySelector('textarea')?.ariaLabel).to.equal('Message Launch week');
    expect(chat.renderRoot.querySelectorAll('ethora-thread, ethora-composer, ethora-room-list')).to.be.empty;
  });

  it('takes blanks between its tags for no layout, and a layout that comes late for one', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat .session=${session}> </ethora-chat>`);
    expect(shown(chat, '.panes')).to.be.true;
    chat.append(document.createElement('ethora-composer'));
    await waitUntil(() => find(chat, '.panes') === null);
    expect(chat.querySelector('ethora-composer')?.checkVisibility()).to.be.true;
  });

  it('tells what the session reports as events', async () => {
    const chat = await show();
    const message = messageOf({});
    const reports = [
      [
        'ethora-connection-change',
        () => session.emit('connection-change', { status: 'error', reason: 'lost', attempt: 3 }),
        { status: 'error', reason: 'lost' },
      ],
      [
        'ethora-message-receive',
        () => session.emit('message-receive', { message, roomJid: launch.jid }),
        { message, roomJid: launch.jid },
      ],
      ['ethora-room-change', () => session.emit('room-change', { roomJid: launch.jid }), { roomJid: launch.jid }],
      ['ethora-unread-change', () => session.emit('unread-change', { total: 3 }), { total: 3 }],
      [
        'ethora-error',
        () => session.emit('error', { code: 'send', message: 'x', recoverable: true }),
        { code: 'send', message: 'x', recoverable: true },
      ],
    ] as const;
    for (const [name, report, detail] of reports) {
      setTimeout(report);
      const event = await oneEvent(document, name);
      expect(event.target).to.equal(chat);
      expect(event.detail).to.deep.equal(detail);
    }
  });

  it('tells nothing of a session that it no longer has', async () => {
    const chat = await show();
    let told = 0;
    chat.addEventListener('ethora-unread-change', () => (told += 1));
    chat.session = createSessionFixture();
    session.emit('unread-change', { total: 3 });
    expect(told).to.equal(0);
  });

  it('neither opens nor closes a session that the page gave', async () => {
    const chat = await show();
    chat.remove();
    await nextFrame();
    expect(session.calls).to.be.empty;
  });

  it('is ready when the session is', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    let ready = false;
    const waiting = chat.ready.then(() => (ready = true));
    await nextFrame();
    expect(ready).to.be.false;
    chat.session = session;
    await waiting;
  });

  it('sends by code', async () => {
    const chat = await show(WIDE, { room: launch.jid });
    expect(chat.send('Hello')?.body).to.equal('Hello');
    expect(session.calls).to.deep.include(['send', 'Hello', launch.jid]);
  });

  it('uses what it knows instead of unknown settings', async () => {
    const chat = await show(WIDE, { layout: 'spiral', theme: 'plaid', locale: 'xx-!' } as never);
    expect([chat.layout, chat.theme]).to.deep.equal(['auto', 'auto']);
    expect(shown(chat, '.list-pane')).to.be.true;
  });

  it('is dark or light as asked', async () => {
    const chat = await show(WIDE, { theme: 'dark' });
    expect(getComputedStyle(chat).backgroundColor).to.equal('rgb(22, 24, 29)');
    await expect(chat).to.be.accessible();
    chat.theme = 'light';
    await settled(chat);
    expect(getComputedStyle(chat).backgroundColor).to.equal('rgb(255, 255, 255)');
  });

  it('follows the system, and before that a page that declares its colours', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    const chat = await show();
    expect(getComputedStyle(chat).backgroundColor).to.equal('rgb(22, 24, 29)');
    const page = await fixture<HTMLElement>(html`<div><ethora-chat></ethora-chat></div>`);
    page.style.colorScheme = 'light';
    const inner = page.querySelector('ethora-chat') as EthoraChat;
    page.append(inner);
    expect(getComputedStyle(inner).backgroundColor).to.equal('rgb(255, 255, 255)');
    await emulateMedia({ colorScheme: 'light' });
  });

  it('takes tokens from itself and from around it', async () => {
    const page = await fixture<HTMLElement>(html`<div><ethora-chat></ethora-chat></div>`);
    const chat = page.querySelector('ethora-chat') as EthoraChat;
    page.style.setProperty('--ethora-color-bg', 'rgb(1, 2, 3)');
    expect(getComputedStyle(chat).backgroundColor).to.equal('rgb(1, 2, 3)');
    chat.style.setProperty('--ethora-color-bg', 'rgb(4, 5, 6)');
    expect(getComputedStyle(chat).backgroundColor).to.equal('rgb(4, 5, 6)');
  });

  it('takes the font of the page, but none of its text styles (pitfall 34)', async () => {
    const page = await fixture<HTMLElement>(html`<div><ethora-chat></ethora-chat></div>`);
    Object.assign(page.style, {
      fontFamily: 'monospace',
      textTransform: 'uppercase',
      lineHeight: '3',
      fontSize: '40px',
    });
    const chat = page.querySelector('ethora-chat') as EthoraChat;
    page.append(chat);
    const { fontFamily, textTransform, lineHeight, fontSize } = getComputedStyle(chat);
    expect([fontFamily, textTransform, lineHeight, fontSize]).to.deep.equal(['monospace', 'none', '22px', '15px']);
    page.style.fontFamily = '';
    page.append(chat);
    expect(getComputedStyle(chat).fontFamily).to.contain('system-ui');
  });

  it('has a height where the page gives it none', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    expect(chat.getBoundingClientRect().height).to.equal(600);
  });

  it('fills a box', async () => {
    const page = await fixture<HTMLElement>(html`<div><ethora-chat></ethora-chat></div>`);
    Object.assign(page.style, { inlineSize: '320px', blockSize: '400px' });
    const { width, height } = (page.firstElementChild as EthoraChat).getBoundingClientRect();
    expect([width, height]).to.deep.equal([320, 400]);
  });

  it('stays inside its box from right to left', async () => {
    const chat = await show(NARROW);
    chat.dir = 'rtl';
    chat.openRoom(launch.jid);
    await settled(chat);
    expect(chat.scrollWidth).to.be.at.most(320);
    const back = find(chat, '[part="back"]')?.getBoundingClientRect();
    expect(back?.left).to.be.greaterThan(chat.getBoundingClientRect().left + 200);
    await expect(chat).to.be.accessible();
  });

  describe('about the connection', () => {
    let clock: SinonFakeTimers;
    let chat: EthoraChat;

    beforeEach(async () => {
      chat = await show(WIDE, { room: launch.jid });
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => clock.restore());

    function banner() {
      return find(chat, '.thread-pane .banner')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    }
    async function become(state: Parameters<SessionFixture['connection']['set']>[0]) {
      session.connection.set(state);
      await chat.updateComplete;
    }

    it('says nothing while all is well', () => {
      expect(banner()).to.equal('');
    });

    it('says "connecting" after a second', async () => {
      await become({ status: 'connecting', attempt: 0 });
      await clock.tickAsync(999);
      expect(banner()).to.equal('');
      await clock.tickAsync(1);
      await chat.updateComplete;
      expect(banner()).to.equal('Connecting');
    });

    it('says that it is offline, and then for two seconds that all is here', async () => {
      await become({ status: 'offline', reason: 'no-network', attempt: 1 });
      expect(banner()).to.equal('Offline. Messages go out when you are back. Retry');
      session.room(launch.jid).timeline.setCatchingUp(true);
      await become({ status: 'online', attempt: 0 });
      expect(banner()).to.equal('Online. Catching up');
      session.room(launch.jid).timeline.setCatchingUp(false);
      await chat.updateComplete;
      expect(banner()).to.equal('Up to date');
      await clock.tickAsync(2000);
      await chat.updateComplete;
      expect(banner()).to.equal('');
    });

    it('offers to reconnect when the session gave up, and shows that it does', async () => {
      await become({ status: 'error', reason: 'lost', attempt: 3 });
      expect(banner()).to.equal('Connection lost. Reconnect');
      find(chat, '.thread-pane .banner button')?.click();
      await chat.updateComplete;
      expect(banner()).to.equal('Connecting');
      expect(session.calls).to.deep.include(['connect']);
    });

    it('says why, when it is something to act on', async () => {
      await become({ status: 'error', reason: 'replaced', attempt: 0 });
      expect(banner()).to.equal('The chat is open elsewhere. Reconnect');
    });

    it('moves no message when it comes', async () => {
      const place = () => find(chat, 'ethora-thread')?.getBoundingClientRect().top;
      const before = place();
      await become({ status: 'error', reason: 'lost', attempt: 3 });
      expect(place()).to.equal(before);
    });

    for (const state of [
      { status: 'error', reason: 'lost', attempt: 3 },
      { status: 'offline', reason: 'no-network', attempt: 1 },
    ] as const) {
      it(`is accessible when ${state.status}`, async () => {
        await become(state);
        clock.restore();
        await Promise.all(chat.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? []);
        await expect(chat).to.be.accessible();
      });
    }
  });

  for (const reason of ['unreachable', 'invalid-service', 'wrong-credentials', 'logged-out'] as const) {
    it(`says what is wrong when nothing can be shown: ${reason}`, async () => {
      session.rooms.setStatus('loading');
      session.connection.set({ status: reason === 'logged-out' ? 'offline' : 'error', reason, attempt: 0 });
      const chat = await show(NARROW);
      expect(find(chat, '.pane-state .title')?.textContent).to.not.equal('');
      expect(find(chat, '.panes')).to.be.null;
      await expect(chat).to.be.accessible();
    });
  }
});

describe('<ethora-chat> with a session of its own', () => {
  const watch = watchSockets();

  const settings = {
    service: 'ws://127.0.0.1:9/ws',
    domain: 'harbor.example',
    username: 'elena',
    password: 'secret',
  };

  async function place(change: Partial<EthoraChat> = {}): Promise<EthoraChat> {
    const chat = document.createElement('ethora-chat');
    Object.assign(chat, settings, change);
    return fixture<EthoraChat>(chat);
  }

  it('opens one connection, however many attributes are set', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    for (const [name, value] of Object.entries(settings)) chat.setAttribute(name, value);
    await watch.opened(1);
    await nextFrame();
    expect(watch.sockets.map(({ url }) => url)).to.deep.equal([settings.service]);
  });

  it('takes properties that were set before the tag was known', async () => {
    // In a document without a window no element is upgraded.
    const chat = document.implementation.createHTMLDocument().createElement('ethora-chat');
    Object.assign(chat, settings);
    expect(Object.keys(chat)).to.include('service');
    await fixture(chat as never);
    await watch.opened(1);
  });

  it('connects anew, once, when the user changes, and closes the old connection (pitfall 4)', async () => {
    const chat = await place();
    await watch.opened(1);
    chat.username = 'maya';
    chat.password = 'other';
    await watch.opened(2);
    await watch.closed(0);
    await nextFrame();
    expect(watch.sockets).to.have.length(2);
  });

  it('does not connect anew for credentials that say the same', async () => {
    const chat = await place({ credentials: { username: 'elena', password: 'secret' } });
    await watch.opened(1);
    chat.credentials = { username: 'elena', password: 'secret' };
    await chat.updateComplete;
    await nextFrame();
    expect(watch.sockets).to.have.length(1);
  });

  it('keeps its connection while it is moved', async () => {
    const chat = await place();
    await watch.opened(1);
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(chat);
    await nextFrame();
    expect(watch.isClosed(0)).to.be.false;
    expect(watch.sockets).to.have.length(1);
  });

  it('closes it when it is taken away, and connects again when it comes back', async () => {
    const chat = await place();
    await watch.opened(1);
    chat.remove();
    await watch.closed(0);
    document.body.append(chat);
    await watch.opened(2);
    chat.remove();
  });

  it('shares nothing with a second one', async () => {
    const one = await place({ ownConnection: true });
    const two = await place({ ownConnection: true });
    await watch.opened(2);
    expect(one.session).to.not.equal(two.session);
    one.remove();
    await watch.closed(0);
    expect(watch.isClosed(1)).to.be.false;
  });

  it('says that the service is missing (pitfall 9)', async () => {
    const chat = await place({ service: '' });
    await waitUntil(() => textOf(chat).includes('Set the “service” attribute'));
    await expect(chat).to.be.accessible();
  });

  it('says that the service is missing before anybody signs in', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    expect(textOf(chat)).to.contain('Set the “service” attribute');
  });

  it('rejects connect() when there is nothing to connect', async () => {
    const chat = await fixture<EthoraChat>(html`<ethora-chat></ethora-chat>`);
    const failure = await chat.connect().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
  });
});

describe('<ethora-chat> without credentials', () => {
  const watch = watchSockets();

  async function place(): Promise<EthoraChat> {
    const chat = await fixture<EthoraChat>(html`<ethora-chat service="ws://127.0.0.1:9/ws"></ethora-chat>`);
    await settled(chat);
    return chat;
  }
  function form(chat: EthoraChat) {
    return find(chat, 'ethora-login-form')?.shadowRoot as ShadowRoot;
  }
  async function type(chat: EthoraChat, id: string, value: string) {
    form(chat).querySelector<HTMLInputElement>(id)?.focus();
    await sendKeys({ type: value });
  }

  it('asks for username and password', async () => {
    const chat = await place();
    expect([...form(chat).querySelectorAll('label')].map((label) => label.textContent)).to.deep.equal([
      'Username',
      'Password',
    ]);
    expect([...form(chat).querySelectorAll('input')].map((field) => field.autocomplete)).to.deep.equal([
      'username',
      'current-password',
    ]);
    await expect(chat).to.be.accessible();
  });

  it('says which one is missing, and goes there', async () => {
    const chat = await place();
    await type(chat, '#username', 'elena');
    await sendKeys({ press: 'Enter' });
    await settled(chat);
    expect(form(chat).querySelector('#password-error')?.textContent.trim()).to.equal('Enter your password.');
    expect(form(chat).activeElement?.id).to.equal('password');
    expect(watch.sockets).to.be.empty;
    await expect(chat).to.be.accessible();
  });

  it('shows the password on demand', async () => {
    const chat = await place();
    form(chat).querySelector<HTMLElement>('[aria-pressed]')?.click();
    await settled(chat);
    expect(form(chat).querySelector<HTMLInputElement>('#password')?.type).to.equal('text');
  });

  it('signs in with what was typed, and is busy meanwhile', async () => {
    const chat = await place();
    await type(chat, '#username', 'elena');
    await type(chat, '#password', 'secret');
    await sendKeys({ press: 'Enter' });
    await watch.opened(1);
    await settled(chat);
    expect(form(chat).querySelector('form')?.ariaBusy).to.equal('true');
    expect(form(chat).textContent).to.contain('Logging in');
    await expect(chat).to.be.accessible();
  });

  it('keeps what was typed, and says what went wrong', async () => {
    const chat = await fixture<EthoraChat>(
      html`<ethora-chat service="ws://127.0.0.1:9/ws" reconnect-attempts="0"></ethora-chat>`,
    );
    await settled(chat);
    await type(chat, '#username', 'elena');
    await type(chat, '#password', 'secret');
    await sendKeys({ press: 'Enter' });
    await watch.opened(1);
    watch.refuse(0);
    await waitUntil(() => form(chat).querySelector('#password-error')?.textContent.includes('cannot be reached'));
    expect(form(chat).querySelector<HTMLInputElement>('#username')?.value).to.equal('elena');
    expect(form(chat).querySelector('form')?.ariaBusy).to.equal('false');
    await expect(chat).to.be.accessible();
  });
});

describe('<ethora-chat> with Ethora’s API and without credentials', function () {
  this.timeout(30_000);
  let rest: Rest;
  let service: string;

  before(async () => {
    rest = await startRest();
    ({ service } = await server.start());
  });
  after(() => rest.close());
  afterEach(() => localStorage.clear());

  async function place(settings: Partial<EthoraChat> = {}): Promise<EthoraChat> {
    const chat = await fixture<EthoraChat>(html`<ethora-chat
      service=${service}
      api=${settings.api ?? rest.url}
      app-id=${rest.appId}
      app-token=${settings.appToken ?? rest.appToken}
      reconnect-attempts="0"
      ?remember=${settings.remember}
    ></ethora-chat>`);
    await settled(chat);
    return chat;
  }
  function form(chat: EthoraChat) {
    return find(chat, 'ethora-login-form')?.shadowRoot;
  }
  async function logIn(chat: EthoraChat, email: string, password: string) {
    for (const [id, value] of [
      ['#username', email],
      ['#password', password],
    ] as const) {
      const field = form(chat)!.querySelector<HTMLInputElement>(id)!;
      field.focus();
      field.select();
      await sendKeys({ type: value });
    }
    await sendKeys({ press: 'Enter' });
  }
  function errorOf(chat: EthoraChat) {
    return form(chat)?.querySelector('#password-error')?.textContent.trim();
  }

  it('asks for e-mail and password', async () => {
    const chat = await place();
    expect([...form(chat)!.querySelectorAll('label')].map((label) => label.textContent)).to.deep.equal([
      'E-mail',
      'Password',
    ]);
    await sendKeys({ press: 'Tab' });
    form(chat)!.querySelector<HTMLButtonElement>('[type="submit"]')?.click();
    await settled(chat);
    expect(form(chat)!.querySelector('#username-error')?.textContent.trim()).to.equal('Enter your e-mail address.');
    await expect(chat).to.be.accessible();
  });

  it('signs in with them, and shows the form again after logout', async () => {
    const user = await rest.addUser('form');
    const chat = await place();
    await logIn(chat, user.email, user.password);
    await waitUntil(() => chat.session);
    await chat.ready;
    await settled(chat);
    expect(form(chat)).to.be.undefined;
    expect(localStorage).to.have.length(0);
    await chat.logout();
    await settled(chat);
    expect(form(chat)).to.not.be.undefined;
  });

  it('needs no form after a reload with `remember`, until logout', async () => {
    const user = await rest.addUser('kept');
    const chat = await place({ remember: true });
    await logIn(chat, user.email, user.password);
    await waitUntil(() => chat.session);
    await chat.ready;
    chat.remove();
    const again = await place({ remember: true });
    expect(form(again)).to.be.undefined;
    await again.ready;
    await again.logout();
    await settled(again);
    expect(form(again)).to.not.be.undefined;
    expect(localStorage).to.have.length(0);
  });

  it('says why a remembered login has ended, above the form', async () => {
    const user = await rest.addUser('ended');
    const first = await place({ remember: true });
    await logIn(first, user.email, user.password);
    await waitUntil(() => first.session);
    await first.ready;
    first.remove();
    await stealRememberedLogin(rest);
    const chat = await place({ remember: true });
    await waitUntil(() => form(chat));
    await waitUntil(() => errorOf(chat) === 'Your login has expired.');
    await expect(chat).to.be.accessible();
    await logIn(chat, user.email, user.password);
    await waitUntil(() => chat.session);
    await chat.ready;
    expect(form(chat)).to.be.undefined;
  });

  it('keeps a chat that goes on when its storage is cleared', async () => {
    const user = await rest.addUser('cleared');
    const first = await place({ remember: true });
    await logIn(first, user.email, user.password);
    await waitUntil(() => first.session);
    await first.ready;
    first.remove();
    const chat = await place({ remember: true });
    await chat.ready;
    const { session } = chat;
    localStorage.clear();
    chat.requestUpdate();
    await settled(chat);
    expect(chat.session).to.equal(session);
  });

  it('says in words what is wrong, and lets one try again', async () => {
    const user = await rest.addUser('words');
    const unverified = await rest.addUser('unverified', { verified: false });
    const chat = await place();
    await logIn(chat, user.email, 'guess');
    await waitUntil(() => errorOf(chat) === 'E-mail or password is not right.');
    await expect(chat).to.be.accessible();
    await logIn(chat, unverified.email, unverified.password);
    await waitUntil(() => errorOf(chat)?.startsWith('Your e-mail address is not verified yet.'));
    chat.appToken = 'JWT other';
    await settled(chat);
    await logIn(chat, user.email, user.password);
    await waitUntil(() => errorOf(chat) === 'This app is not known here.');
    chat.appToken = rest.appToken;
    chat.api = 'http://127.0.0.1:9';
    await settled(chat);
    await logIn(chat, user.email, user.password);
    await waitUntil(() => errorOf(chat) === 'The login service cannot be reached.');
  });
});
