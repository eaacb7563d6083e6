import { expect, waitUntil } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import type { RoomKind } from '../../src/domain/new-room.js';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { startRest, type Rest, type RestUser } from '../helpers/rest.js';
import { server, uniqueName } from '../helpers/server.js';
import { closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

/** What the action was refused with. */
async function refusal(action: Promise<unknown>): Promise<{ condition: string; text: string }> {
  try {
    await action;
  } catch (error) {
    if (error instanceof RoomError) return { condition: error.condition, text: error.text };
    throw error;
  }
  return { condition: 'nothing', text: '' };
}

describe("rooms through Ethora's API", function () {
  this.timeout(30_000);
  let rest: Rest;
  let annUser: RestUser;
  let benUser: RestUser;
  let ann: ChatService;
  let ben: ChatService;
  let recorder: FrameRecorder;

  before(async () => {
    rest = await startRest();
  });
  after(() => rest.close());
  beforeEach(async () => {
    recorder = recordFrames();
    [annUser, ann] = await online('Ann');
    [benUser, ben] = await online('Ben');
  });
  afterEach(async () => {
    await closeSessions();
    recorder.restore();
  });

  async function online(name: string): Promise<[RestUser, ChatService]> {
    const { service } = await server.start();
    const { url: api, appId, appToken } = rest;
    const user = await rest.addUser(name);
    const session = makeSession({ service, api, appId, appToken, credentials: user });
    await session.connect();
    await session.ready;
    return [user, session];
  }
  const jidOf = ({ xmppUsername }: RestUser) => `${xmppUsername}@localhost`;

  /** How often an endpoint is called meanwhile. */
  async function calls(endpoint: string, run: () => Promise<unknown>): Promise<number> {
    const { [endpoint]: before = 0 } = await rest.counts();
    await run();
    return ((await rest.counts())[endpoint] ?? 0) - before;
  }

  /** A room of Ann with Ben in it. */
  async function shared(kind: RoomKind = 'private'): Promise<string> {
    const room = await ann.admin.create({ kind, title: uniqueName('Shared'), people: [jidOf(benUser)] });
    await reaches(ben.admin.invitations.$invitations, (all) => all.some(({ roomJid }) => roomJid === room));
    await ben.admin.accept(room);
    await entered(ben, room);
    await entered(ann, room);
    const { $byNick } = ann.room(room).occupants;
    await reaches($byNick, (people) => people.has(benUser.xmppUsername));
    return room;
  }

  it('are made there, with their people, who find them in their list', async () => {
    const title = uniqueName('Board');
    const wanted = { kind: 'private', title, description: 'Numbers', people: [jidOf(benUser)] } as const;
    let room = '';
    const made = await calls('POST /chats', async () => (room = await ann.admin.create(wanted)));
    expect(made).to.equal(1);
    expect(room.startsWith(`${rest.appId}_`)).to.equal(true);
    expect(ann.rooms.get(room)).to.include({
      name: title,
      description: 'Numbers',
      presence: 'joined',
      affiliation: 'owner',
    });
    await ben.reloadRooms();
    expect(ben.rooms.get(room)).to.include({ name: title, memberCount: 2 });
    await entered(ben, room);
    ann.send('Welcome', room);
    await shows(ben, room, 'Welcome');
    expect(ben.rooms.get(room)?.membersOnly).to.equal(true);
  });

  it('of two are the same one for both, called as the other one is', async () => {
    const room = await ann.admin.create({ kind: 'direct', people: [jidOf(benUser)] });
    expect(ann.rooms.get(room)).to.include({ direct: true, name: 'Ben Test', presence: 'joined' });
    expect(await ben.admin.create({ kind: 'direct', people: [jidOf(annUser)] })).to.equal(room);
    expect(ben.rooms.get(room)).to.include({ direct: true, name: 'Ann Test' });
    ben.send('Just us', room);
    await shows(ann, room, 'Just us');
  });

  it('get new members there, and those inside ask the API how many they are', async () => {
    const room = await shared();
    const [carolUser, carol] = await online('Carol');
    const asked = await calls('GET /chats/my/:name', async () => {
      expect(await calls('POST /chats/users-access', () => ann.admin.invite(room, [jidOf(carolUser)]))).to.equal(1);
      expect(recorder.sent().some((text) => /id="members-changed-\d+-/.test(text))).to.equal(true);
      await reaches(ben.rooms.$byJid, (rooms) => rooms[room]?.memberCount === 3);
      await reaches(ann.rooms.$byJid, (rooms) => rooms[room]?.memberCount === 3);
    });
    expect(asked, 'once for each').to.equal(2);
    await carol.admin.accept(room);
    await ann.admin.loadMembers(room);
    await ann.admin.setAffiliation(room, jidOf(carolUser), 'none');
    expect((await rest.counts())['DELETE /chats/users-access']).to.equal(1);
    await reaches(carol.rooms.$byJid, (rooms) => rooms[room]?.presence === 'denied');
    await reaches(ben.rooms.$byJid, (rooms) => rooms[room]?.memberCount === 2);
  });

  it('end there', async () => {
    const room = await shared();
    const { condition, text } = await refusal(ben.admin.destroy(room));
    expect({ condition, text }).to.deep.equal({ condition: 'forbidden', text: 'Only who made the room may do that' });
    expect(ben.rooms.get(room)?.presence).to.equal('joined');
    expect(await calls('DELETE /chats', () => ann.admin.destroy(room))).to.equal(1);
    expect(ann.rooms.get(room)).to.equal(undefined);
    await reaches(ben.rooms.$byJid, (rooms) => rooms[room]?.denial === 'destroyed');
  });

  /** Ben's next visit, once it is written down that he wants to be in the room, or does not. */
  async function nextVisit(session: ChatService, room: string, autojoin: boolean): Promise<ChatService> {
    await waitUntil(() => {
      const marks = recorder.sent().filter((text) => text.includes('<publish') && text.includes(room));
      return marks.at(-1)?.includes(`autojoin="${String(autojoin)}"`);
    });
    await session.disconnect();
    const { service } = await server.start();
    const { url: api, appId, appToken } = rest;
    const again = makeSession({ service, api, appId, appToken, credentials: benUser });
    await again.connect();
    await again.ready;
    await again.reloadRooms();
    return again;
  }

  it('are left for good by those whom the API does not let go', async () => {
    const room = await shared();
    expect(await calls('DELETE /chats/users-access', () => ben.admin.leave(room))).to.equal(1);
    await reaches(ann.room(room).occupants.$count, (count) => count === 1);
    const again = await nextVisit(ben, room, false);
    expect(again.rooms.get(room)).to.equal(undefined);
    await ann.admin.invite(room, [jidOf(benUser)]);
    await reaches(again.admin.invitations.$invitations, (all) => all.some(({ roomJid }) => roomJid === room));
    await again.admin.accept(room);
    expect((await nextVisit(again, room, true)).rooms.get(room)).to.not.equal(undefined);
  });

  it('are left at the API by whoever made them', async () => {
    const room = await shared();
    await ann.admin.leave(room);
    expect(ann.rooms.get(room)).to.equal(undefined);
    await ben.admin.loadMembers(room);
    const members = ben.room(room).members.$members.get();
    expect(members.map(({ jid }) => jid)).to.deep.equal([jidOf(benUser)]);
  });

  it('of two that were left come back when they are opened anew', async () => {
    const room = await ben.admin.create({ kind: 'direct', people: [jidOf(annUser)] });
    expect(await calls('DELETE /chats/users-access', () => ben.admin.leave(room))).to.equal(0);
    const again = await nextVisit(ben, room, false);
    expect(again.rooms.get(room)).to.equal(undefined);
    expect(await again.admin.create({ kind: 'direct', people: [jidOf(annUser)] })).to.equal(room);
    expect(again.rooms.get(room)?.presence).to.equal('joined');
    expect((await nextVisit(again, room, true)).rooms.get(room)?.name).to.equal('Ann Test');
  });

  it('of which the API knows nothing are the business of the chat server', async () => {
    const room = await server.createRoom('stock');
    ann.openRoom(room);
    await entered(ann, room);
    await ann.admin.invite(room, [jidOf(benUser)]);
    await reaches(ben.admin.invitations.$invitations, (all) => all.some(({ roomJid }) => roomJid === room));
    expect((await refusal(ann.admin.destroy(room))).condition).to.equal('forbidden');
  });

  it('that cannot be made leave nothing, and say why', async () => {
    const before = Object.keys(ann.rooms.$byJid.get());
    const nobody = await refusal(ann.admin.create({ kind: 'private', title: 'x', people: ['nobody@localhost'] }));
    expect(nobody.text).to.contain('There is no user "nobody"');
    expect((await refusal(ann.admin.create({ kind: 'direct', people: [] }))).condition).to.equal('jid-malformed');
    expect(Object.keys(ann.rooms.$byJid.get())).to.deep.equal(before);
  });

  it('believe nothing that a hint of somebody in the room says', async () => {
    const room = await shared();
    await ann.admin.loadMembers(room);
    const { $members } = ann.room(room).members;
    const before = JSON.stringify($members.get());
    const hint = (id: string) =>
      `<message to="${room}" type="groupchat" id="${id}"><members-refresh xmlns="ethora:chats:members-refresh"/>` +
      `<x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" nick="${annUser.xmppUsername}" jid="${jidOf(annUser)}"/></x></message>`;
    const asked = await calls('GET /chats/my/:name', async () => {
      const socket = recorder.sockets.at(-1);
      for (const id of ['h1', 'h2', 'h3']) socket?.send(hint(id));
      ben.send('after', room);
      await shows(ann, room, 'after');
      await reaches(ann.rooms.$byJid, (rooms) => rooms[room]?.memberCount === 2);
    });
    expect(asked).to.be.at.most(2);
    expect(JSON.stringify($members.get())).to.equal(before);
  });

  it('are renamed and described anew when the server says that something has changed', async () => {
    const room = await ann.admin.create({ kind: 'direct', people: [jidOf(benUser)] });
    const tell = (stanza: string) => server.api('send_stanza', { from: 'localhost', to: jidOf(annUser), stanza });
    const headline = (child: string) =>
      `<message type="headline" from="localhost" to="${jidOf(annUser)}">${child}</message>`;
    await tell(
      headline(`<user-update xmlns="your:custom:ns" xmppUsername="${benUser.xmppUsername}" firstName="Benjamin"/>`),
    );
    await reaches(ann.rooms.$byJid, (rooms) => rooms[room]?.name === 'Benjamin');
    await tell(
      headline(
        `<ethora-event xmlns="urn:ethora:events:1" type="user-profile-updated" xmppUsername="${benUser.xmppUsername}"/>`,
      ),
    );
    await reaches(ann.rooms.$byJid, (rooms) => rooms[room]?.name === 'Ben Test');
  });

  it('say that the API does not answer', async () => {
    const other = await startRest();
    const { service } = await server.start();
    const { url: api, appId, appToken } = other;
    const session = makeSession({ service, api, appId, appToken, credentials: await other.addUser('Dan') });
    await session.connect();
    await session.ready;
    await other.close();
    const { condition } = await refusal(session.admin.create({ kind: 'public', title: 'x' }));
    expect(condition).to.equal('no-answer');
  });
});
