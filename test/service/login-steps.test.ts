import { expect } from '@open-wc/testing';
import type { LoginCredentials } from '../../src/domain/credentials.js';
import { login, type LoginStream } from '../../src/service/login.js';
import type { Element } from '../../src/protocol/xml.js';
import { parseXml } from '../helpers/parse-xml.js';

const SASL = `xmlns='urn:ietf:params:xml:ns:xmpp-sasl'`;
const ACCOUNT: LoginCredentials = { username: 'alice', password: 'secret' };

/** A stream on which the server says these elements, whatever it hears; `$id` stands for the id of the last iq. */
function createStream(elements: readonly string[], secure = true) {
  const written: Element[] = [];
  const waiting = [...elements];
  const stream: LoginStream & { readonly written: readonly Element[]; readonly restarts: number } = {
    secure,
    written,
    restarts: 0,
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
  return login(stream, credentials).then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'reason' in error ? error.reason : error),
  );
}

describe('the steps of a login', () => {
  it('by PLAIN lead to a session, where nobody can listen', async () => {
    const stream = createStream([offer('PLAIN'), SUCCESS, ...BOUND]);
    expect(await login(stream, ACCOUNT)).to.deep.equal({ jid: 'alice@example.org/Tab', managed: true });
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
    expect((await login(stream, { anonymous: true })).jid).to.equal('alice@example.org/Tab');
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
    expect((await login(stream, ACCOUNT)).jid).to.equal('alice@example.org/Tab');
  });

  it('end when there is no session to be had', async () => {
    const refused = `<iq type='error' id='$id'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
    expect(await reasonOf(createStream([offer('PLAIN'), SUCCESS, BOUND[0] ?? '', refused]), ACCOUNT)).to.equal(
      'refused',
    );
  });
});

function nonceOf(auth: Element | undefined): string {
  return /r=(.*)$/.exec(atob(auth?.text() ?? ''))?.[1] ?? '';
}
