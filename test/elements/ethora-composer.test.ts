import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraComposer } from '../../src/elements/ethora-composer/ethora-composer.js';
import { createSessionFixture, roomOf, type SessionFixture } from './session-fixture.js';

const launch = roomOf({ name: 'Launch week' });
const design = roomOf({ name: 'Design review' });

describe('<ethora-composer>', () => {
  let session: SessionFixture;

  beforeEach(() => {
    session = createSessionFixture();
    session.rooms.putAll([launch, design]);
    session.rooms.setActive(launch.jid);
  });

  async function compose(): Promise<EthoraComposer> {
    const chat = await fixture(
      html`<ethora-chat .session=${session}><ethora-composer></ethora-composer></ethora-chat>`,
    );
    const composer = chat.querySelector('ethora-composer') as EthoraComposer;
    await composer.updateComplete;
    return composer;
  }

  async function write(composer: EthoraComposer, text: string) {
    const field = fieldOf(composer);
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await composer.updateComplete;
  }

  function fieldOf(composer: EthoraComposer): HTMLTextAreaElement {
    return composer.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
  }

  function sendButtonOf(composer: EthoraComposer): HTMLButtonElement {
    return composer.shadowRoot?.querySelector('[part="send"]') as HTMLButtonElement;
  }

  function sent() {
    return session.calls.filter(([name]) => name === 'send').map(([, ...values]) => values);
  }

  it('is accessible when empty', async () => {
    await expect(await compose()).to.be.accessible();
  });

  it('is accessible while writing', async () => {
    const composer = await compose();
    await write(composer, 'Hello');
    await expect(composer).to.be.accessible();
  });

  it('is accessible without a session', async () => {
    await expect(await fixture(html`<ethora-composer></ethora-composer>`)).to.be.accessible();
  });

  it('holds exactly one textbox, named after the room', async () => {
    const composer = await compose();
    expect(composer.shadowRoot?.querySelectorAll('textarea, input, [role="textbox"]')).to.have.length(1);
    expect(fieldOf(composer).ariaLabel).to.equal('Message Launch week');
  });

  it('says at every key that somebody writes, and that nobody does when the field is empty or left', async () => {
    const composer = await compose();
    await write(composer, 'H');
    await write(composer, 'He');
    await write(composer, ' ');
    fieldOf(composer).blur();
    expect(session.calls.filter(([name]) => name === 'setTyping')).to.deep.equal([
      ['setTyping', launch.jid, true],
      ['setTyping', launch.jid, true],
      ['setTyping', launch.jid, false],
      ['setTyping', launch.jid, false],
    ]);
  });

  it('sends with Enter and keeps the focus in the empty field', async () => {
    const composer = await compose();
    await write(composer, 'Good morning');
    await sendKeys({ press: 'Enter' });
    await composer.updateComplete;
    expect(sent()).to.deep.equal([['Good morning', launch.jid]]);
    expect(fieldOf(composer).value).to.equal('');
    expect(composer.shadowRoot?.activeElement).to.equal(fieldOf(composer));
  });

  it('breaks the line with Shift+Enter', async () => {
    const composer = await compose();
    await write(composer, 'one');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(fieldOf(composer).value).to.equal('one\ntwo');
    expect(sent()).to.be.empty;
  });

  for (const [how, init] of [
    ['while an input method composes', { isComposing: true }],
    ['that ended a composition in Safari', { keyCode: 229 }],
  ] as const) {
    it(`does not send on an Enter ${how}`, async () => {
      const composer = await compose();
      await write(composer, 'にほん');
      const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init });
      fieldOf(composer).dispatchEvent(enter);
      expect(sent()).to.be.empty;
      expect(enter.defaultPrevented).to.be.false;
    });
  }

  it('sends with the button, which is there only when there is something to send', async () => {
    const composer = await compose();
    expect(sendButtonOf(composer).disabled).to.be.true;
    await write(composer, '  \n ');
    expect(sendButtonOf(composer).disabled).to.be.true;
    await write(composer, 'Hello');
    expect(sendButtonOf(composer).disabled).to.be.false;
    sendButtonOf(composer).click();
    expect(sent()).to.deep.equal([['Hello', launch.jid]]);
  });

  it('does not send blanks (pitfall 17)', async () => {
    const composer = await compose();
    await write(composer, ' \n ');
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.be.empty;
  });

  it('tells the page before it sends', async () => {
    const composer = await compose();
    await write(composer, 'Hello');
    setTimeout(() => sendButtonOf(composer).click());
    const event = await oneEvent(document, 'ethora-message-submit');
    expect(event.detail).to.deep.equal({ text: 'Hello', roomJid: launch.jid });
    expect(event.composed).to.be.true;
  });

  it('keeps the draft when the page cancels the event', async () => {
    const composer = await compose();
    composer.addEventListener('ethora-message-submit', (event) => event.preventDefault(), { once: true });
    await write(composer, 'Hello');
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.be.empty;
    expect(fieldOf(composer).value).to.equal('Hello');
  });

  it('keeps the draft when there is no session to take it', async () => {
    const composer = await fixture<EthoraComposer>(html`<ethora-composer></ethora-composer>`);
    await write(composer, 'Hello');
    await sendKeys({ press: 'Enter' });
    expect(composer.value).to.equal('Hello');
  });

  it('keeps a draft for each room (pitfall 35)', async () => {
    const composer = await compose();
    await write(composer, 'for the launch');
    session.rooms.setActive(design.jid);
    await composer.updateComplete;
    expect(fieldOf(composer).value).to.equal('');
    await write(composer, 'for the designers');
    session.rooms.setActive(launch.jid);
    await composer.updateComplete;
    expect(fieldOf(composer).value).to.equal('for the launch');
  });

  it('writes to the room that it names, whichever is open', async () => {
    const composer = await compose();
    composer.room = design.jid;
    await composer.updateComplete;
    await write(composer, 'Hello');
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.deep.equal([['Hello', design.jid]]);
  });

  it('stays usable offline', async () => {
    const composer = await compose();
    session.connection.set({ status: 'offline', reason: 'no-network', attempt: 1 });
    await composer.updateComplete;
    await write(composer, 'Later');
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.have.length(1);
  });

  it('cannot be written in while no room is open', async () => {
    session.rooms.setActive(undefined);
    const composer = await compose();
    expect(fieldOf(composer).disabled).to.be.true;
  });

  it('says that visitors may not write', async () => {
    session.rooms.update(launch.jid, { role: 'visitor' });
    const composer = await compose();
    expect(composer.shadowRoot?.querySelector('[part="notice"]')?.textContent).to.contain(
      'Only members can write here',
    );
    expect(fieldOf(composer)).to.be.null;
    await expect(composer).to.be.accessible();
  });

  it('takes no more than max-length', async () => {
    const composer = await compose();
    composer.maxLength = 5;
    await composer.updateComplete;
    fieldOf(composer).focus();
    await sendKeys({ type: 'abcdefgh' });
    expect(fieldOf(composer).value).to.equal('abcde');
  });

  it('grows to ten lines, then scrolls', async () => {
    const composer = await compose();
    const field = fieldOf(composer);
    const { height: one } = field.getBoundingClientRect();
    await write(composer, 'x\n'.repeat(9));
    const { height: ten } = field.getBoundingClientRect();
    await write(composer, 'x\n'.repeat(30));
    expect(ten - one).to.be.closeTo(9 * 22, 1);
    expect(field.getBoundingClientRect().height).to.equal(ten);
    expect(field.scrollHeight).to.be.greaterThan(field.clientHeight);
  });

  it('does not move when it gets the focus', async () => {
    const composer = await compose();
    const field = fieldOf(composer);
    const before = field.getBoundingClientRect().toJSON() as object;
    field.focus();
    expect(field.getBoundingClientRect().toJSON()).to.deep.equal(before);
  });

  it('shows what the page puts beside the send button', async () => {
    const composer = await fixture(html`<ethora-composer><button slot="actions">Attach</button></ethora-composer>`);
    expect((composer.querySelector('button') as HTMLElement).offsetWidth).to.be.greaterThan(0);
  });
});
