// What other clients got wrong, where no test beside the code in question shows that we do not. The number of each is in a title:
// `grep -rn pitfall test`.
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { EthoraChat } from '../../src/index.js';
import '../../src/index.js';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames } from '../helpers/frames.js';
import { ROOM, startScriptedSession } from '../helpers/scripted-session.js';
import { server, type Account } from '../helpers/server.js';
import { allDelivered, bodies, closeSessions, enterAs, sessionOf } from '../helpers/sessions.js';

/** Every element inside, however many shadow roots there are. */
function within({ shadowRoot }: Element): readonly Element[] {
  return [...(shadowRoot?.querySelectorAll('*') ?? [])].flatMap((element) => [element, ...within(element)]);
}

describe('pitfalls', function () {
  this.timeout(60_000);
  let alice: Account;
  let bob: Account;

  before(async () => {
    [alice, bob] = await Promise.all([server.register('alice'), server.register('bob')]);
  });
  afterEach(closeSessions);

  it('pitfall 4: another user on a live element gets one connection of his own, and nothing of hers', async () => {
    const { service, domain } = await server.start();
    const room = await server.createRoom('switch', { public: 'false' });
    const frames = recordFrames();
    const chat = await fixture<EthoraChat>(
      html`<ethora-chat service=${service} domain=${domain} room=${room} .credentials=${alice}></ethora-chat>`,
    );
    const online = (session: ChatService | undefined, { jid }: Account) =>
      session && reaches(session.connection.$jid, (now) => now === jid);
    await chat.ready;
    const hers = chat.session;
    await online(hers, alice);
    hers?.setDraft(room, 'What she has begun to write');
    hers?.send('Hers', room);
    if (hers) await allDelivered(hers, room);

    chat.removeAttribute('room');
    chat.credentials = bob;
    await chat.updateComplete;
    await chat.ready;
    await online(chat.session, bob);
    frames.restore();
    expect(frames.connections).to.equal(2);
    const [first] = frames.sockets;
    if (first && first.readyState !== WebSocket.CLOSED) {
      await new Promise((resolve) => {
        first.addEventListener('close', resolve);
      });
    }
    expect(chat.session).to.not.equal(hers);
    expect(hers?.connection.$state.get().status).to.equal('offline');
    expect([chat.session?.rooms.get(room), chat.session?.drafts.get(room)]).to.deep.equal([undefined, '']);
  });

  it('pitfall 13: ten fast messages of which three fail, and are sent again, end as ten', async () => {
    const refusal =
      `<message xmlns='jabber:client' type='error' from='${ROOM}' id='$id'><error type='cancel'>` +
      `<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
    const echo =
      `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/alice' id='$id'><body>$1</body>` +
      `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='a-$id'/></message>`;
    const { session, scripted } = await startScriptedSession([
      { on: '^<message.*<body>[258]<', times: 3, send: [refusal] },
      { on: '^<message.*<body>([0-9])<', send: [echo] },
    ]);
    const texts = Array.from({ length: 10 }, (_, index) => String(index));
    for (const text of texts) session.send(text);
    const { $outgoing, $messages } = session.room(ROOM).timeline;
    const failed = await reaches(
      $outgoing,
      (left) => left.length === 3 && left.every(({ status }) => status === 'failed'),
    );
    expect($messages.get()).to.have.length(10);
    for (const { key } of failed) session.retry(ROOM, key);
    await allDelivered(session, ROOM);
    expect(bodies(session, ROOM).sort()).to.deep.equal(texts);
    await scripted.close();
  });

  it('pitfall 28: the badge of a room that is not open settles once', async () => {
    const person = await server.register('settle');
    const [room, other] = [await server.createListedRoom('badge'), await server.createRoom('elsewhere')];
    const before = await enterAs(person, room);
    const writer = await enterAs(bob, room);
    writer.send('Seen');
    await reaches(before.rooms.$byJid, (rooms) => rooms[room]?.unread === 1);
    before.markRead(room);
    await before.disconnect();
    for (const text of ['One', 'Two', 'Three']) writer.send(text);
    await allDelivered(writer, room);
    const session = await sessionOf(person);
    const shown: number[] = [];
    session.rooms.$byJid.listen((rooms) => {
      const unread = rooms[room]?.unread ?? 0;
      if (unread !== (shown.at(-1) ?? 0)) shown.push(unread);
    });
    await session.connect();
    await reaches(session.rooms.$byJid, (rooms) => rooms[room]?.unread === 3);
    session.openRoom(other);
    await reaches(session.rooms.$byJid, (rooms) => rooms[other]?.presence === 'joined');
    expect(shown).to.deep.equal([3]);
    expect(session.rooms.$unread.get()).to.equal(3);
  });

  it('pitfall 34: the page stays as it was, and its rules for all elements do not reach in', async () => {
    const page = await fixture<HTMLElement>(html`<div><button class="button">Of the page</button><p>Text</p></div>`);
    const looks = () =>
      [...page.querySelectorAll('button, p'), document.body, document.documentElement].map((element) => {
        const { color, backgroundColor, font, margin, padding, overflow } = getComputedStyle(element);
        return { color, backgroundColor, font, margin, padding, overflow };
      });
    const counts = () => [
      document.styleSheets.length,
      document.adoptedStyleSheets.length,
      document.head.childElementCount,
      document.body.childElementCount,
    ];
    const [looksBefore, countsBefore] = [looks(), counts()];
    const chat = document.createElement('ethora-chat');
    chat.service = 'wss://chat.example/ws';
    page.append(chat);
    await waitUntil(() => within(chat).some(({ localName }) => localName === 'input'));
    expect([looks(), counts()]).to.deep.equal([looksBefore, countsBefore]);

    const inside = () =>
      within(chat).map((part) => {
        const { display, color, borderWidth, fontSize, padding } = getComputedStyle(part);
        return { display, color, borderWidth, fontSize, padding };
      });
    const before = inside();
    const hostile = new CSSStyleSheet();
    hostile.replaceSync(
      'input, button, form, label, div, p, span { display: none; color: red; border: 9px solid; font-size: 40px; padding: 3em }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, hostile];
    try {
      expect(inside()).to.deep.equal(before);
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hostile);
    }
  });
});
