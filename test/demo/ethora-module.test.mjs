import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { register, registerPerson } from '../../demo/server/accounts.mjs';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { compileEthoraModule } from '../../demo/server/ethora-module.mjs';
import { createRoom, setAffiliation } from '../../demo/server/rooms.mjs';
import { ScriptClient } from '../../demo/server/script-client.mjs';

const DISCO_ITEMS = '<query xmlns="http://jabber.org/protocol/disco#items"/>';

describe('the Ethora module of ejabberd', { timeout: 120_000 }, () => {
  let folder;
  let server;
  /** The owner of most rooms, a member, and somebody of another app. */
  let ann;
  let ben;
  let eve;
  let rooms = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-ethora-'));
    server = await startEjabberd({ dir: join(folder, 'server'), ports: { http: 0 }, ethora: true });
    await registerPerson(server, { user: 'a1_ann', password: 'secret', name: 'Ann B' });
    await register(server, 'a1_ben', 'secret');
    await register(server, 'b2_eve', 'secret');
    [ann, ben, eve] = await Promise.all(['a1_ann', 'a1_ben', 'b2_eve'].map(signIn));
  });
  afterEach(async () => {
    for (const client of [ann, ben, eve]) client.onStanza = () => {};
    await server.api('ethora_app_filter', { host: server.domain, enabled: 'false' });
  });
  after(async () => {
    for (const client of [ann, ben, eve]) client?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function signIn(user) {
    const { service, domain } = server;
    return ScriptClient.connect({ service, domain, user, password: 'secret' });
  }

  /** A room that Ann owns and Ben is a member of; its JID. */
  async function makeRoom(options = {}) {
    const name = `a1_r${++rooms}`;
    const room = await createRoom(server, name, options);
    await setAffiliation(server, name, 'a1_ann', 'owner');
    await setAffiliation(server, name, 'a1_ben', 'member');
    return room;
  }

  /** The same with both of them inside. */
  async function makeFullRoom(options) {
    const room = await makeRoom(options);
    await ann.join(room, 'a1_ann');
    await ben.join(room, 'a1_ben');
    return room;
  }

  /** Sends it to the room as a message for everybody and resolves with what Ben gets. */
  async function broadcast(sender, room, id, payload) {
    const arrived = ben.next(new RegExp(`^<message[^>]* id='${id}'`));
    sendTo(sender, room, id, payload);
    return arrived;
  }

  function sendTo(sender, room, id, payload) {
    sender.send(`<message type="groupchat" to="${room}" id="${id}">${payload}</message>`);
  }

  /** Says it and gives the archive's id. */
  async function say(sender, room, id, text) {
    const echo = await broadcast(sender, room, id, `<body>${text}</body>`);
    return /<stanza-id[^>]* id='(\d+)'/.exec(echo)?.[1];
  }

  /** The archived messages of the room, as XML. */
  async function archive(room) {
    const results = [];
    ben.onStanza = (stanza) => /<result [^>]*urn:xmpp:mam:2/.test(stanza) && results.push(stanza);
    await ben.iq('set', room, '<query xmlns="urn:xmpp:mam:2"/>');
    ben.onStanza = () => {};
    return results;
  }

  function query(client, type, xmlns, attributes = '') {
    return client.iq(type, undefined, `<query xmlns="${xmlns}" ${attributes}/>`);
  }

  it('lists the rooms of a person, with pictures and numbers, when asked as the seed of Ethora asks', async () => {
    const room = await makeRoom({ title: 'Lobby' });
    const foreign = await createRoom(server, 'a1_foreign');
    assert.ok(
      (await ann.iq('get', undefined, DISCO_ITEMS)).includes(
        `<item jid='${room}' name='Lobby' users_cnt='2' room_background='none' room_thumbnail='none'/>`,
      ),
    );
    assert.ok(!(await ann.iq('get', undefined, DISCO_ITEMS)).includes(foreign));
    assert.match(await eve.iq('get', undefined, DISCO_ITEMS), /<query [^>]*\/>/);
  });

  it('leaves disco#items of the server and of nodes as they are', async () => {
    assert.match(await ann.iq('get', server.domain, DISCO_ITEMS), /jid='conference\.localhost'/);
    assert.match(await query(ann, 'get', 'http://jabber.org/protocol/disco#items', 'node="x"'), /type='result'/);
  });

  it('lists rooms page by page', async () => {
    const [first, second] = [await makeRoom(), await makeRoom()].sort();
    const ask = (set) =>
      ann.iq(
        'get',
        undefined,
        `<query xmlns="ns:getrooms"><set xmlns="http://jabber.org/protocol/rsm">${set}</set></query>`,
      );
    const all = await query(ann, 'get', 'ns:getrooms');
    assert.ok(all.includes(`<room jid='${first}'`) && all.includes(`<room jid='${second}'`));
    const page = await ask(`<max>1</max><after>${first}</after>`);
    assert.ok(page.includes(`<room jid='${second}'`) && !page.includes(`<room jid='${first}'`));
    assert.ok(page.includes(`<last>${second}</last>`));
    assert.match(await ask('<max>5</max><after>z</after>'), /<count>\d+<\/count><\/set>/);
  });

  it('keeps the pictures that owners and admins set, over a restart', async () => {
    const room = await makeRoom();
    const image = `room="${room}" room_thumbnail="https://files.test/r.png"`;
    await assert.rejects(query(ben, 'set', 'ns:getrooms:setprofile', image), /forbidden/);
    const told = ann.next(/<chat-update /);
    await query(ann, 'set', 'ns:getrooms:setprofile', image);
    assert.match(await told, /picture='https:\/\/files\.test\/r\.png'/);
    await query(ann, 'set', 'ns:getrooms:setprofile', `room="${room}" room_background="https://files.test/b.png"`);
    await server.restart();
    [ann, ben, eve] = await Promise.all(['a1_ann', 'a1_ben', 'b2_eve'].map(signIn));
    assert.match(
      await query(ben, 'get', 'ns:getrooms'),
      new RegExp(
        `jid='${room}'[^>]*room_background='https://files.test/b.png' room_thumbnail='https://files.test/r.png'`,
      ),
    );
  });

  it('tells members who is in a room, with role and last activity', async () => {
    const room = await makeRoom();
    const before = Math.floor(Date.now() / 1000);
    const roster = await query(ben, 'get', 'ns:room:last', `room="${room}"`);
    const [, time] =
      /<activity jid='a1_ann@localhost' name='Ann B' role='owner' ban_status='clear' last_active='(\d+)'/.exec(
        roster,
      ) ?? [];
    assert.ok(Number(time) >= before);
    assert.match(roster, /jid='a1_ben@localhost'[^>]* role='member'/);
    await assert.rejects(query(eve, 'get', 'ns:room:last', `room="${room}"`), /forbidden/);
    await assert.rejects(query(ann, 'get', 'ns:room:last', 'room="none@conference.localhost"'), /item-not-found/);
    await assert.rejects(query(ann, 'get', 'ns:room:last'), /(bad-request|item-not-found|jid-malformed)/);
  });

  it('lets authors change and delete what they wrote, for everybody and in the archive', async () => {
    const room = await makeFullRoom();
    const [one, two] = [await say(ann, room, 'm1', 'Helo'), await say(ann, room, 'm2', 'Secret')];
    const replace = `<replace id="${one}" text="Hello &lt;you&gt;"/>`;
    assert.match(await broadcast(ann, room, 'edit-message-1', replace), /<replace [^>]*text='Hello &lt;you/);
    const remove = `<body>wow</body><delete id="${two}"/>`;
    assert.match(await broadcast(ann, room, 'deleteMessageStanza', remove), new RegExp(`<delete [^>]*id='${two}'`));
    const [edited, deleted, ...others] = await archive(room);
    assert.match(edited, /<body>Hello &lt;you(>|&gt;)<\/body>/);
    assert.match(edited, /<replaced timestamp='\d+'\/>/);
    assert.ok(edited.includes(`id='${one}'`));
    assert.match(deleted, /<body>deleted<\/body>/);
    assert.match(deleted, /<deleted timestamp='\d+'\/>/);
    assert.deepEqual(others, []);
  });

  it('drops changes of what somebody else wrote, without a word', async () => {
    const room = await makeFullRoom();
    const id = await say(ann, room, 'm1', 'Hello');
    const seen = [];
    ben.onStanza = (stanza) => seen.push(stanza);
    sendTo(ben, room, 'edit-message-2', `<replace id="${id}" text="Bye"/>`);
    sendTo(ben, room, 'deleteMessageStanza', `<body>wow</body><delete id="${id}"/>`);
    sendTo(ben, room, 'edit-message-3', `<replace id="17" text="Bye"/><body>x</body>`);
    sendTo(ben, room, 'edit-message-4', `<replace text="Bye"/>`);
    await ben.say(room, 'Later', 'm2');
    assert.deepEqual(
      seen.filter((stanza) => /<(replace|delete)\b/.test(stanza)),
      [],
    );
    const texts = (await archive(room)).map((stanza) => /<body>(.*)<\/body>/.exec(stanza)?.[1]);
    assert.deepEqual(texts, ['Hello', 'Later']);
  });

  it('bans and unbans people, and says so in the roster', async () => {
    const room = await makeFullRoom();
    const person = `user="a1_ben@localhost" type="room" room="${room}"`;
    const ban = (client, action) =>
      query(client, 'set', 'ns:deepx:muc:user:ban', `action="${action}" ${person} time="60"`);
    await assert.rejects(ban(ben, 'ban'), /forbidden/);
    await ban(ann, 'ban');
    const bounce = await broadcast(ben, room, 'm1', '<body>Hello</body>');
    assert.match(bounce, /type='error'.*<error[^>]* type='cancel'>/s);
    assert.match(bounce, /<forbidden [^>]*\/>/);
    assert.match(bounce, />You are banned in this room!<\/text>/);
    assert.match(
      await query(ann, 'get', 'ns:room:last', `room="${room}"`),
      /a1_ben@localhost'[^>]*ban_status='banned'/,
    );
    assert.match(await ban(ann, 'get_list'), /<user jid='a1_ben@localhost'/);
    await ban(ann, 'unban');
    await ben.say(room, 'Hello', 'm2');
  });

  it('lets people in under their own name only, and into rooms of their app only, when told to', async () => {
    const room = await makeRoom();
    await ben.join(room, 'anything');
    await server.api('ethora_app_filter', { host: server.domain, enabled: 'true' });
    await assert.rejects(ann.join(room, 'ann'), /forbidden.*wrong nickname/s);
    await assert.rejects(eve.join(room, 'b2_eve'), /forbidden.*wrong app name/s);
    await ann.join(room, 'a1_ann');
  });

  it('refuses messages that come too fast, for one room or one person, when told to', async () => {
    const [room, other] = [await makeFullRoom(), await makeFullRoom()];
    await server.api('ethora_limit', { target: room, messages: 2, interval: 60_000 });
    await ben.say(room, 'One', 'm1');
    await ben.say(room, 'Two', 'm2');
    const bounce = await broadcast(ben, room, 'm3', '<body>Three</body>');
    assert.match(bounce, /type='error'.*<error[^>]* type='wait'><resource-constraint /s);
    assert.match(bounce, />Traffic rate limit is exceeded<\/text>/);
    await ann.say(room, 'Mine', 'm4');
    await ben.say(other, 'Elsewhere', 'm5');
    assert.equal((await archive(room)).length, 3);
    await server.api('ethora_limit', { target: 'a1_ben@localhost', messages: 0, interval: 1 });
    await ben.say(room, 'Three', 'm6');
    await server.api('ethora_limit', { target: 'a1_ben@localhost', messages: 1, interval: 60_000 });
    await ben.say(other, 'More', 'm7');
    assert.match(await broadcast(ben, other, 'm8', '<body>Too much</body>'), /resource-constraint/);
    await server.api('ethora_limit', { target: 'a1_ben@localhost', messages: 0, interval: 1 });
  });

  it('tells everybody about a changed profile, and members about a changed room', async () => {
    const room = await makeFullRoom();
    const profile = ben.next(/<user-update /);
    await ann.iq('set', undefined, '<vCard xmlns="vcard-temp"><N><GIVEN>Anna</GIVEN><FAMILY>B</FAMILY></N></vCard>');
    assert.match(await profile, /^<message[^>]* from='localhost'[^>]* type='headline'/);
    assert.match(await profile, /xmppUsername='a1_ann' firstName='Anna' lastName='B'/);
    const changed = ben.next(/<chat-update /);
    const field = '<field var="muc#roomconfig_roomname"><value>Tea</value></field>';
    const type = '<field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field>';
    await ann.iq(
      'set',
      room,
      `<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit">${type}${field}</x></query>`,
    );
    assert.match(await changed, /<chat-update [^>]*chatName='a1_r\d+' title='Tea'[^>]*usersCnt='2'/);
    const again = ben.next(/<user-update /);
    const person = { user: 'a1_ann', host: 'localhost', first_name: 'Ann', last_name: '', photo: '', description: '' };
    await server.api('ethora_user_update', person);
    assert.match(await again, /firstName='Ann'/);
  });

  it('tells those in a room who became or ceased to be a member', async () => {
    const room = await makeFullRoom();
    const [name] = room.split('@');
    const pattern = new RegExp(`^<message[^>]* from='${room}'[^>]*><x [^>]*muc#user'><item [^>]*b2_eve@localhost`);
    const joined = ben.next(pattern);
    const item = '<item affiliation="member" jid="b2_eve@localhost"/>';
    await ann.iq('set', room, `<query xmlns="http://jabber.org/protocol/muc#admin">${item}</query>`);
    assert.match(await joined, /affiliation='member'/);
    const left = ben.next(pattern);
    const change = { room: name, service: server.conference, jid: 'b2_eve@localhost', affiliation: 'none' };
    await server.api('ethora_set_affiliation', change);
    assert.match(await left, /affiliation='none'/);
  });

  it('may have a domain of its own beside one that is as it always was', async () => {
    const both = await startEjabberd({ dir: join(folder, 'both'), ports: { http: 0 }, ethora: 'beside' });
    try {
      const { service, api, ethoraDomain: domain } = both;
      const conference = `conference.${domain}`;
      const there = { ...both, domain, conference };
      await Promise.all([register(both, 'a1_ann', 'secret'), register(there, 'a1_ann', 'secret')]);
      const room = await createRoom(there, 'a1_r1');
      await setAffiliation(there, 'a1_r1', 'a1_ann', 'owner');
      const account = { service, user: 'a1_ann', password: 'secret' };
      const stock = await ScriptClient.connect({ ...account, domain: 'localhost' });
      const own = await ScriptClient.connect({ ...account, domain });
      await assert.rejects(query(stock, 'get', 'ns:getrooms'), /type='error'/);
      assert.ok((await query(own, 'get', 'ns:getrooms')).includes(`<room jid='${room}'`));
      await own.join(room, 'a1_ann');
      await own.say(room, 'Hello', 'm1');
      await api('ethora_app_filter', { host: domain, enabled: 'true' });
      await assert.rejects(own.join(room, 'ann'), /wrong nickname/);
      stock.close();
      own.close();
    } finally {
      await both.stop();
    }
  });

  it('is left out, and that is said, when there is no compiler', async () => {
    const lines = [];
    const installation = {
      version: '24.12',
      ebinDirs: [join(folder, 'ebin')],
      libDir: folder,
      erl: join(folder, 'erl'),
    };
    const dir = join(folder, 'nothing');
    assert.equal(await compileEthoraModule({ installation, dir, log: (line) => lines.push(line) }), undefined);
    assert.match(lines.join('\n'), /Without the Erlang compiler/);
    assert.ok(!(await readdir(folder)).includes('nothing'));
  });
});
