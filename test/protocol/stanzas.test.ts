import { expect } from '@open-wc/testing';
import { buildPing, isPing } from '../../src/protocol/ping.js';
import { buildUnavailable, parseStanzaError, StanzaFailure } from '../../src/protocol/stanza-error.js';
import { cleanStanza, xml } from '../../src/protocol/xml.js';
import { parseXml } from '../helpers/parse-xml.js';

const STANZAS = `xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'`;

describe('RFC 6120 stanza errors', () => {
  it('have a type, a condition and a text', () => {
    const stanza = parseXml(
      `<message type='error'><error type='auth'><forbidden ${STANZAS}/><text ${STANZAS}>No visitors</text></error></message>`,
    );
    expect(parseStanzaError(stanza)).to.deep.equal({ type: 'auth', condition: 'forbidden', text: 'No visitors' });
  });

  it('are read wherever the condition stands', () => {
    const stanza = parseXml(
      `<iq type='error'><query xmlns='x'/><error type='modify' code='406'><text ${STANZAS}>Too large</text>` +
        `<file-too-large xmlns='urn:xmpp:http:upload:0'/><not-acceptable ${STANZAS}/></error></iq>`,
    );
    expect(parseStanzaError(stanza)).to.deep.equal({ type: 'modify', condition: 'not-acceptable', text: 'Too large' });
  });

  it('are read when they say nothing', () => {
    const nothing = { type: 'cancel', condition: 'undefined-condition', text: '' };
    expect(parseStanzaError(parseXml(`<iq type='error'/>`))).to.deep.equal(nothing);
    expect(parseStanzaError(parseXml(`<iq type='error'><error/></iq>`))).to.deep.equal(nothing);
  });

  it('are those of type error only', () => {
    expect(parseStanzaError(parseXml(`<iq type='result'><error><forbidden ${STANZAS}/></error></iq>`))).to.equal(
      undefined,
    );
  });

  it('as exceptions say condition and text', () => {
    expect(new StanzaFailure({ type: 'auth', condition: 'forbidden', text: '' }).message).to.equal('forbidden');
    expect(new StanzaFailure({ type: 'auth', condition: 'forbidden', text: 'Go' }).message).to.equal('forbidden: Go');
  });

  it('answer a question that nobody understands', () => {
    const answer = buildUnavailable(parseXml(`<iq type='get' id='7' from='a@b/c' to='me'/>`));
    expect(answer.toString()).to.equal(
      `<iq type="error" id="7" to="a@b/c"><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
    );
  });
});

describe('XEP-0199 pings', () => {
  it('are asked and known', () => {
    expect(buildPing().toString()).to.equal(`<ping xmlns="urn:xmpp:ping"/>`);
    expect(isPing(parseXml(`<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>`))).to.equal(true);
    expect(isPing(parseXml(`<iq type='result'><ping xmlns='urn:xmpp:ping'/></iq>`))).to.equal(false);
    expect(isPing(parseXml(`<iq type='get'><ping/></iq>`))).to.equal(false);
  });
});

describe('outgoing stanzas', () => {
  // Forgery 18.
  it('are cleaned in every text and attribute, however deep', () => {
    const stanza = xml(
      'message',
      { id: 'a\u0000b' },
      'c\u0001d',
      xml('body', { 'xml:lang': '\ufffe' }, xml('b', {}, 'e\u001b\uffff')),
    );
    expect(cleanStanza(stanza).toString()).to.equal(`<message id="ab">cd<body xml:lang=""><b>e</b></body></message>`);
  });

  it('keep what XML can carry', () => {
    const text = 'tab\tline\nreturn\r é 中 😀 \u0085 \u2028 \u202e';
    expect(cleanStanza(xml('body', {}, text)).text()).to.equal(text);
  });
});
