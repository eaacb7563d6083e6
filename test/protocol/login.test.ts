import { expect } from '@open-wc/testing';
import { buildBind, parseBound } from '../../src/protocol/bind.js';
import { buildAuth, buildPlain, buildResponse, parseMechanisms, parseSaslAnswer } from '../../src/protocol/sasl.js';
import { toBinary } from '../../src/protocol/binary.js';
import { buildScramFirst, isScramProof, proveScram } from '../../src/protocol/scram.js';
import {
  buildAck,
  buildAckRequest,
  buildEnable,
  offersStreamManagement,
  parseStreamManagement,
} from '../../src/protocol/stream-management.js';
import { parseXml } from '../helpers/parse-xml.js';

const SASL = `xmlns='urn:ietf:params:xml:ns:xmpp-sasl'`;

/** What a promise was rejected with. */
function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('SCRAM', () => {
  it('gives the messages of RFC 5802 section 5', async () => {
    const first = 'n=user,r=fyko+d2lbbFgONRv9qkxdawL';
    const challenge = 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096';
    const { response, serverSignature } = await proveScram('SHA-1', 'pencil', first, challenge);
    expect(response).to.equal('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=');
    expect(isScramProof('v=rmF9pqV8S7suAoZWja4dJRkFsKQ=', serverSignature)).to.equal(true);
  });

  it('gives the messages of RFC 7677 section 3', async () => {
    const first = 'n=user,r=rOprNGfwEbeRWgbNEkqO';
    const challenge = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
    const { response, serverSignature } = await proveScram('SHA-256', 'pencil', first, challenge);
    expect(response).to.equal(
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    );
    expect(isScramProof('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', serverSignature)).to.equal(true);
  });

  it('does not believe a server that cannot prove itself', () => {
    for (const last of ['', 'v=', 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ', 'e=invalid-proof', 'x=rmF9pqV8S7suAoZWja4dJRkFsKQ='])
      expect(isScramProof(last, 'rmF9pqV8S7suAoZWja4dJRkFsKQ='), last).to.equal(false);
  });

  for (const [what, challenge] of [
    ['another nonce', 'r=other,s=QQ==,i=4096'],
    ['our own nonce and nothing more', 'r=abc,s=QQ==,i=4096'],
    ['no nonce', 's=QQ==,i=4096'],
    ['no iterations', 'r=abcdef,s=QQ=='],
    ['zero iterations', 'r=abcdef,s=QQ==,i=0'],
    ['half an iteration', 'r=abcdef,s=QQ==,i=0.5'],
    ['more iterations than a page could bear', 'r=abcdef,s=QQ==,i=4000000000'],
    ['a mandatory extension (RFC 5802 section 5.1)', 'm=x,r=abcdef,s=QQ==,i=4096'],
    ['a salt that is not base64', 'r=abcdef,s=*,i=4096'],
    ['nothing', ''],
  ] as const) {
    it(`gives no proof for a challenge with ${what}`, async () => {
      expect(await rejection(proveScram('SHA-1', 'pencil', 'n=u,r=abc', challenge))).to.be.instanceOf(Error);
    });
  }

  it('writes names in UTF-8, with commas and equals signs escaped, and normalized', () => {
    expect(buildScramFirst('a=b,c', 'N')).to.equal('n=a=3Db=2Cc,r=N');
    expect(buildScramFirst('é', 'N')).to.equal('n=\u00c3\u00a9,r=N');
    expect(buildScramFirst('e\u0301', 'N')).to.equal(buildScramFirst('é', 'N'));
  });

  it('takes passwords that are not Latin, in any normal form', async () => {
    const challenge = 'r=abcdef,s=QQ==,i=1';
    const proofs = await Promise.all(
      ['пароль é', 'пароль e\u0301'].map((password) => proveScram('SHA-256', password, 'n=u,r=abc', challenge)),
    );
    expect(proofs[0]).to.deep.equal(proofs[1]);
  });
});

describe('RFC 6120 SASL', () => {
  it('names the mechanisms in the order of the server', () => {
    const features = parseXml(
      `<features><mechanisms ${SASL}><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms></features>`,
    );
    expect(parseMechanisms(features)).to.deep.equal(['SCRAM-SHA-1', 'PLAIN']);
    expect(parseMechanisms(parseXml('<features/>'))).to.deep.equal([]);
  });

  it('begins with a response, an empty one, or none', () => {
    expect(buildAuth('PLAIN', 'abc').toString()).to.equal(
      `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">YWJj</auth>`,
    );
    expect(buildAuth('EXTERNAL', '').text()).to.equal('=');
    expect(buildAuth('ANONYMOUS').text()).to.equal('');
    expect(buildResponse('abc').text()).to.equal('YWJj');
    expect(buildResponse('').text()).to.equal('');
  });

  it('reads challenge and success, also empty ones', () => {
    expect(parseSaslAnswer(parseXml(`<challenge ${SASL}>cj1h</challenge>`))).to.deep.equal({
      type: 'challenge',
      text: 'r=a',
    });
    expect(parseSaslAnswer(parseXml(`<success ${SASL}/>`))).to.deep.equal({ type: 'success', text: '' });
    expect(parseSaslAnswer(parseXml(`<success ${SASL}>=</success>`))).to.deep.equal({ type: 'success', text: '' });
  });

  it('reads why it failed, wherever the condition stands (section 6.5)', () => {
    const failure = (inside: string) => parseSaslAnswer(parseXml(`<failure ${SASL}>${inside}</failure>`));
    expect(failure('<not-authorized/>')).to.deep.equal({ type: 'failure', condition: 'not-authorized', text: '' });
    expect(failure(`<text xml:lang='en'>No</text><account-disabled/>`)).to.deep.equal({
      type: 'failure',
      condition: 'account-disabled',
      text: 'No',
    });
    expect(failure('')).to.deep.equal({ type: 'failure', condition: '', text: '' });
  });

  it('reads nothing else', () => {
    for (const text of [
      `<challenge ${SASL}>***</challenge>`,
      `<challenge xmlns='x'>cj1h</challenge>`,
      `<abort ${SASL}/>`,
      '<iq/>',
    ])
      expect(parseSaslAnswer(parseXml(text))).to.equal(undefined);
  });

  it('PLAIN is UTF-8 (RFC 4616 example)', () => {
    expect(buildPlain('tim', 'tanstaaftanstaaf')).to.equal('\0tim\0tanstaaftanstaaf');
    expect(btoa(buildPlain('ü', '中'))).to.equal('AMO8AOS4rQ==');
  });

  it('binary strings hold one byte in each character', () => {
    expect(toBinary('aé中😀')).to.equal('a\u00c3\u00a9\u00e4\u00b8\u00ad\u00f0\u009f\u0098\u0080');
    expect(toBinary('\ud800')).to.equal('\u00ef\u00bf\u00bd');
  });
});

describe('RFC 6120 binding', () => {
  it('leaves the resource to the server, which says the whole JID', () => {
    expect(buildBind('b1').toString()).to.equal(
      `<iq type="set" id="b1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>`,
    );
    const answer = parseXml(
      `<iq id='b1' type='result'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>juliet@im.example.com/4db06f06</jid></bind></iq>`,
    );
    expect(parseBound(answer)).to.equal('juliet@im.example.com/4db06f06');
    expect(parseBound(parseXml(`<iq id='b1' type='error'/>`))).to.equal(undefined);
  });
});

describe('XEP-0198 counting', () => {
  it('is offered, begun, asked for and answered', () => {
    expect(offersStreamManagement(parseXml(`<features><sm xmlns='urn:xmpp:sm:3'/></features>`))).to.equal(true);
    expect(offersStreamManagement(parseXml(`<features><sm xmlns='urn:xmpp:sm:2'/></features>`))).to.equal(false);
    expect(buildEnable().attrs.xmlns).to.equal('urn:xmpp:sm:3');
    expect(buildAck(7).toString()).to.equal(`<a xmlns="urn:xmpp:sm:3" h="7"/>`);
    expect(buildAckRequest().toString()).to.equal(`<r xmlns="urn:xmpp:sm:3"/>`);
    expect(parseStreamManagement(parseXml(`<a xmlns='urn:xmpp:sm:3' h='3'/>`))).to.deep.equal({
      type: 'a',
      handled: 3,
    });
    expect(parseStreamManagement(parseXml(`<a xmlns='urn:example' h='3'/>`))).to.equal(undefined);
  });
});
