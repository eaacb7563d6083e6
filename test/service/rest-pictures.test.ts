import { expect } from '@open-wc/testing';
import { reaches } from '../helpers/follow.js';
import { drawPicture, lookAt } from '../helpers/pictures.js';
import { startRest, type Rest } from '../helpers/rest.js';
import { roomRules } from '../helpers/scripted-room.js';
import { loginRules, startScriptedServer } from '../helpers/scripted-server.js';
import { closeSessions, entered, makeSession } from '../helpers/sessions.js';

const ROOM = 'a1_r9@conference.chat.test';

describe("pictures of rooms through Ethora's API", function () {
  this.timeout(30_000);
  let rest: Rest;
  before(async () => {
    rest = await startRest();
  });
  after(() => rest.close());
  afterEach(closeSessions);

  it('are uploaded, and named to the chat server; others hear of them by a headline', async () => {
    const user = await rest.addUser('Ann');
    const nick = user.xmppUsername;
    const scripted = await startScriptedServer([
      {
        on: `^<iq[^>]*>\\s*<query[^>]*ns:getrooms:setprofile`,
        send: [`<iq xmlns='jabber:client' type='result' id='$id'/>`],
      },
      ...roomRules(ROOM, nick),
      ...loginRules(`${nick}@chat.test/tab`),
    ]);
    const { url: api, appId, appToken } = rest;
    const session = makeSession({
      service: scripted.url,
      domain: 'chat.test',
      api,
      appId,
      appToken,
      credentials: user,
    });
    session.openRoom(ROOM);
    await session.connect();
    await entered(session, ROOM);
    expect(await session.admin.takesPicture(ROOM)).to.equal(true);
    await session.admin.setPicture(ROOM, await drawPicture(400, 200));
    const rooms = await reaches(session.rooms.$byJid, (all) => all[ROOM]?.picture !== undefined);
    const url = rooms[ROOM]?.picture ?? '';
    expect(url.startsWith(rest.url)).to.equal(true);
    expect(await scripted.waitFor('setprofile'))
      .to.contain(`room_thumbnail="${url}"`)
      .and.contain(`room="${ROOM}"`);
    const answer = await fetch(url);
    const local = URL.createObjectURL(await answer.blob());
    expect(await lookAt(local)).to.include({ width: 192, height: 192 });
    URL.revokeObjectURL(local);

    const headline = (picture: string) =>
      `<message xmlns='jabber:client' type='headline' from='chat.test'>` +
      `<chat-update chatName='a1_r9' picture='${picture}'/></message>`;
    await scripted.push(headline('https://f.example/new.png'));
    await reaches(session.rooms.$byJid, (all) => all[ROOM]?.picture === 'https://f.example/new.png');
    await session.admin.setPicture(ROOM);
    await scripted.waitFor('room_thumbnail="none"');
    await reaches(session.rooms.$byJid, (all) => all[ROOM]?.picture === undefined);
    await scripted.close();
  });
});
