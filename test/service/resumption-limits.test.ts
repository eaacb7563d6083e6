import { expect } from '@open-wc/testing';
import type { SinonFakeTimers } from 'sinon';
import type { ChatService } from '../../src/context.js';
import { useFakeClock } from '../helpers/fake-clock.js';
import { reaches } from '../helpers/follow.js';
import { recordFrames, type FrameRecorder } from '../helpers/frames.js';
import { groupchat, roomRules } from '../helpers/scripted-room.js';
import { loginRules, startScriptedServer, type Rule, type ScriptedServer } from '../helpers/scripted-server.js';
import { closeSessions, entered, makeSession, shows } from '../helpers/sessions.js';

const ROOM = 'tea@conference.chat.test';
const BIND = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>`;
const CONFLICT = `<stream:error xmlns:stream='http://etherx.jabber.org/streams'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`;
const ENABLE: Rule = { on: '^<enable', send: [`<enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true' max='60'/>`] };

describe('a stream that cannot go on', () => {
  let scripted: ScriptedServer;
  let session: ChatService;
  let frames: FrameRecorder;
  let clock: SinonFakeTimers | undefined;

  afterEach(async () => {
    clock?.restore();
    await closeSessions();
    frames.restore();
    await scripted.close();
  });

  /** Alice is in the room, on a server that counts stanzas and does what these rules say. */
  async function enter(...rules: readonly Rule[]) {
    const login = loginRules('alice@chat.test/tab').map(({ send = [], ...rule }) => ({
      ...rule,
      send: send.map((text) => text.replace(BIND, `${BIND}<sm xmlns='urn:xmpp:sm:3'/>`)),
    }));
    frames = recordFrames();
    scripted = await startScriptedServer([...rules, ENABLE, ...roomRules(ROOM, 'alice'), ...login]);
    session = makeSession({
      service: scripted.url,
      domain: 'chat.test',
      credentials: { username: 'alice', password: 'secret' },
    });
    session.openRoom(ROOM);
    await session.connect();
    await entered(session, ROOM);
    await frames.waitFor('in', /^<enabled/);
  }

  async function lose() {
    await scripted.drop();
    await reaches(session.connection.$state, ({ status }) => status === 'offline');
  }

  /** Nobody answers, and 5 s are over: the page is in a new session. */
  async function giveUp() {
    await lose();
    clock = useFakeClock();
    const connected = session.connect();
    await scripted.waitFor('^<resume');
    clock.tick(5_000);
    clock.restore();
    await connected;
  }

  const resumptions = () => frames.sent().filter((text) => text.startsWith('<resume')).length;

  it('is given up after 5 s without an answer', async () => {
    await enter({ on: '^<resume' });
    await giveUp();
    expect(frames.connections).to.equal(3);
    await entered(session, ROOM);
    expect(resumptions()).to.equal(1);
  });

  it('is given up, and its late answer takes the place of the session after it: that is begun anew', async () => {
    await enter({ on: '^<resume' });
    await giveUp();
    await scripted.push(CONFLICT);
    await reaches(session.connection.$state, ({ status }) => status !== 'online');
    await session.connect();
    await reaches(session.connection.$state, ({ status }) => status === 'online');
    expect(frames.connections).to.equal(4);
    // Nobody of this page: then it is not fought for.
    await scripted.push(CONFLICT);
    await reaches(session.connection.$state, ({ status }) => status === 'error');
  });

  it('is given up when the server ends the connection over it, twice', async () => {
    await enter({ on: '^<resume', close: true });
    await lose();
    await session.connect();
    await entered(session, ROOM);
    expect(resumptions()).to.equal(2);
  });

  it('is not asked for after the time that the server named', async () => {
    await enter();
    await lose();
    clock = useFakeClock();
    clock.setSystemTime(Date.now() + 60_001);
    await session.connect();
    await entered(session, ROOM);
    expect(resumptions()).to.equal(0);
  });

  it('is given up for a session on the same connection when the server refuses', async () => {
    const failed = `<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`;
    await enter({ on: '^<resume', send: [failed] });
    await lose();
    await session.connect();
    await entered(session, ROOM);
    expect(frames.connections).to.equal(2);
  });

  it('is given up when the server lets it go on, but hears nothing of what is said in it', async () => {
    await enter({ on: '^<resume', send: [`<resumed xmlns='urn:xmpp:sm:3' previd='s1' h='0'/>`] });
    await lose();
    clock = useFakeClock();
    await session.connect();
    clock.tick(5_000);
    clock.restore();
    await reaches(session.connection.$state, ({ status }) => status === 'offline');
    await session.connect();
    await entered(session, ROOM);
    expect(resumptions()).to.equal(1);
  });

  it('is no danger when the server counts what cannot be', async () => {
    const resumed = `<resumed xmlns='urn:xmpp:sm:3' previd='s1' h='4000000000'/>`;
    await enter({ on: '^<resume', send: [resumed] });
    await lose();
    await session.connect();
    await scripted.push(groupchat(`${ROOM}/bob`, '1', 'still heard'));
    await shows(session, ROOM, 'still heard');
  });
});
