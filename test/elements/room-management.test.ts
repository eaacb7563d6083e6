import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraChat } from '../../src/elements/ethora-chat/ethora-chat.js';
import { RoomError } from '../../src/domain/room-error.js';
import type { Affiliation, Occupant } from '../../src/domain/room.js';
import { find, focused, gone, named, one } from '../helpers/page.js';
import { drawPicture } from '../helpers/pictures.js';
import { createSessionFixture, roomOf, type SessionFixture } from './session-fixture.js';

const launch = roomOf({
  name: 'Launch week',
  description: 'Everything for 16 October.',
  affiliation: 'owner',
  role: 'moderator',
});

function person(nick: string, affiliation: Affiliation): Occupant {
  const role = affiliation === 'owner' ? 'moderator' : 'participant';
  return { nick, jid: `${nick}@harbor.example`, affiliation, role };
}

describe('room management', () => {
  let session: SessionFixture;
  let chat: EthoraChat;

  async function show(theme: 'light' | 'dark' = 'light', affiliation: Affiliation = 'owner') {
    session = createSessionFixture();
    session.rooms.put({ ...launch, affiliation, role: affiliation === 'owner' ? 'moderator' : 'participant' });
    session.rooms.setStatus('ready');
    session.rooms.setActive(launch.jid);
    const people = [person('elena', affiliation), person('tomas', 'member'), person('maya', 'admin')];
    session.room(launch.jid).occupants.set(new Map(people.map((each) => [each.nick, each])));
    session.room(launch.jid).members.list([
      { jid: 'jonas@harbor.example', affiliation: 'member' },
      { jid: 'priya@harbor.example', affiliation: 'member', lastActive: Date.UTC(2020, 4, 3, 12) },
      { jid: 'spam@harbor.example', affiliation: 'outcast', reason: 'Ads' },
    ]);
    chat = await fixture(html`<ethora-chat .session=${session} theme=${theme}></ethora-chat>`);
    Object.assign(chat.style, { inlineSize: '900px', blockSize: '600px' });
  }

  /** What the dialog says went wrong. */
  function refusal() {
    return find('.error[role="alert"]', find('ethora-dialog')[0]?.shadowRoot ?? undefined)[0]?.textContent.trim();
  }

  function calls(name: string) {
    return session.calls.filter(([called]) => called === name);
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible in ${theme}: details, menu and every dialog`, async () => {
      await show(theme);
      (await one('[part="details"]')).click();
      await named('Actions for tomas');
      await expect(chat).to.be.accessible();
      (await named('Actions for tomas')).click();
      await one('[data-action="kick"]');
      await expect(chat).to.be.accessible();
      session.admin.offered = { name: 'Launch week', description: '', membersOnly: true, archived: true };
      await sendKeys({ press: 'Escape' });
      for (const question of ['invite', 'settings', 'leave', 'destroy']) {
        (await one(`[data-ask="${question}"]`)).click();
        await one('dialog[open]');
        if (question === 'settings') await one('#archived');
        await expect(chat).to.be.accessible();
        await sendKeys({ press: 'Escape' });
        await gone('dialog');
      }
      (await one('[part="new"]')).click();
      await one('dialog[open]');
      await expect(chat).to.be.accessible();
    });
  }

  it('makes a room by keyboard, and gives the focus back', async () => {
    await show();
    const button = await one('[part="new"]');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await one('dialog[open]');
    await waitUntil(() => (focused() as HTMLInputElement).value === 'private');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'Autumn retreat' });
    await named('Choose picture');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'In the hills' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'maya, jonas@other.example' });
    // The first one ends the name.
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Enter' });
    await gone('dialog');
    expect(calls('create')).to.deep.equal([
      [
        'create',
        {
          kind: 'private',
          title: 'Autumn retreat',
          description: 'In the hills',
          people: ['maya@harbor.example', 'jonas@other.example'],
        },
      ],
    ]);
    expect(session.rooms.$active.get()).to.equal('made@conference.harbor.example');
    expect(focused()).to.equal(button);
  });

  it('says in words what the server refused, and keeps what was typed', async () => {
    await show();
    (await one('[part="new"]')).click();
    const title = (await one('#title[name]')) as HTMLInputElement;
    title.value = 'Board';
    session.admin.refusal = new RoomError('not-allowed', 'Room creation is denied by service policy');
    (await one('[form="form"]')).click();
    const dialog = await one('ethora-dialog');
    await waitUntil(() =>
      dialog.shadowRoot?.querySelector('[role="alert"]')?.textContent.includes('denied by service'),
    );
    expect(title.value).to.equal('Board');
    await expect(chat).to.be.accessible();
  });

  it('asks for a name before it asks the server', async () => {
    await show();
    (await one('[part="new"]')).click();
    (await one('[form="form"]')).click();
    await waitUntil(() => focused()?.id === 'title');
    expect(calls('create')).to.be.empty;
  });

  it('shows members with role and presence, finds them, and lists who is banned', async () => {
    await show();
    (await one('[part="details"]')).click();
    const details = await one('ethora-room-details');
    await named('Actions for tomas');
    const text = () => details.shadowRoot?.textContent.replace(/\s+/g, ' ') ?? '';
    expect(text()).to.contain('Members · 5').and.contain('elena (you) Online Owner');
    expect(text())
      .to.contain('jonas Offline Member')
      .and.contain('priya Last seen May 3, 2020 Member')
      .and.contain('spam@harbor.example Ads');
    expect(calls('loadMembers')).to.deep.equal([['loadMembers', launch.jid]]);
    (await named('Unban spam@harbor.example')).click();
    expect(calls('unban')).to.deep.equal([['unban', launch.jid, 'spam@harbor.example']]);
  });

  it('finds members, where there are more than can be seen at once', async () => {
    await show();
    (await one('[part="details"]')).click();
    await named('Actions for tomas');
    expect(find('input[aria-label="Search members"]')).to.be.empty;
    const more = ['ada', 'bea', 'cid'].map((nick) => [nick, person(nick, 'member')] as const);
    const { occupants } = session.room(launch.jid);
    occupants.set(new Map([...occupants.$byNick.get(), ...more]));
    (await one('input[aria-label="Search members"]')).focus();
    await sendKeys({ type: 'TOM' });
    await waitUntil(() => find('[aria-labelledby="members"] li').length === 1);
    await expect(chat).to.be.accessible();
  });

  it('promotes and bans from a menu by keyboard', async () => {
    await show();
    (await one('[part="details"]')).click();
    const button = await named('Actions for tomas');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused()?.textContent.trim() === 'Message');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    expect(calls('setAffiliation')).to.deep.equal([['setAffiliation', launch.jid, 'tomas@harbor.example', 'admin']]);
    await waitUntil(() => focused() === button);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused()?.textContent.trim() === 'Message');
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused()?.id === 'reason');
    await sendKeys({ type: 'Spam' });
    await sendKeys({ press: 'Enter' });
    await gone('dialog');
    expect(calls('ban')).to.deep.equal([['ban', launch.jid, 'tomas@harbor.example', 'Spam']]);
    expect(focused()).to.equal(button);
  });

  it('bans for a time where the server can', async () => {
    await show();
    session.rooms.update(launch.jid, { timedBans: true });
    (await one('[part="details"]')).click();
    (await named('Actions for tomas')).click();
    (await one('[data-action="ban"]')).click();
    const select = (await one('select#time')) as HTMLSelectElement;
    expect([...select.options].map(({ text }) => text)).to.deep.equal([
      'For good',
      '1 hour',
      '1 day',
      '7 days',
      '30 days',
    ]);
    await expect(chat).to.be.accessible();
    select.value = '86400';
    (await one('button[type="submit"].danger')).click();
    await gone('dialog');
    expect(calls('ban')).to.deep.equal([['ban', launch.jid, 'tomas@harbor.example', '', 86_400]]);
    session
      .room(launch.jid)
      .members.list([{ jid: 'tomas@harbor.example', affiliation: 'outcast', until: Date.UTC(2030, 0, 2) }]);
    await waitUntil(() => find('[aria-labelledby="banned"] li')[0]?.textContent.includes('2030'));
  });

  it('offers nothing that a member may not do', async () => {
    await show('light', 'member');
    (await one('[part="details"]')).click();
    await one('[data-ask="leave"]');
    expect(find('[data-ask="settings"], [data-ask="destroy"]')).to.be.empty;
    (await named('Actions for tomas')).click();
    await one('[data-action="message"]');
    expect(find('[data-action]')).to.have.length(1);
  });

  it('opens the room of two with a member, and hides that where it cannot be', async () => {
    await show('light', 'member');
    const { occupants } = session.room(launch.jid);
    const hidden: Occupant = { nick: 'guest', affiliation: 'none', role: 'participant' };
    occupants.set(new Map([...occupants.$byNick.get(), ['guest', hidden]]));
    (await one('[part="details"]')).click();
    (await named('Actions for tomas')).click();
    expect(find('button[aria-label="Actions for guest"], button[aria-label="Actions for elena"]')).to.be.empty;
    (await one('[data-action="message"]')).click();
    await waitUntil(() => session.rooms.$active.get() === 'made@conference.harbor.example');
    expect(calls('create')).to.deep.equal([['create', { kind: 'direct', people: ['tomas@harbor.example'] }]]);
    await gone('ethora-room-details');
  });

  it('saves only what was changed', async () => {
    await show();
    session.admin.offered = { name: 'Launch week', membersOnly: false };
    (await one('[part="details"]')).click();
    (await one('[data-ask="settings"]')).click();
    ((await one('#membersOnly')) as HTMLInputElement).click();
    expect(find('#archived, #description')).to.be.empty;
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('saveSettings')).to.deep.equal([['saveSettings', launch.jid, { membersOnly: true }]]);
  });

  it('says in words that settings were refused, keeps them, and tries again', async () => {
    await show();
    session.admin.offered = { name: 'Launch week', archived: false };
    (await one('[part="details"]')).click();
    (await one('[data-ask="settings"]')).click();
    ((await one('#archived')) as HTMLInputElement).click();
    ((await one('#name')) as HTMLInputElement).value = 'Launch month';
    // Somebody takes the ownership away meanwhile.
    session.rooms.update(launch.jid, { affiliation: 'admin' });
    await gone('[data-ask="settings"]');
    session.admin.refusal = new RoomError('forbidden', 'Owner privileges required');
    (await one('[form="form"]')).click();
    await waitUntil(() => refusal() === 'You may not do this. Owner privileges required');
    await expect(chat).to.be.accessible();
    expect([
      (find('#name')[0] as HTMLInputElement).value,
      (find('#archived')[0] as HTMLInputElement).checked,
    ]).to.deep.equal(['Launch month', true]);
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('saveSettings')[1]).to.deep.equal([
      'saveSettings',
      launch.jid,
      { name: 'Launch month', archived: true },
    ]);
  });

  it('asks for the settings once more when they did not come', async () => {
    await show();
    session.admin.offered = { name: 'Launch week' };
    (await one('[part="details"]')).click();
    await waitUntil(() => calls('loadMembers').length === 1);
    session.admin.refusal = new RoomError('no-answer', '');
    (await one('[data-ask="settings"]')).click();
    await waitUntil(() => refusal() === 'The server does not answer.');
    await expect(chat).to.be.accessible();
    (await one('[form="form"]')).click();
    await waitUntil(() => focused()?.id === 'name');
    expect(refusal()).to.equal('');
    expect(calls('saveSettings')).to.be.empty;
  });

  it('keeps the settings from admins', async () => {
    await show('light', 'admin');
    (await one('[part="details"]')).click();
    await one('[data-ask="invite"]');
    expect(find('[data-ask="settings"], [data-ask="destroy"]')).to.be.empty;
  });

  async function choosePicture(): Promise<File> {
    const input = (await one('input[type="file"][accept="image/*"][hidden]:not([multiple])')) as HTMLInputElement;
    const file = await drawPicture(20, 20);
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await one('.tile img');
    return file;
  }

  it('gives a room a picture, shown before it is sent, and takes it away', async () => {
    await show();
    session.admin.offered = { name: 'Launch week' };
    (await one('[part="details"]')).click();
    (await one('[data-ask="settings"]')).click();
    await named('Choose picture');
    const file = await choosePicture();
    await expect(chat).to.be.accessible();
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('setPicture')).to.deep.equal([['setPicture', launch.jid, file]]);
    session.rooms.update(launch.jid, { picture: URL.createObjectURL(file) });
    await one('[part="header"] img.loaded');
    (await one('[data-ask="settings"]')).click();
    (await one('.picture + .hint button')).click();
    await gone('.tile img');
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('setPicture')[1]).to.deep.equal(['setPicture', launch.jid, undefined]);
  });

  it('makes a room with a picture, where the server takes one', async () => {
    await show();
    (await one('[part="new"]')).click();
    ((await one('#title[name]')) as HTMLInputElement).value = 'Board';
    const picture = await choosePicture();
    (await one('[form="form"]')).click();
    await gone('dialog');
    expect(calls('create')[0]?.[1]).to.include({ title: 'Board', picture });
    session.admin.takesPictures = false;
    (await one('[part="new"]')).click();
    await one('#title[name]');
    expect(find('input[type="file"][hidden]:not([multiple])')).to.be.empty;
  });

  it('keeps what was typed when the server says late that it takes pictures', async () => {
    await show();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    session.admin.takesPicture = () => promise;
    (await one('[part="new"]')).click();
    const field = (await one('#title[name]')) as HTMLInputElement;
    field.focus();
    await sendKeys({ type: 'Board' });
    resolve(true);
    await one('input[type="file"][hidden]:not([multiple])');
    expect(await one('#title[name]')).to.equal(field);
    expect(field.value).to.equal('Board');
    expect(focused()).to.equal(field);
  });

  it('deletes a room only after asking', async () => {
    await show();
    (await one('[part="details"]')).click();
    (await one('[data-ask="destroy"]')).click();
    const submit = await one('[form="form"]');
    expect(calls('destroy')).to.be.empty;
    submit.click();
    await gone('dialog');
    expect(calls('destroy')).to.deep.equal([['destroy', launch.jid]]);
  });

  it('closes the details with Escape, and gives the focus back', async () => {
    await show();
    const button = await one('[part="details"]');
    button.click();
    await waitUntil(() => focused()?.ariaLabel === 'Close details');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Escape' });
    await gone('ethora-room-details');
    await waitUntil(() => focused() === button);
  });

  it('shows an invitation on top of the list, to accept or decline', async () => {
    await show();
    for (const name of ['retreat', 'board']) {
      const roomJid = `${name}@conference.harbor.example`;
      session.admin.invitations.add({ roomJid, from: 'maya@harbor.example', reason: '<b>Come</b>', mediated: true });
    }
    await named('Accept invitation to retreat');
    await expect(chat).to.be.accessible();
    expect(find('.invitation')[0]?.textContent).to.contain('maya invites you to board').and.contain('<b>Come</b>');
    (await named('Accept invitation to retreat')).click();
    await waitUntil(() => session.rooms.$active.get() === 'retreat@conference.harbor.example');
    (await named('Decline invitation to board')).click();
    expect(calls('decline')).to.deep.equal([['decline', 'board@conference.harbor.example']]);
  });
});
