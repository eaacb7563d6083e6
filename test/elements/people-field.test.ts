import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraChat } from '../../src/elements/ethora-chat/ethora-chat.js';
import { RoomError } from '../../src/domain/room-error.js';
import { find, focused, gone, named, one } from '../helpers/page.js';
import { createSessionFixture, roomOf, type SessionFixture } from './session-fixture.js';

const launch = roomOf({ name: 'Launch week', affiliation: 'owner', role: 'moderator' });
const harbor = roomOf({ name: 'Harbor', affiliation: 'member', role: 'participant' });

describe('naming people', () => {
  let session: SessionFixture;
  let chat: EthoraChat;
  let field: HTMLInputElement;

  async function show(theme = 'light') {
    session = createSessionFixture();
    for (const room of [launch, harbor]) session.rooms.put(room);
    session.rooms.setStatus('ready');
    session.rooms.setActive(launch.jid);
    session.room(launch.jid).members.list([
      { jid: 'elena@harbor.example', affiliation: 'owner' },
      { jid: 'tomas@harbor.example', affiliation: 'member', name: 'Tomás Rivera' },
    ]);
    session.room(harbor.jid).members.list([
      { jid: 'elena@harbor.example', affiliation: 'owner' },
      { jid: 'tomas@harbor.example', affiliation: 'member', name: 'Tomás Rivera' },
      { jid: '64af@harbor.example', affiliation: 'member', name: 'Iris Lindqvist' },
      { jid: 'priya@other.example', affiliation: 'member' },
    ]);
    chat = await fixture(html`<ethora-chat .session=${session} theme=${theme}></ethora-chat>`);
    Object.assign(chat.style, { inlineSize: '900px', blockSize: '600px' });
  }

  async function take(): Promise<HTMLInputElement> {
    await one('dialog[open]');
    field = (await one('input#people')) as HTMLInputElement;
    field.focus();
    return field;
  }

  async function invite(theme = 'light') {
    await show(theme);
    (await one('[part="details"]')).click();
    (await one('[data-ask="invite"]')).click();
    await take();
  }

  async function create(kind?: string) {
    await show();
    (await one('[part="new"]')).click();
    if (kind) (await one(`[value="${kind}"]`)).click();
    await take();
  }

  const chips = () => find('.people li').map(({ title }) => title);
  const suggested = () =>
    find('#known option').map((option) => [option.getAttribute('value'), option.getAttribute('label')]);
  const alert = () =>
    find('ethora-dialog')
      .flatMap((dialog) => find('[role=alert]', dialog.shadowRoot!))[0]
      ?.textContent.trim();
  const calls = (name: string) => session.calls.filter(([called]) => called === name).map(([, ...rest]) => rest);
  async function shown(...jids: string[]) {
    await waitUntil(() => chips().join() === jids.join(), `chips are ${jids.join()}`);
  }
  /** As a browser does it: the text is there at once, whole. */
  function put(text: string, inputType: string) {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { inputType, bubbles: true, composed: true }));
  }

  for (const theme of ['light', 'dark']) {
    it(`is accessible in ${theme}: empty, with chips, with what is wrong`, async () => {
      await invite(theme);
      await expect(chat).to.be.accessible();
      await sendKeys({ type: 'maya,jonas@other.example,' });
      await shown('maya@harbor.example', 'jonas@other.example');
      await expect(chat).to.be.accessible();
      await sendKeys({ type: 'a@b@c,' });
      await waitUntil(() => alert());
      await expect(chat).to.be.accessible();
    });
  }

  it('makes a chip on comma, semicolon, Enter and leaving the field', async () => {
    await invite();
    await sendKeys({ type: 'Maya,' });
    await shown('maya@harbor.example');
    expect(field.value).to.equal('');
    await sendKeys({ type: 'jonas@other.example;' });
    await sendKeys({ type: 'priya' });
    await sendKeys({ press: 'Enter' });
    await shown('maya@harbor.example', 'jonas@other.example', 'priya@harbor.example');
    expect(focused()).to.equal(field);
    await sendKeys({ type: 'sam' });
    await sendKeys({ press: 'Tab' });
    await waitUntil(() => chips().includes('sam@harbor.example'));
    expect(calls('invite')).to.be.empty;
  });

  it('asks them in with Enter in the empty field, or with the button, what is still typed included', async () => {
    await invite();
    await sendKeys({ type: 'maya,' });
    await sendKeys({ press: 'Enter' });
    await gone('dialog');
    expect(calls('invite')).to.deep.equal([[launch.jid, ['maya@harbor.example']]]);
    (await one('[data-ask="invite"]')).click();
    await take();
    field.blur();
    field.value = 'jonas';
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('invite')[1]).to.deep.equal([launch.jid, ['jonas@harbor.example']]);
  });

  it('takes several at once from what is pasted, each once', async () => {
    await invite();
    put('maya@harbor.example, jonas@other.example; MAYA', 'insertFromPaste');
    await shown('maya@harbor.example', 'jonas@other.example');
  });

  it('removes the last with Backspace in the empty field, and any by its button', async () => {
    await invite();
    await sendKeys({ type: 'a,b,c,dd' });
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Backspace' });
    await shown('a@harbor.example', 'b@harbor.example', 'c@harbor.example');
    await sendKeys({ press: 'Backspace' });
    await shown('a@harbor.example', 'b@harbor.example');
    (await named('Remove a@harbor.example')).focus();
    await sendKeys({ press: 'Enter' });
    await shown('b@harbor.example');
    expect(focused()).to.equal(field);
  });

  it('says which word is no address, and keeps it to be put right', async () => {
    await invite();
    put('maya, a@b@c; elena', 'insertFromPaste');
    await shown('maya@harbor.example');
    expect(field.value).to.equal('a@b@c elena');
    await waitUntil(() => alert() === '“a@b@c” is not an address that can be used here.');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => alert());
    expect(calls('invite')).to.be.empty;
    await sendKeys({ type: 'x' });
    await waitUntil(() => !alert());
  });

  it('suggests whom the own rooms know by name, without oneself and those who are there', async () => {
    await invite();
    expect(suggested()).to.deep.equal([
      ['64af@harbor.example', 'Iris Lindqvist'],
      ['priya@other.example', 'priya'],
    ]);
    put('64af@harbor.example', 'insertReplacementText');
    await shown('64af@harbor.example');
    expect(find('.people li')[0]?.textContent.trim()).to.contain('Iris Lindqvist');
    await named('Remove Iris Lindqvist');
    expect(suggested()).to.have.length(1);
  });

  it('knows a person by the full name', async () => {
    await create();
    await sendKeys({ type: 'Iris Lindqvist,' });
    await shown('64af@harbor.example');
    expect(suggested().map(([jid]) => jid)).to.deep.equal(['priya@other.example', 'tomas@harbor.example']);
  });

  it('takes one person into a room of two, of the own server', async () => {
    await create('direct');
    expect(suggested().map(([jid]) => jid)).to.deep.equal(['64af@harbor.example', 'tomas@harbor.example']);
    await sendKeys({ type: 'sam,tomas,' });
    await shown('tomas@harbor.example');
    await sendKeys({ press: 'Enter' });
    await gone('dialog');
    expect(calls('create')[0]?.[0]).to.deep.include({ kind: 'direct', people: ['tomas@harbor.example'] });
  });

  it('asks for a person before it asks the server', async () => {
    await invite();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => alert() === 'Enter an address.');
    expect(calls('invite')).to.be.empty;
  });

  it('keeps the chips when the server refuses', async () => {
    await invite();
    session.admin.refusal = new RoomError('forbidden', 'Only admins may invite');
    await sendKeys({ type: 'maya,' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => alert()?.includes('Only admins may invite'));
    await shown('maya@harbor.example');
  });
});
