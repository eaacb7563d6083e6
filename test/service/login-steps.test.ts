import { expect } from '@open-wc/testing';
import type { LoginCredentials } from '../../src/domain/credentials.js';
import { Device } from '../../src/service/device.js';
import { proveToken } from '../../src/protocol/fast.js';
import { login, type LoginStream } from '../../src/service/login.js';
import type { Element } from '../../src/protocol/xml.js';
import { parseXml } from '../helpers/parse-xml.js';

const SASL = `xmlns='urn:ietf:params:xml:ns:xmpp-sasl'`;
const ACCOUNT = { username: 'alice', password: 'secret' };

function asking(credentials: LoginCredentials) {
  return { credentials, device: new Device() };
}

/** A stream on which the server says these elements, whatever it hears; `$id` stands for the id of the last iq. */
function createStream(elements: readonly string[], secure = true) {
  const written: Element[] = [];
  const waiting = [...elements];
  const stream: LoginStream & { readonly written: readonly Element[]; readonly restarts: number } = {
    secure,
    written,
    restarts: 0,
    begun: () => Promise.resolve(),
    async next() {
      const text = waiting.shift();
      if (text === undefined) throw new Error('The server has nothing more to say');
      return parseXml(text.replace('$id', written.at(-1)?.attrs.id ?? ''));
    },
    write(element) {
      written.push(element);
    },
    restart() {
      Object.assign(stream, { restarts: stream.restarts + 1 });
    },
  };
  return stream;
}

function offer(...mechanisms: string[]): string {
  return `<features><mechanisms ${SASL}>${mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms></features>`;
}

const SUCCESS = `<success ${SASL}/>`;
const BOUND = [
  `<features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/></features>`,
  `<iq type='result' id='$id'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>Alice@Example.org/Tab</jid></bind></iq>`,
];

/** The reason for which a login failed. */
async function reasonOf(stream: LoginStream, credentials: LoginCredentials): Promise<unknown> {
  return login(stream, asking(credentials)).then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'reason' in error ? error.reason : error),
  );
}

