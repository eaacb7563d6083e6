import { expect } from '@open-wc/testing';
import { buildBind2, parseBound2 } from '../../src/protocol/bind2.js';
import { buildFast, buildTokenRequest, parseToken, proveToken } from '../../src/protocol/fast.js';
import { parseOtherUri } from '../../src/protocol/framing.js';
import {
  buildAuthenticate,
  buildSasl2Response,
  parseAuthorized,
  parseSasl2Answer,
  parseSasl2Offer,
} from '../../src/protocol/sasl2.js';
import { parseStreamError } from '../../src/protocol/stream-error.js';
import { buildResume, parseEnabled, parseResumed } from '../../src/protocol/stream-management.js';
import { parseXml } from '../helpers/parse-xml.js';

const SASL2 = `xmlns='urn:xmpp:sasl:2'`;
const SM = `xmlns='urn:xmpp:sm:3'`;

describe('XEP-0388 SASL2', () => {
  it('names the mechanisms, and what can be done together with a login', () => {
    const features = parseXml(
      `<features><authentication ${SASL2}><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism><inline>` +
        `<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:sm:3'/></inline></bind>` +
        `<sm ${SM}/><fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>` +
        `</inline></authentication></features>`,
    );
    expect(parseSasl2Offer(features)).to.deep.equal({
      mechanisms: ['SCRAM-SHA-1', 'PLAIN'],
      binds: true,
      counts: true,
      resumes: true,
      tokenMechanisms: ['HT-SHA-256-NONE'],
    });
  });

  it('names nothing that is not there', () => {
    const inline = (inside: string) =>
      parseSasl2Offer(parseXml(`<features><authentication ${SASL2}>${inside}</authentication></features>`));
    expect(inline('<inline/>')).to.deep.equal({
      mechanisms: [],
      binds: false,
      counts: false,
      resumes: false,
      tokenMechanisms: [],
    });
    expect(inline('<mechanism>PLAIN</mechanism>')).to.equal(undefined);
    expect(parseSasl2Offer(parseXml('<features/>'))).to.equal(undefined);
  });

  it('begins with the device, and with what is to be done together', () => {
    expect(buildAuthenticate('PLAIN', 'abc', 'd-1', [buildTokenRequest()]).toString()).to.equal(
      '<authenticate xmlns="urn:xmpp:sasl:2" mechanism="PLAIN"><initial-response>YWJj</initial-response>' +
        '<user-agent id="d-1"><software>Ethora Chat</software></user-agent>' +
        '<request-token xmlns="urn:xmpp:fast:0" mechanism="HT-SHA-256-NONE"/></authenticate>',
    );
    expect(buildAuthenticate('ANONYMOUS', undefined, 'd-1', []).getChild('initial-response')).to.equal(undefined);
    expect(buildSasl2Response('abc').text()).to.equal('YWJj');
  });

  it('reads challenge, success and failure', () => {
    const read = (text: string) => parseSasl2Answer(parseXml(text));
    expect(read(`<challenge ${SASL2}>cj1h</challenge>`)).to.deep.equal({ type: 'challenge', text: 'r=a' });
    expect(read(`<success ${SASL2}><additional-data>dj1h</additional-data></success>`)).to.deep.equal({
      type: 'success',
      text: 'v=a',
    });
    expect(read(`<success ${SASL2}/>`)).to.deep.equal({ type: 'success', text: '' });
    expect(
      read(`<failure ${SASL2}><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><text>No</text></failure>`),
    ).to.deep.equal({ type: 'failure', condition: 'not-authorized', text: 'No' });
    for (const text of [`<continue ${SASL2}/>`, `<challenge ${SASL2}>***</challenge>`, `<success xmlns='x'/>`, '<iq/>'])
      expect(read(text)).to.equal(undefined);
  });

  it('says who we are', () => {
    const success = parseXml(`<success ${SASL2}><authorization-identifier>a@b/c</authorization-identifier></success>`);
    expect(parseAuthorized(success)).to.equal('a@b/c');
    expect(parseAuthorized(parseXml(`<success ${SASL2}/>`))).to.equal('');
  });
});

describe('XEP-0386 Bind 2', () => {
  it('asks for a session', () => {
    expect(buildBind2().toString()).to.equal('<bind xmlns="urn:xmpp:bind:0"><tag>ethora-chat</tag></bind>');
  });

  it('says whether there is one, and whether it is counted', () => {
    const bound = (inside: string) => parseBound2(parseXml(`<success ${SASL2}>${inside}</success>`));
    expect(bound(`<bound xmlns='urn:xmpp:bind:0'><enabled ${SM} id='i' resume='1' max='600'/></bound>`)).to.deep.equal({
      enabled: { id: 'i', max: 600 },
    });
    expect(bound(`<bound xmlns='urn:xmpp:bind:0'><failed ${SM}/></bound>`)).to.deep.equal({ enabled: undefined });
    expect(bound('')).to.equal(undefined);
  });
});

