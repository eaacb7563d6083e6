import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Message } from '../../src/domain/message.js';
import { createStoreSession, makeMessage, makeRoom } from '../helpers/fake-session.js';
import {
  NOON,
  ROOM,
  find,
  messagesOf,
  nextPaint,
  roomSession,
  settled,
  textOf,
  threadFixture,
} from '../helpers/thread-fixture.js';

function many(count: number, change: Parameters<typeof makeMessage>[0] = {}): Message[] {
  return Array.from({ length: count }, (_, index) => makeMessage({ time: NOON - (count - index) * 1000, ...change }));
}

function own(change: Partial<Message> = {}): Message {
  return makeMessage({ from: 'Elena Marsh', own: true, time: NOON, ...change });
}

describe('<ethora-thread>', () => {
  describe('shows a state, accessible each', () => {
    it('no room chosen', async () => {
      const thread = await threadFixture(createStoreSession());
      expect(textOf(thread)).to.contain('Choose a chat');
      await expect(thread).to.be.accessible();
    });

    it('loading', async () => {
      const thread = await threadFixture(roomSession());
      expect(find(thread, '.ghosts').getAttribute('aria-label')).to.equal('Loading messages');
      await expect(thread).to.be.accessible();
    });

    it('a room without any message', async () => {
      const session = roomSession();
      session.room.setStatus('complete');
      const thread = await threadFixture(session);
      expect(textOf(thread)).to.contain('Say hello').and.to.contain('Launch week');
      await expect(thread).to.be.accessible();
    });

    it('history that could not be had, with a way to try again', async () => {
      const session = roomSession();
      session.room.setStatus('error');
      const thread = await threadFixture(session);
      await expect(thread).to.be.accessible();
      find(thread, '.pane-state button').click();
      expect(session.calls).to.deep.include(['loadOlder', ROOM]);
    });

    it('a room that we are not let into', async () => {
      const session = roomSession({ presence: 'denied', denial: 'members-only' });
      const thread = await threadFixture(session);
      expect(textOf(thread)).to.contain('This room is private');
      await expect(thread).to.be.accessible();
      find(thread, '.pane-state button').click();
      expect(session.calls).to.deep.include(['rejoin', ROOM]);
    });

    for (const [names, text] of [
      [['Tomás'], 'Tomás is typing'],
      [['Tomás', 'Priya'], 'Tomás and Priya are typing'],
      [['Tomás', 'Priya', 'Jonas'], '3 people are typing'],
    ] as const)
      it(`who is typing: ${text}`, async () => {
        const session = roomSession({ typing: names });
        session.room.setArchived(many(3));
        const thread = await threadFixture(session);
        const { top } = find(thread, '.strip').getBoundingClientRect();
        expect(find(thread, '.strip').textContent).to.equal(text);
        await expect(thread).to.be.accessible();
        session.rooms.update(ROOM, { typing: [] });
        await settled(thread);
        expect(find(thread, '.strip').textContent).to.equal('');
        expect(find(thread, '.strip').getBoundingClientRect().top).to.equal(top);
      });

    it('not connected, instead of loading without end', async () => {
      const session = roomSession();
      session.connection.set({ status: 'error', reason: 'unreachable', attempt: 3 });
      expect(textOf(await threadFixture(session))).to.contain('Not connected');
    });

    for (const [shape, width] of [
      ['bubbles', 360],
      ['rows', 720],
    ] as const) {
      it(`a conversation in ${shape}`, async () => {
        const session = roomSession();
        const unread = makeMessage({ time: NOON, from: 'Priya Nair', body: 'See https://example.org/a' });
        session.room.setArchived([
          makeMessage({ time: NOON - 90_000_000 }),
          makeMessage({ kind: 'system', time: NOON - 9000, body: 'Maya added Priya' }),
          own({ status: 'read' }),
          unread,
          makeMessage({ time: NOON, body: 'שלום' }),
          own({ status: 'failed', failure: 'timeout' }),
        ]);
        session.room.setOutgoing([own({ status: 'pending' })]);
        session.room.setUnreadMark({ key: unread.key, count: 2 });
        session.room.setStatus('complete');
        const thread = await threadFixture(session, width);
        expect(textOf(thread))
          .to.contain('2 new messages')
          .and.to.contain('Yesterday')
          .and.to.contain('Maya added Priya');
        await expect(thread).to.be.accessible();
      });
    }
  });

  it('marks up a feed of articles, oldest first, and names them', async () => {
    const session = roomSession();
    const first = makeMessage({ time: NOON, body: 'one' });
    const { archiveId: _, ...second } = own({ body: 'two', status: 'sent' });
    session.room.setArchived([first]);
    session.room.setOutgoing([second]);
    const thread = await threadFixture(session);
    expect(find(thread, '[role=feed]').getAttribute('aria-label')).to.equal('Messages in Launch week');
    const [a, b] = messagesOf(thread);
    expect(a?.dataset.id).to.equal(first.archiveId);
    expect(b?.dataset.id).to.equal(second.clientId);
    expect(b?.dataset.status).to.equal('sent');
    expect(a?.dataset.status).to.equal(undefined);
    expect(a?.getAttribute('aria-label')).to.match(/^Maya Lindqvist, one, \d/);
    expect(b?.getAttribute('aria-label')).to.match(/, Sent$/);
    expect([a, b].map((row) => row?.getAttribute('aria-posinset'))).to.deep.equal(['1', '2']);
    expect(a?.getAttribute('aria-setsize')).to.equal('-1');
  });

  it('keeps the element of a message while it goes from pending to delivered', async () => {
    const session = roomSession();
    session.room.setArchived([makeMessage({ time: NOON })]);
    const { archiveId: _, ...pending } = own({ status: 'pending' });
    session.room.setOutgoing([pending]);
    const thread = await threadFixture(session);
    const before = messagesOf(thread)[1];
    session.room.setArchived([...session.room.$archived.get(), { ...pending, archiveId: 'a1', status: 'delivered' }]);
    session.room.setOutgoing([]);
    await settled(thread);
    expect(messagesOf(thread)[1]).to.equal(before);
    expect(before?.dataset.id).to.equal('a1');
    expect(before?.dataset.status).to.equal('delivered');
    expect(before?.innerText).to.contain('Delivered');
  });

  it('offers retry and delete on a failed message, with the reason', async () => {
    const session = roomSession();
    const failed = own({ status: 'failed', failure: 'forbidden' });
    session.room.setArchived([failed]);
    const thread = await threadFixture(session);
    expect(textOf(thread)).to.contain('Not sent: you may not write here');
    find(thread, '[data-action=retry]').click();
    find(thread, '[data-action=discard]').click();
    expect(session.calls)
      .to.deep.include(['retry', ROOM, failed.key])
      .and.to.deep.include(['discard', ROOM, failed.key]);
  });

  it('says that a pending message waits, while there is no connection', async () => {
    const session = roomSession();
    session.room.setOutgoing([own({ status: 'pending' })]);
    const thread = await threadFixture(session);
    expect(textOf(thread)).to.contain('Sending');
    session.connection.set({ status: 'offline', reason: 'lost', attempt: 1 });
    await settled(thread);
    expect(textOf(thread)).to.contain('Waiting for connection');
  });

  it('shows text as typed, never as markup', async () => {
    const session = roomSession();
    const body = '<img src=x onerror=alert(1)>\n  two  spaces\ntab\there';
    session.room.setArchived([makeMessage({ time: NOON, body })]);
    const thread = await threadFixture(session);
    expect(find(thread, '.text').textContent).to.equal(body);
    expect(thread.shadowRoot?.querySelector('.row img')).to.equal(null);
  });

  it('opens links in a new tab without telling where from', async () => {
    const session = roomSession();
    session.room.setArchived([makeMessage({ time: NOON, body: 'a javascript:alert(1) b https://example.org c' })]);
    const links = Array.from((await threadFixture(session)).shadowRoot?.querySelectorAll('a') ?? []);
    expect(links.map((link) => [link.href, link.target, link.rel])).to.deep.equal([
      ['https://example.org/', '_blank', 'noopener noreferrer'],
    ]);
  });

  it('cuts off huge bodies and survives malformed messages', async () => {
    const session = roomSession();
    session.room.setArchived([
      makeMessage({ time: NaN, body: '' }),
      makeMessage({ time: 8.64e15 + 1, from: '', body: 'x'.repeat(200_000) }),
      makeMessage({ time: NOON, body: '\n'.repeat(50_000) }),
    ]);
    const thread = await threadFixture(session);
    expect(messagesOf(thread).length).to.equal(3);
    expect(messagesOf(thread)[1]?.innerText.length).to.be.below(21_000);
    expect(messagesOf(thread)[2]?.querySelector('.text')?.textContent.split('\n').length).to.be.below(1100);
  });

  it('gives every text the direction of its own', async () => {
    const session = roomSession();
    session.room.setArchived([
      makeMessage({ time: NOON, body: 'hello' }),
      makeMessage({ time: NOON, from: 'ליאור', body: 'שלום' }),
    ]);
    const thread = await threadFixture(session);
    const [left, right] = Array.from(thread.shadowRoot?.querySelectorAll('.text') ?? []);
    expect(left?.matches(':dir(ltr)')).to.equal(true);
    expect(right?.matches(':dir(rtl)')).to.equal(true);
    expect(find(thread, '.row:nth-of-type(2) .author').localName).to.equal('bdi');
  });

  it('puts own bubbles on the left where one writes from right to left', async () => {
    const session = roomSession();
    session.room.setArchived([own({ body: 'ok', status: 'sent' })]);
    const thread = await threadFixture(session);
    thread.dir = 'rtl';
    await settled(thread);
    const bubble = find(thread, '.bubble').getBoundingClientRect();
    expect(bubble.left - thread.getBoundingClientRect().left).to.be.below(40);
  });

  it('has no authors and no avatars in a one-to-one room, at any width', async () => {
    const session = roomSession({ direct: true });
    session.room.setArchived([makeMessage({ time: NOON }), own({ status: 'read' })]);
    const thread = await threadFixture(session, 800);
    expect(thread.shadowRoot?.querySelector('.avatar, .author')).to.equal(null);
    expect(getComputedStyle(find(thread, '.own .bubble')).backgroundColor).not.to.equal('rgba(0, 0, 0, 0)');
  });

  describe('stays light', () => {
    it('draws at most 400 of 5,000 messages, from the first to the last', async () => {
      const session = roomSession();
      const all = many(5000);
      session.room.setArchived(all);
      session.room.setStatus('complete');
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      let most = 0;
      for (let turn = 0; turn < 300 && messagesOf(thread)[0]?.dataset.key !== all[0]?.key; turn += 1) {
        scroller.scrollTop = 0;
        await nextPaint();
        most = Math.max(most, messagesOf(thread).length);
      }
      expect(messagesOf(thread)[0]?.dataset.key).to.equal(all[0]?.key);
      expect(most).to.be.within(100, 400);
    });

    it('draws few when a thousand arrive at once at the bottom', async () => {
      const session = roomSession();
      session.room.setArchived(many(50));
      const thread = await threadFixture(session);
      session.room.setArchived([...session.room.$archived.get(), ...many(1000)]);
      await settled(thread);
      expect(messagesOf(thread).length).to.be.at.most(100);
      const { scrollTop, scrollHeight, clientHeight } = find(thread, '.scroller');
      expect(scrollHeight - clientHeight - scrollTop).to.be.below(1);
    });
  });

  describe('finds its place', () => {
    it('at the bottom, and follows', async () => {
      const session = roomSession();
      session.room.setArchived(many(60));
      const thread = await threadFixture(session);
      session.room.setArchived([...session.room.$archived.get(), makeMessage({ time: NOON, body: 'newest' })]);
      await settled(thread);
      const { bottom } = find(thread, '.scroller').getBoundingClientRect();
      expect(messagesOf(thread).at(-1)?.getBoundingClientRect().bottom).to.be.within(bottom - 60, bottom);
      expect(thread.shadowRoot?.querySelector('.latest')).to.equal(null);
    });

    it('at the first unread message when there are more than fit', async () => {
      const session = roomSession();
      const messages = many(60);
      session.room.setArchived(messages);
      session.room.setUnreadMark({ key: messages[20]?.key ?? '', count: 40 });
      const thread = await threadFixture(session);
      const top = find(thread, '.scroller').getBoundingClientRect().top;
      expect(find(thread, '.unread').getBoundingClientRect().top - top).to.be.within(0, 60);
    });

    it('where it was left, after another room was open (pitfall 35)', async () => {
      const session = roomSession();
      const other = makeRoom({ jid: 'other@conference.example.org', name: 'Other' });
      session.rooms.put(other);
      session.room.setArchived(many(100));
      session.timeline(other.jid).setArchived(many(100));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      scroller.scrollTop = 700;
      await settled(thread);
      const top = scroller.getBoundingClientRect().top;
      const seen = messagesOf(thread).find((row) => row.getBoundingClientRect().top >= top);
      const before = seen?.getBoundingClientRect().top ?? NaN;
      session.rooms.setActive(other.jid);
      await settled(thread);
      expect(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop, 'other at its bottom').to.be.below(1);
      session.rooms.setActive(ROOM);
      await settled(thread);
      const after = messagesOf(thread).find((row) => row.dataset.key === seen?.dataset.key);
      expect(after?.getBoundingClientRect().top).to.be.closeTo(before, 1);
    });

    it('where it was, after the element was hidden and after it was moved in the page', async () => {
      const session = roomSession();
      session.room.setArchived(many(100));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      scroller.scrollTop = 700;
      await settled(thread);
      const place = scroller.scrollTop;
      thread.hidden = true;
      await settled(thread);
      thread.hidden = false;
      await settled(thread);
      expect(find(thread, '.scroller').scrollTop).to.be.closeTo(place, 1);
      thread.parentElement?.append(thread);
      await settled(thread);
      expect(find(thread, '.scroller').scrollTop).to.be.closeTo(place, 1);
    });

    it('at the bottom again when the user sends something (pitfall 32)', async () => {
      const session = roomSession();
      session.room.setArchived(many(100));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      scroller.scrollTop = 300;
      await settled(thread);
      session.chat.send('mine');
      await settled(thread);
      expect(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop).to.be.below(1);
    });

    it('with a button back to the latest that counts what came', async () => {
      const session = roomSession();
      session.room.setArchived(many(100));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      scroller.scrollTop = 300;
      await settled(thread);
      expect(find(thread, '.latest').getAttribute('aria-label')).to.equal('Jump to the latest message');
      session.room.setArchived([...session.room.$archived.get(), ...many(3), own({ status: 'delivered' })]);
      await settled(thread);
      expect(find(thread, '.latest').innerText.trim()).to.equal('3 new messages');
      await Promise.all(
        find(thread, '.latest')
          .getAnimations()
          .map((animation) => animation.finished),
      );
      await expect(thread).to.be.accessible();
      find(thread, '.latest').click();
      await settled(thread);
      expect(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop).to.be.below(1);
      expect(thread.shadowRoot?.querySelector('.latest')).to.equal(null);
    });
  });

  describe('fetches older messages', () => {
    it('when the reader comes near the first, one page at a time', async () => {
      const session = roomSession();
      session.room.setArchived(many(100));
      session.room.setStatus('ready');
      const thread = await threadFixture(session);
      expect(session.calls.map(([name]) => name)).not.to.include('loadOlder');
      session.hooks.loadOlder = async () => {
        session.room.setLoadingOlder(true);
      };
      find(thread, '.scroller').scrollTop = 0;
      await settled(thread);
      find(thread, '.scroller').scrollTop = 10;
      await settled(thread);
      expect(session.calls.filter(([name]) => name === 'loadOlder').length).to.equal(1);
      expect(find(thread, '[role=feed]').getAttribute('aria-busy')).to.equal('true');
      await expect(thread).to.be.accessible();
    });

    it('when what is here does not fill the view', async () => {
      const session = roomSession();
      session.room.setArchived(many(3));
      session.room.setStatus('ready');
      await threadFixture(session);
      expect(session.calls).to.deep.include(['loadOlder', ROOM]);
    });

    it('never when the first message ever is here, nor by itself after a failure', async () => {
      for (const status of ['complete', 'error'] as const) {
        const session = roomSession();
        session.room.setArchived(many(3));
        session.room.setStatus(status);
        const thread = await threadFixture(session);
        expect(session.calls.map(([name]) => name)).not.to.include('loadOlder');
        await expect(thread).to.be.accessible();
      }
    });

    it('by a button that the keyboard reaches', async () => {
      const session = roomSession();
      session.room.setArchived(many(100));
      session.room.setStatus('ready');
      const thread = await threadFixture(session);
      find(thread, '.earlier button').click();
      expect(session.calls).to.deep.include(['loadOlder', ROOM]);
    });
  });

  describe('with the keyboard', () => {
    it('has one Tab stop for all messages, and arrows walk them', async () => {
      const session = roomSession();
      session.room.setArchived(many(30, { body: 'see https://example.org' }));
      const thread = await threadFixture(session);
      const stops = () => Array.from(thread.shadowRoot?.querySelectorAll('.feed [tabindex="0"]:not(a)') ?? []);
      expect(stops()).to.deep.equal([messagesOf(thread).at(-1)]);
      thread.focus();
      const focused = () => messagesOf(thread).indexOf(thread.shadowRoot?.activeElement as HTMLElement);
      expect(focused()).to.equal(29);
      await sendKeys({ press: 'ArrowUp' });
      expect(focused()).to.equal(28);
      expect(stops()).to.deep.equal([messagesOf(thread)[28]]);
      await sendKeys({ press: 'PageUp' });
      expect(focused()).to.be.within(1, 26);
      await sendKeys({ press: 'Home' });
      expect(focused()).to.equal(0);
      await sendKeys({ press: 'ArrowUp' });
      expect(focused()).to.equal(0);
      await sendKeys({ press: 'Tab' });
      expect(thread.shadowRoot?.activeElement?.localName).to.equal('a');
      await sendKeys({ press: 'Escape' });
      expect(focused()).to.equal(0);
      await sendKeys({ press: 'End' });
      await settled(thread);
      expect(focused()).to.equal(29);
    });

    it('keeps the focus on a message while older ones come', async () => {
      const session = roomSession();
      session.room.setArchived(many(60));
      const thread = await threadFixture(session);
      thread.focus();
      const focused = thread.shadowRoot?.activeElement;
      session.room.setArchived([...many(50), ...session.room.$archived.get()]);
      await settled(thread);
      expect(thread.shadowRoot?.activeElement).to.equal(focused);
    });

    it('holds the focus when its message is dropped, and gives it back', async () => {
      const session = roomSession();
      session.room.setArchived(many(1500));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      thread.focus();
      const key = (thread.shadowRoot?.activeElement as HTMLElement).dataset.key;
      while (messagesOf(thread).some((row) => row.dataset.key === key)) {
        scroller.scrollTop = 0;
        await nextPaint();
      }
      expect(thread.shadowRoot?.activeElement).to.equal(scroller);
      find(thread, '.latest').click();
      await settled(thread);
      expect((thread.shadowRoot?.activeElement as HTMLElement | null)?.dataset.key).to.equal(key);
    });
  });

  describe('marks as read', () => {
    it('when the reader is at the bottom', async () => {
      const session = roomSession({ unread: 2 });
      session.room.setArchived(many(60));
      await threadFixture(session);
      expect(session.calls).to.deep.include(['markRead', ROOM]);
    });

    it('not while the reader is further up, but on coming down', async () => {
      const session = roomSession();
      session.room.setArchived(many(60));
      const thread = await threadFixture(session);
      const scroller = find(thread, '.scroller');
      scroller.scrollTop = 200;
      await settled(thread);
      session.calls.length = 0;
      session.rooms.update(ROOM, { unread: 1 });
      await settled(thread);
      expect(session.calls).not.to.deep.include(['markRead', ROOM]);
      scroller.scrollTop = scroller.scrollHeight;
      await settled(thread);
      expect(session.calls).to.deep.include(['markRead', ROOM]);
    });
  });

  describe('announces', () => {
    const said = (thread: HTMLElement) => thread.shadowRoot?.querySelector('[role=status]')?.textContent.trim() ?? '';

    it('live messages of others, several as one', async () => {
      const session = roomSession();
      const thread = await threadFixture(session);
      const region = () =>
        Array.from(thread.shadowRoot?.querySelectorAll('.visually-hidden') ?? []).at(-1)?.textContent ?? '';
      session.emit('message-receive', { message: makeMessage({ from: 'Priya Nair' }), roomJid: ROOM });
      await waitUntil(() => region() === 'New message from Priya Nair', undefined, { timeout: 3000 });
      session.emit('message-receive', { message: makeMessage(), roomJid: ROOM });
      session.emit('message-receive', { message: makeMessage(), roomJid: ROOM });
      await waitUntil(() => region() === '2 new messages', undefined, { timeout: 3000 });
    });

    it('neither history nor other rooms (pitfall 30)', async () => {
      const session = roomSession();
      session.room.setArchived(many(3));
      const thread = await threadFixture(session);
      session.room.setArchived([...many(50), ...session.room.$archived.get()]);
      session.emit('message-receive', {
        message: makeMessage({ from: 'Wrong' }),
        roomJid: 'other@conference.example.org',
      });
      session.emit('message-receive', { message: makeMessage({ from: 'Right' }), roomJid: ROOM });
      await waitUntil(() => said(thread) !== '', undefined, { timeout: 3000 });
      expect(said(thread)).to.equal('New message from Right');
    });
  });

  it('follows the room of its attribute instead of the open one', async () => {
    const session = roomSession();
    const other = makeRoom({ jid: 'other@conference.example.org', name: 'Other' });
    session.rooms.put(other);
    session.room.setArchived([makeMessage({ time: NOON, body: 'in launch' })]);
    session.timeline(other.jid).setArchived([makeMessage({ time: NOON, body: 'in other' })]);
    const thread = await threadFixture(session);
    expect(textOf(thread)).to.contain('in launch');
    thread.room = other.jid;
    await settled(thread);
    expect(textOf(thread)).to.contain('in other').and.not.to.contain('in launch');
  });
});
