import { expect } from '@open-wc/testing';
import { collectPageErrors } from '../helpers/page-errors.js';
import { loginRules, startScriptedServer, type ScriptedServer } from '../helpers/scripted-server.js';
import { closeSessions, makeSession } from '../helpers/sessions.js';

const STREAMS = `xmlns:stream='http://etherx.jabber.org/streams'`;
const NS_STREAMS = `xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

describe('a server that refuses a login', () => {
  let scripted: ScriptedServer | undefined;
  let page: ReturnType<typeof collectPageErrors>;

  beforeEach(() => {
    page = collectPageErrors();
  });
  afterEach(async () => {
    await closeSessions();
    await scripted?.close();
    page.stop();
  });

  /** How the connection ends when the server answers by these rules before the usual ones. */
  async function outcome(rules: Parameters<typeof startScriptedServer>[0]) {
    scripted = await startScriptedServer([...rules, ...loginRules('alice@chat.test/x')]);
    const session = makeSession({
      service: scripted.url,
      domain: 'chat.test',
      credentials: { username: 'alice', password: 'secret' },
      reconnectAttempts: 0,
    });
    await session.connect().catch(() => undefined);
    expect(page.errors).to.deep.equal([]);
    const { status, reason, detail } = session.connection.$state.get();
    return { status, reason, detail };
  }

  const OPEN = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='chat.test' id='s' version='1.0'/>`;
  const offers = (...names: string[]) => [
    {
      on: '^<open',
      times: 1,
      send: [
        OPEN,
        `<stream:features ${STREAMS}><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>` +
          `${names.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms></stream:features>`,
      ],
    },
  ];

  for (const [condition, reason] of [
    ['not-authorized', 'wrong-credentials'],
    ['credentials-expired', 'wrong-credentials'],
    ['account-disabled', 'refused'],
    ['invalid-mechanism', 'no-mechanism'],
    ['encryption-required', 'insecure'],
    ['temporary-auth-failure', 'server-error'],
    ['made-up', 'refused'],
  ] as const) {
    it(`with ${condition} gives the reason ${reason}`, async () => {
      const failure = `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><${condition}/><text xml:lang='en'>Said so</text></failure>`;
      expect(await outcome([{ on: '^<auth', send: [failure] }])).to.deep.equal({
        status: 'error',
        reason,
        detail: 'Said so',
      });
    });
  }

  it('by offering nothing that we know', async () => {
    expect(await outcome(offers('GSSAPI', 'DIGEST-MD5'))).to.include({ status: 'error', reason: 'no-mechanism' });
  });

  it('by offering visits without an account only', async () => {
    expect(await outcome(offers('ANONYMOUS'))).to.include({ status: 'error', reason: 'no-mechanism' });
  });

  it('by success without the proof that SCRAM demands: it is not the server', async () => {
    const success = `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`;
    expect(await outcome([...offers('SCRAM-SHA-1'), { on: '^<auth', send: [success] }])).to.include({
      reason: 'refused',
    });
  });

  it('by a challenge that makes no sense', async () => {
    const challenge = `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${btoa('r=other,s=QQ==,i=1')}</challenge>`;
    expect(await outcome([...offers('SCRAM-SHA-1'), { on: '^<auth', send: [challenge] }])).to.include({
      reason: 'refused',
    });
  });

  it('by a stream error as its first word', async () => {
    const error = `<stream:error ${STREAMS}><host-unknown ${NS_STREAMS}/></stream:error>`;
    expect(await outcome([{ on: '^<open', send: [error] }])).to.include({ status: 'error', reason: 'unknown-host' });
  });

  it('by hanging up at once', async () => {
    expect(await outcome([{ on: '^<open', close: true }])).to.include({ status: 'error' });
  });

  it('by an error instead of a session', async () => {
    const error =
      `<iq xmlns='jabber:client' type='error' id='$id'><error type='wait'>` +
      `<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
    expect(await outcome([{ on: '^<iq.*xmpp-bind', send: [error] }])).to.include({ status: 'error' });
  });
});