describe('the steps of a login', () => {
  it('by PLAIN lead to a session, where nobody can listen', async () => {
    const stream = createStream([offer('PLAIN'), SUCCESS, ...BOUND]);
    expect(await login(stream, asking(ACCOUNT))).to.deep.equal({ jid: 'alice@example.org/Tab', countable: true });
    expect(atob(stream.written[0]?.text() ?? '')).to.equal('\0alice\0secret');
    expect(stream.restarts).to.equal(1);
  });

  it('never say a password by PLAIN where somebody can listen', async () => {
    const stream = createStream([offer('PLAIN'), SUCCESS, ...BOUND], false);
    expect(await reasonOf(stream, ACCOUNT)).to.equal('insecure');
    expect(stream.written).to.deep.equal([]);
  });

  for (const [offered, wanted] of [
    [['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256'], 'SCRAM-SHA-256'],
    [['PLAIN', 'SCRAM-SHA-1'], 'SCRAM-SHA-1'],
    [['ANONYMOUS', 'PLAIN', 'DIGEST-MD5'], 'PLAIN'],
  ] as const) {
    it(`take ${wanted} of ${offered.join(', ')}`, async () => {
      const stream = createStream([offer(...offered)]);
      await reasonOf(stream, ACCOUNT);
      expect(stream.written.map(({ attrs }) => attrs.mechanism)).to.deep.equal([wanted]);
    });
  }

  it('take ANONYMOUS for those without an account, and nothing else', async () => {
    const stream = createStream([offer('PLAIN', 'ANONYMOUS'), SUCCESS, ...BOUND]);
    expect((await login(stream, asking({ anonymous: true }))).jid).to.equal('alice@example.org/Tab');
    expect(stream.written[0]?.attrs.mechanism).to.equal('ANONYMOUS');
    expect(await reasonOf(createStream([offer('PLAIN')]), { anonymous: true })).to.equal('no-mechanism');
  });

  it('end when the server offers no way', async () => {
    for (const features of [offer(), offer('GSSAPI'), offer('ANONYMOUS'), '<features/>'])
      expect(await reasonOf(createStream([features]), ACCOUNT)).to.equal('no-mechanism');
  });

  it('end when the server does not prove that it knows the password', async () => {
    const forged = `<success ${SASL}>${btoa('v=Zm9yZ2Vk')}</success>`;
    for (const last of [forged, SUCCESS, `<success ${SASL}>***</success>`]) {
      const stream = createStream([offer('SCRAM-SHA-1')]);
      const answers = [
        () => `<challenge ${SASL}>${btoa(`r=${nonceOf(stream.written[0])}server,s=QQ==,i=1`)}</challenge>`,
        () => last,
      ];
      const next = stream.next.bind(stream);
      let said = 0;
      stream.next = async () => (said++ === 0 ? next() : parseXml(answers.shift()?.() ?? BOUND[0] ?? ''));
      expect(await reasonOf(stream, ACCOUNT), last).to.equal('refused');
      expect(stream.restarts).to.equal(0);
    }
  });

  it("do not take somebody else's answer for the session", async () => {
    const forged = `<iq type='result' id='other'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>evil@example.org/x</jid></bind></iq>`;
    const stream = createStream([offer('PLAIN'), SUCCESS, BOUND[0] ?? '', forged, '<message/>', BOUND[1] ?? '']);
    expect((await login(stream, asking(ACCOUNT))).jid).to.equal('alice@example.org/Tab');
  });

  it('end when there is no session to be had', async () => {
    const refused = `<iq type='error' id='$id'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
    expect(await reasonOf(createStream([offer('PLAIN'), SUCCESS, BOUND[0] ?? '', refused]), ACCOUNT)).to.equal(
      'refused',
    );
  });
});

const INLINE =
  `<inline><bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/></inline></bind><sm xmlns='urn:xmpp:sm:3'/>` +
  `<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast></inline>`;
const SASL2 = `xmlns='urn:xmpp:sasl:2'`;
const OFFER =
  `<features><mechanisms ${SASL}><mechanism>PLAIN</mechanism></mechanisms>` +
  `<authentication ${SASL2}><mechanism>PLAIN</mechanism>${INLINE}</authentication></features>`;
const FAILURE = `<failure ${SASL2}><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>`;

/** A success of SASL2. */
function success(inside: string): string {
  return `<success ${SASL2}><authorization-identifier>alice@example.org/Tab</authorization-identifier>${inside}</success>`;
}
const NEW = success(
  `<bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='s1' resume='1' max='60'/></bound>`,
);
const RESUMED = success(`<resumed xmlns='urn:xmpp:sm:3' previd='s0' h='4'/>`);

describe('the steps of a login by SASL2', () => {
  const earlier = { id: 's0', handled: 7, jid: 'alice@example.org/Old' };
  const names = (stream: { written: readonly Element[] }) =>
    stream.written.map((element) => [element.getName(), ...element.getChildElements().map((child) => child.getName())]);

  it('lead to a session that is counted, and ask for a token', async () => {
    const stream = createStream([OFFER, NEW]);
    expect(await login(stream, asking(ACCOUNT))).to.deep.equal({
      jid: 'alice@example.org/Tab',
      enabled: { id: 's1', max: 60 },
    });
    expect(names(stream)).to.deep.equal([['authenticate', 'initial-response', 'user-agent', 'bind', 'request-token']]);
    expect(stream.restarts).to.equal(0);
  });

  it('name the account in lower case, as servers compare it to the letter', async () => {
    const stream = createStream([OFFER, NEW]);
    await login(stream, asking({ ...ACCOUNT, username: 'Alice' }));
    expect(atob(stream.written[0]?.getChildText('initial-response') ?? '')).to.equal('\0alice\0secret');
  });

  it('keep the token, and use it the next time, in one go with everything else', async () => {
    const device = new Device();
    const given = NEW.replace('<bound', `<token xmlns='urn:xmpp:fast:0' token='t1'/><bound`);
    await login(createStream([OFFER, given]), { ...asking(ACCOUNT), device });
    expect(device.token).to.deep.equal({ secret: 't1' });
    const { response, serverProof } = await proveToken('alice', 't1');
    const proven = (text: string) =>
      text.replace('<auth', `<additional-data>${btoa(serverProof)}</additional-data><auth`);
    const stream = createStream([OFFER, proven(RESUMED)]);
    expect(await login(stream, { ...asking(ACCOUNT), device, resume: earlier })).to.deep.equal({
      jid: 'alice@example.org/Old',
      resumed: { id: 's0', handled: 4 },
    });
    expect(names(stream)).to.deep.equal([['authenticate', 'initial-response', 'user-agent', 'fast', 'resume', 'bind']]);
    expect(stream.written[0]?.attrs.mechanism).to.equal('HT-SHA-256-NONE');
    expect(atob(stream.written[0]?.getChildText('initial-response') ?? '')).to.equal(response);
    expect(stream.written[0]?.getChild('user-agent')?.attrs.id).to.equal(device.id);
  });

  it('take another token when the server gives one', async () => {
    const device = new Device({ id: 'd', token: { secret: 't1' } });
    const { serverProof } = await proveToken('alice', 't1');
    const inside = `<additional-data>${btoa(serverProof)}</additional-data><token xmlns='urn:xmpp:fast:0' token='t2'/>`;
    await login(createStream([OFFER, NEW.replace('<auth', `${inside}<auth`)]), { ...asking(ACCOUNT), device });
    expect(device.token).to.deep.equal({ secret: 't2' });
  });

  it('forget a token that is refused, and go on with the password on the same stream', async () => {
    const device = new Device({ id: 'd', token: { secret: 'expired' } });
    const stream = createStream([OFFER, FAILURE, NEW]);
    expect((await login(stream, { ...asking(ACCOUNT), device, resume: earlier })).jid).to.equal(
      'alice@example.org/Tab',
    );
    expect(device.token).to.equal(undefined);
    expect(stream.written.map(({ attrs }) => attrs.mechanism)).to.deep.equal(['HT-SHA-256-NONE', 'PLAIN']);
    expect(names(stream)[1]).to.include.members(['resume', 'bind', 'request-token']);
    expect(stream.restarts).to.equal(0);
  });

  it('end when the server does not prove that it knows the token', async () => {
    const device = new Device({ id: 'd', token: { secret: 't1' } });
    const stream = createStream([OFFER, NEW]);
    const reason = await login(stream, { ...asking(ACCOUNT), device }).catch((error: unknown) => error);
    expect(reason).to.include({ reason: 'refused' });
    expect(device.token).to.equal(undefined);
  });

  it('neither use nor ask for a token where somebody can listen', async () => {
    const device = new Device({ id: 'd', token: { secret: 't1' } });
    const stream = createStream([OFFER.replaceAll('PLAIN', 'SCRAM-SHA-1')], false);
    await login(stream, { ...asking(ACCOUNT), device }).catch(() => undefined);
    expect(stream.written[0]?.attrs.mechanism).to.equal('SCRAM-SHA-1');
    expect(names(stream)[0]).to.not.include('request-token');
  });

  it('do not use a token that has expired', async () => {
    const device = new Device({ id: 'd', token: { secret: 't1', expires: Date.now() - 1 } });
    const stream = createStream([OFFER, NEW]);
    await login(stream, { ...asking(ACCOUNT), device });
    expect(stream.written[0]?.attrs.mechanism).to.equal('PLAIN');
  });

  it('do not believe in a stream that was not asked for', async () => {
    expect(await reasonOf(createStream([OFFER, RESUMED]), ACCOUNT)).to.equal('refused');
  });

  it('are those of old where no session comes with it', async () => {
    const stream = createStream([OFFER.replace(/<bind.*<\/bind>/, ''), SUCCESS, ...BOUND]);
    await login(stream, asking(ACCOUNT));
    expect(stream.written[0]?.getName()).to.equal('auth');
  });
});

describe('the steps to a stream that goes on, without SASL2', () => {
  const resume = { id: 's0', handled: 7, jid: 'alice@example.org/Old' };

  it('ask for it in place of a session', async () => {
    const stream = createStream([
      offer('PLAIN'),
      SUCCESS,
      BOUND[0] ?? '',
      `<resumed xmlns='urn:xmpp:sm:3' previd='s0' h='4'/>`,
    ]);
    expect(await login(stream, { ...asking(ACCOUNT), resume })).to.deep.equal({
      jid: 'alice@example.org/Old',
      resumed: { id: 's0', handled: 4 },
    });
    expect(stream.written.map((element) => element.getName())).to.deep.equal(['auth', 'resume']);
  });

  it('ask for a session on the same connection when it cannot be', async () => {
    const failed = `<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`;
    const stream = createStream([offer('PLAIN'), SUCCESS, BOUND[0] ?? '', failed, BOUND[1] ?? '']);
    expect(await login(stream, { ...asking(ACCOUNT), resume })).to.deep.equal({
      jid: 'alice@example.org/Tab',
      countable: true,
    });
  });
});

function nonceOf(auth: Element | undefined): string {
  return /r=(.*)$/.exec(atob(auth?.text() ?? ''))?.[1] ?? '';
}