describe('XEP-0484 FAST', () => {
  it('proves a token, and knows the proof of the server', async () => {
    const { response, serverProof } = await proveToken('ü', 'secret-token:fast-x');
    // openssl dgst -sha256 -hmac secret-token:fast-x
    expect(response.startsWith('\u00c3\u00bc\0')).to.equal(true);
    expect(response).to.have.length(3 + 32);
    expect(serverProof).to.have.length(32);
    expect(btoa(response.slice(3))).to.equal('WUtNijTJXIdhj7A+r6mSkaskKQb4yl9V3QasQ3F+/Mo=');
    expect(btoa(serverProof)).to.equal('McV56FxSAZXBkmJVX+DeS6uWKAQCTZymMJJpkyDrOMw=');
  });

  it('reads the token that the server gives', () => {
    const token = (attrs: string) =>
      parseToken(parseXml(`<success ${SASL2}><token xmlns='urn:xmpp:fast:0' ${attrs}/></success>`));
    expect(token(`token='t' expiry='2020-03-12T14:36:15Z'`)).to.deep.equal({
      secret: 't',
      expires: Date.UTC(2020, 2, 12, 14, 36, 15),
    });
    expect(token(`token='t' expiry='soon'`)).to.deep.equal({ secret: 't' });
    expect(token('')).to.equal(undefined);
    expect(parseToken(parseXml(`<success ${SASL2}/>`))).to.equal(undefined);
  });

  it('says that a login is one with a token', () => {
    expect(buildFast().toString()).to.equal('<fast xmlns="urn:xmpp:fast:0"/>');
  });
});

describe('XEP-0198 resumption', () => {
  it('is asked for', () => {
    expect(buildResume({ id: 'i', handled: 7 }).toString()).to.equal(
      '<resume xmlns="urn:xmpp:sm:3" previd="i" h="7"/>',
    );
  });

  it('can be had where the server says so', () => {
    const enabled = (attrs: string) => parseEnabled(parseXml(`<enabled ${SM} ${attrs}/>`));
    expect(enabled(`id='i' resume='true' max='300'`)).to.deep.equal({ id: 'i', max: 300 });
    expect(enabled(`id='i' resume='1'`)).to.deep.equal({ id: 'i', max: undefined });
    expect(enabled(`id='i'`)).to.deep.equal({ id: '', max: undefined });
    expect(enabled(`resume='true' max='-1'`)).to.deep.equal({ id: '', max: undefined });
    expect(parseEnabled(parseXml(`<failed ${SM}/>`))).to.equal(undefined);
    expect(parseEnabled(undefined)).to.equal(undefined);
  });

  it('succeeds when the server says how much it has', () => {
    const resumed = (attrs: string) => parseResumed(parseXml(`<resumed ${SM} ${attrs}/>`));
    expect(resumed(`previd='i' h='12'`)).to.deep.equal({ id: 'i', handled: 12 });
    for (const attrs of [
      '',
      `previd='i'`,
      `h='1'`,
      `previd='i' h='-1'`,
      `previd='i' h='1.5'`,
      `previd='i' h='99999999999'`,
    ])
      expect(resumed(attrs), attrs).to.equal(undefined);
    expect(parseResumed(parseXml(`<failed ${SM}/>`))).to.equal(undefined);
  });
});

describe('a server that sends us elsewhere', () => {
  it('names a host in a stream error (RFC 6120 section 4.9.3.19)', () => {
    const error = (condition: string) =>
      parseStreamError(parseXml(`<error xmlns='http://etherx.jabber.org/streams'>${condition}</error>`));
    const ns = `xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;
    expect(error(`<see-other-host ${ns}>node2.example:5443</see-other-host>`)).to.include({
      condition: 'see-other-host',
      otherHost: 'node2.example:5443',
    });
    expect(error(`<conflict ${ns}>node2.example</conflict>`)).to.not.have.property('otherHost');
  });

  it('names a URL when it closes (RFC 7395 section 3.6.1)', () => {
    const close = (attrs: string) =>
      parseOtherUri(parseXml(`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' ${attrs}/>`));
    expect(close(`see-other-uri='wss://node2.example/ws'`)).to.equal('wss://node2.example/ws');
    expect(close('')).to.equal(undefined);
  });
});
