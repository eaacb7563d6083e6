import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraRoomList } from '../../src/elements/ethora-room-list/ethora-room-list.js';
import { createSessionFixture, roomOf, type SessionFixture } from './session-fixture.js';

const previewOf = (text: string, minutesAgo: number, change = {}) => ({
  authorName: 'Jonas',
  own: false,
  kind: 'text' as const,
  text,
  time: Date.now() - minutesAgo * 60_000,
  ...change,
});
const launch = roomOf({ name: 'Launch week', memberCount: 8, preview: previewOf('It reads calmer', 1) });
const design = roomOf({ name: 'Design review', unread: 3, preview: previewOf('Please look', 2) });
const tomas = roomOf({ name: 'Tomás Rivera', direct: true, preview: previewOf('See you', 3, { own: true }) });

describe('<ethora-room-list>', () => {
  let session: SessionFixture;
  let list: EthoraRoomList;

  beforeEach(() => {
    session = createSessionFixture();
  });

  async function show(...rooms: Parameters<SessionFixture['rooms']['putAll']>[0]) {
    session.rooms.putAll(rooms);
    if (rooms.length > 0) session.rooms.setStatus('ready');
    const chat = await fixture(
      html`<ethora-chat .session=${session}><ethora-room-list></ethora-room-list></ethora-chat>`,
    );
    list = chat.querySelector('ethora-room-list') as EthoraRoomList;
    await list.updateComplete;
  }

  function rows(): HTMLElement[] {
    return [...(list.shadowRoot?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
  }

  function names() {
    return rows().map((row) => row.querySelector('.name')?.textContent);
  }

  function text() {
    return list.shadowRoot?.querySelector('.scroller')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  }

  /** What a screen reader says: the name comes from the content. */
  function spoken(row: HTMLElement | undefined) {
    const copy = row?.cloneNode(true) as HTMLElement;
    for (const mute of copy.querySelectorAll('[aria-hidden="true"]')) mute.remove();
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }

  function focused() {
    return list.shadowRoot?.activeElement?.querySelector('.name')?.textContent;
  }

  async function search(query: string) {
    list.focusSearch();
    await sendKeys({ type: query });
    await list.updateComplete;
  }

  it('is accessible', async () => {
    await show(launch, design, tomas);
    await expect(list).to.be.accessible();
  });

  it('shows the newest activity first', async () => {
    await show(tomas, design, launch);
    expect(names()).to.deep.equal(['Launch week', 'Design review', 'Tomás Rivera']);
  });

  it('shows author and text of the last message, and "You" for own ones', async () => {
    await show(launch, tomas);
    const previews = rows().map((row) => row.querySelector('.preview')?.textContent.trim());
    expect(previews).to.deep.equal(['Jonas: It reads calmer', 'You: See you']);
  });

  it('shows the number of members', async () => {
    await show(launch);
    expect(rows()[0]?.querySelector('.members')?.textContent.trim()).to.equal('8');
    expect(spoken(rows()[0])).to.contain('8 members');
  });

  it('says the number of unread messages, and counts to 99 (pitfall 28)', async () => {
    await show(design, { ...launch, unread: 128 });
    expect(rows().map((row) => row.querySelector('.badge')?.textContent)).to.deep.equal(['99+', '3']);
    expect(spoken(rows()[1])).to.match(/^Design review .* 3 unread messages$/);
  });

  it('shows who is typing instead of a draft and the last message', async () => {
    await show({ ...launch, typing: ['Tomás'] });
    session.setDraft(launch.jid, 'About the toggle');
    await list.updateComplete;
    expect(text()).to.contain('Tomás is typing…').and.not.contain('About the toggle');
    await expect(list).to.be.accessible();
  });

  it('shows a draft instead of the last message, except in the open room', async () => {
    await show(launch, design);
    session.setDraft(design.jid, 'About the toggle');
    session.setDraft(launch.jid, 'In the composer');
    session.rooms.setActive(launch.jid);
    await list.updateComplete;
    expect(text()).to.contain('Draft: About the toggle').and.not.contain('In the composer');
  });

  it('shows markup in names and messages as it was typed', async () => {
    await show({ ...launch, name: '<img src=x onerror=alert(1)>', preview: previewOf('<b>bold</b>', 1) });
    expect(text()).to.contain('<img src=x onerror=alert(1)>').and.contain('<b>bold</b>');
  });

  it('opens a room on a click, and marks the open one', async () => {
    await show(launch, design);
    rows()[1]?.click();
    await list.updateComplete;
    expect(session.calls).to.deep.equal([['openRoom', design.jid]]);
    expect(rows().map((row) => row.ariaSelected)).to.deep.equal(['false', 'true']);
  });

  it('leaves the opening to a page that cancels the event', async () => {
    await show(launch);
    list.addEventListener('ethora-room-select', (event) => event.preventDefault());
    rows()[0]?.click();
    expect(session.calls).to.be.empty;
  });

  it('is walked by arrow keys, Home and End, with one Tab stop', async () => {
    await show(launch, design, tomas);
    list.focus();
    expect(focused()).to.equal('Launch week');
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Design review');
    await sendKeys({ press: 'End' });
    expect(focused()).to.equal('Tomás Rivera');
    await sendKeys({ press: 'Home' });
    expect(focused()).to.equal('Launch week');
    await list.updateComplete;
    expect(rows().map((row) => row.tabIndex)).to.deep.equal([0, -1, -1]);
  });

  it('opens the room under the focus with Enter and with Space', async () => {
    await show(launch, design);
    list.focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Space' });
    expect(session.calls).to.deep.equal([
      ['openRoom', launch.jid],
      ['openRoom', design.jid],
    ]);
  });

  it('keeps the focus on its room when a message moves it to the top', async () => {
    await show(launch, design, tomas);
    list.focus();
    await sendKeys({ press: 'End' });
    session.rooms.update(tomas.jid, { preview: previewOf('New', 0) });
    await list.updateComplete;
    expect(names()[0]).to.equal('Tomás Rivera');
    expect(focused()).to.equal('Tomás Rivera');
  });

  it('finds rooms by name, whatever case and accents', async () => {
    await show(launch, tomas);
    await search('TOMAS');
    expect(names()).to.deep.equal(['Tomás Rivera']);
    expect(list.shadowRoot?.querySelector('.visually-hidden[role="status"]')?.textContent).to.equal('1 chat found');
  });

  it('says when nothing is found, and comes back when the search is cleared', async () => {
    await show(launch);
    await search('quarterly');
    expect(text()).to.contain('No match for “quarterly”');
    await expect(list).to.be.accessible();
    list.shadowRoot?.querySelector<HTMLElement>('[aria-label="Clear search"]')?.click();
    await list.updateComplete;
    expect(names()).to.deep.equal(['Launch week']);
  });

  it('clears the search with Escape, and opens the first match with Enter', async () => {
    await show(launch, design);
    await search('design');
    await sendKeys({ press: 'Enter' });
    expect(session.calls).to.deep.equal([['openRoom', design.jid]]);
    await sendKeys({ press: 'Escape' });
    await list.updateComplete;
    expect(names()).to.have.length(2);
  });

  it('goes from the search field to the first room and back', async () => {
    await show(launch, design);
    list.focusSearch();
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Launch week');
    await sendKeys({ press: 'ArrowUp' });
    expect(list.shadowRoot?.activeElement?.localName).to.equal('input');
  });

  it('says that it is loading', async () => {
    await show();
    expect(list.shadowRoot?.querySelector('.loading')?.ariaLabel).to.equal('Loading chats');
    await expect(list).to.be.accessible();
  });

  it('says that there are none', async () => {
    session.rooms.setStatus('ready');
    await show();
    expect(text()).to.contain('No chats yet');
    await expect(list).to.be.accessible();
  });

  it('says when the list could not be had, and tries again', async () => {
    session.rooms.setStatus('error');
    await show();
    expect(text()).to.contain('Chats could not be loaded');
    await expect(list).to.be.accessible();
    list.shadowRoot?.querySelector<HTMLElement>('.pane-state button')?.click();
    expect(session.calls).to.deep.equal([['reloadRooms']]);
  });

  it('shows 300 rooms, and renders only the one that changed', async () => {
    const many = Array.from({ length: 300 }, (_, index) => roomOf({ name: `Room ${String(index)}` }));
    await show(...many);
    expect(rows()).to.have.length(300);
    const changes: Node[] = [];
    const observer = new MutationObserver((records) => changes.push(...records.map(({ target }) => target)));
    observer.observe(list.renderRoot, { subtree: true, childList: true, characterData: true, attributes: true });
    session.rooms.update(many[7]?.jid ?? '', { unread: 1 });
    await list.updateComplete;
    observer.disconnect();
    const touched = new Set(
      changes.map((node) => (node instanceof Element ? node : node.parentElement)?.closest('li')),
    );
    expect(touched.size).to.equal(1);
  });
});
