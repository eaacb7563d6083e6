import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraDialog } from '../../src/elements/parts/dialog.js';
import type { EthoraGoToDate } from '../../src/elements/parts/go-to-date.js';
import { provideChat } from '../helpers/thread-fixture.js';
import { createStoreSession, makeMessage, type StoreSession } from '../helpers/fake-session.js';

const ROOM = 'launch@conference.example.org';

describe('going to a date', () => {
  let session: StoreSession;
  let element: EthoraGoToDate;

  beforeEach(async () => {
    session = createStoreSession();
    const box = await fixture<HTMLElement>(html`<div></div>`);
    provideChat(box, session.chat);
    element = document.createElement('ethora-go-to-date');
    element.room = ROOM;
    box.append(element);
    await element.updateComplete;
  });

  const button = () => element.shadowRoot?.querySelector<HTMLButtonElement>('button[aria-haspopup]');
  const dialog = () => element.shadowRoot?.querySelector<EthoraDialog>('ethora-dialog');
  const field = () => element.shadowRoot?.querySelector<HTMLInputElement>('#date');
  const alert = () => dialog()?.shadowRoot?.querySelector('[role=alert]')?.textContent.trim();

  async function ask(day?: string) {
    button()?.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => element.shadowRoot?.activeElement === field());
    const input = field();
    if (input && day !== undefined) input.value = day;
  }

  it('asks for a day up to today, by keyboard, accessible', async () => {
    await ask();
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    expect(field()?.max.split('-').map(Number)).to.deep.equal(today);
    expect(field()?.value).to.equal(field()?.max);
    await expect(element).to.be.accessible();
  });

  it('goes to midnight here, and closes', async () => {
    session.hooks.jumpToDate = async () => makeMessage();
    await ask('2026-03-05');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => !dialog());
    expect(session.calls).to.deep.equal([['jumpToDate', ROOM, new Date(2026, 2, 5)]]);
    expect(element.shadowRoot?.activeElement).to.equal(button());
  });

  it('says when there is nothing from then on, and stays', async () => {
    await ask('2026-03-05');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => alert());
    expect(alert()).to.equal('No messages on or after that day.');
    expect(element.shadowRoot?.activeElement).to.equal(field());
    await expect(element).to.be.accessible();
  });

  it('wants a day', async () => {
    await ask('');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => alert());
    expect(alert()).to.equal('Choose a date.');
    expect(session.calls).to.deep.equal([]);
  });

  it('closes by Escape, and gives the focus back', async () => {
    await ask();
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialog());
    expect(element.shadowRoot?.activeElement).to.equal(button());
    expect(session.calls).to.deep.equal([]);
  });
});
