import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { ethoraServer, type Account } from '../helpers/server.js';
import { closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

describe("live updates of Ethora's servers", function () {
  this.timeout(60_000);
  let domain: string;
  let alice: ChatService;
  let bob: ChatService;
  let bobAccount: Account;
  let aliceAccount: Account;
  let recorder: FrameRecorder;

  before(async () => {
    ({ domain } = await ethoraServer.start());
  });
  beforeEach(async () => {
    recorder = recordFrames();
    [aliceAccount, alice] = await online('alice');
    [bobAccount, bob] = await online('bob');
  });
  afterEach(async () => {
    await closeSessions();
    recorder.restore();
  });

  async function online(prefix: string): Promise<[Account, ChatService]> {
    const { service, conference } = await ethoraServer.start();
    const account = await ethoraServer.register(prefix);
    const session = makeSession({ service, domain, conference, credentials: account });
    await session.connect();
    await session.ready;
    return [account, session];
  }
  const direct = () => alice.admin.create({ kind: 'direct', people: [bobAccount.jid] });
  const updateUser = (first: string, last: string, photo = '') =>
    ethoraServer.api('ethora_user_update', {
      user: bobAccount.username,
      host: domain,
      first_name: first,
      last_name: last,
      photo,
      description: '',
    });

  it('give the other one of a room of two a new name and picture', async () => {
    const room = await direct();
    await updateUser('Bob', 'Builder', 'https://pictures.example/bob.png');
    await reaches(alice.rooms.$byJid, (rooms) => rooms[room]?.name === 'Bob Builder');
    expect(alice.rooms.get(room)?.picture).to.equal('https://pictures.example/bob.png');
    await reaches(bob.connection.$name, (name) => name === 'Bob Builder');
  });

  it('put no placeholder in the place of a name', async () => {
    const room = await direct();
    await updateUser('Bob', 'Builder');
    await reaches(alice.rooms.$byJid, (rooms) => rooms[room]?.name === 'Bob Builder');
    const placeholders = [
      ['', ''],
      ['Deleted', 'User'],
      ['deleted', ''],
      ['unknown', ''],
      ['null', ''],
    ] as const;
    for (const [index, [first, last]] of placeholders.entries()) {
      await updateUser(first, last, `https://pictures.example/${index}.png`);
      await reaches(alice.rooms.$byJid, (rooms) => rooms[room]?.picture?.endsWith(`/${index}.png`) === true);
      expect(alice.rooms.get(room)?.name).to.equal('Bob Builder');
    }
  });

  it('rename members', async () => {
    const room = await direct();
    await alice.admin.loadMembers(room);
    await updateUser('Robert', 'Tables');
    await reaches(alice.room(room).members.$members, (all) => all.some(({ name }) => name === 'Robert Tables'));
  });

  it('give a room a new name, description and picture', async () => {
    const room = await ethoraServer.createRoom('desk', { title: 'Desk', description: 'Old' });
    alice.openRoom(room);
    await entered(alice, room);
    const [name = '', service = ''] = room.split('@');
    await ethoraServer.api('change_room_option', { name, service, option: 'title', value: 'Front desk' });
    await ethoraServer.api('ethora_set_picture', {
      room: name,
      service,
      thumbnail: 'https://pictures.example/d.png',
      background: 'none',
    });
    await ethoraServer.api('ethora_chat_update', { room: name, service });
    const rooms = await reaches(alice.rooms.$byJid, (all) => all[room]?.picture !== undefined);
    expect(rooms[room]).to.include({ name: 'Front desk', picture: 'https://pictures.example/d.png' });
  });

  it('are the word of the server only: another person changes nothing', async () => {
    const room = await direct();
    const before = alice.rooms.get(room)?.name;
    const group = await ethoraServer.createRoom('group', { title: 'Group' });
    for (const session of [alice, bob]) {
      session.openRoom(group);
      await entered(session, group);
    }
    const updates = [
      `<user-update xmlns="your:custom:ns" xmppUsername="${bobAccount.username}" firstName="Evil" photoURL="https://evil.example/"/>`,
      `<chat-update xmlns="your:custom:ns" chatName="${group.split('@')[0] ?? ''}" title="Evil" picture="https://evil.example/"/>`,
    ];
    // Bob's own connection is the newest.
    const socket = recorder.sockets.at(-1);
    for (const update of updates) {
      socket?.send(`<message xmlns="jabber:client" type="headline" to="${aliceAccount.jid}">${update}</message>`);
      socket?.send(`<message xmlns="jabber:client" type="groupchat" to="${group}"><body>x</body>${update}</message>`);
    }
    await recorder.waitFor('in', /type=.headline.*Evil/);
    bob.send('after', group);
    await shows(alice, group, 'after');
    expect(alice.rooms.get(room)).to.include({ name: before });
    expect(alice.rooms.get(group)).to.include({ name: 'Group' });
    expect(JSON.stringify(alice.rooms.$byJid.get())).to.not.contain('evil.example');
  });
});
