import { expect } from '@open-wc/testing';
import type { RoomError } from '../../src/domain/room-error.js';
import { loginRules, startScriptedServer, type Rule, type ScriptedServer } from '../helpers/scripted-server.js';
import { closeSessions, makeSession } from '../helpers/sessions.js';

const OWNER = 'http://jabber.org/protocol/muc#owner';
const ROOM = `to=["']([^"']*@conference.chat.test)`;

function answer(type: string, inside = ''): string {
  return `<iq xmlns='jabber:client' type='${type}' id='$id' from='$1'>${inside}</iq>`;
}

const MADE: Rule = {
  on: `^<presence[^>]* ${ROOM}/`,
  send: [
    `<presence xmlns='jabber:client' from='$1/alice'><x xmlns='http://jabber.org/protocol/muc#user'>` +
      `<item affiliation='owner' role='moderator'/><status code='110'/><status code='201'/></x></presence>`,
  ],
};
const DEFAULTS: Rule = { on: `^<iq[^>]* ${ROOM}.*type=["']submit["']/>`, send: [answer('result')] };
const FORM: Rule = {
  on: `^<iq[^>]* type=["']get["'][^>]* ${ROOM}.*muc#owner`,
  send: [
    answer(
      'result',
      `<query xmlns='${OWNER}'><x xmlns='jabber:x:data' type='form'>` +
        `<field var='muc#roomconfig_roomname'><value/></field></x></query>`,
    ),
  ],
};
const DESTROYED: Rule = { on: `^<iq[^>]* ${ROOM}.*<destroy`, send: [answer('result')] };

/** The room refuses the stanzas that match. */
function refuse(pattern: string): Rule {
  const error =
    `<error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>` +
    `<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Not such a name</text></error>`;
  return { on: `^<iq[^>]* ${ROOM}.*${pattern}`, send: [answer('error', error)] };
}

describe('a room whose making is refused', () => {
  let scripted: ScriptedServer;

  afterEach(async () => {
    await closeSessions();
    await scripted.close();
  });

  for (const [step, rules] of [
    ['by the defaults', [MADE, refuse(`type=["']submit["']/>`), FORM, DESTROYED]],
    ['by the form', [MADE, DEFAULTS, refuse(`<query xmlns=["']${OWNER}["']/>`), DESTROYED]],
    ['by the configuration', [MADE, DEFAULTS, FORM, refuse('muc#roomconfig_roomname'), DESTROYED]],
    ['by the configuration, with an end that is refused as well', [MADE, DEFAULTS, FORM, refuse('')]],
  ] as const) {
    it(`${step} is ended, and the reason is told`, async () => {
      scripted = await startScriptedServer([...rules, ...loginRules('alice@chat.test/tab')]);
      const session = makeSession({
        service: scripted.url,
        domain: 'chat.test',
        conference: 'conference.chat.test',
        credentials: { username: 'alice', password: 'secret' },
      });
      const errors: unknown[] = [];
      session.on('error', (error) => errors.push(error));
      await session.connect();
      await session.ready;
      const refused = await session.admin
        .create({ kind: 'public', title: 'Tea' })
        .catch((error: unknown) => error as RoomError);
      expect(refused).to.include({ condition: 'not-acceptable', text: 'Not such a name' });
      expect(await scripted.waitFor('<destroy')).to.match(/^<iq type="set"/);
      expect([Object.keys(session.rooms.$byJid.get()), errors]).to.deep.equal([[], []]);
    });
  }
});
