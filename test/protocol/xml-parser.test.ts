import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { buildOpen, parseFraming } from '../../src/protocol/framing.js';
import { parseStreamError } from '../../src/protocol/stream-error.js';
import { XmlParser } from '../../src/protocol/xml-parser.js';
import { xml, type Element } from '../../src/protocol/xml.js';
import { arbitraryElement } from '../helpers/arbitrary-xml.js';

function parse(...pieces: string[]): Element[] {
  const elements: Element[] = [];
  const parser = new XmlParser((element) => elements.push(element));
  for (const piece of pieces) parser.write(piece);
  return elements;
}

describe('the XML parser', () => {
  it('gives every element of a frame, with attributes, text and children', () => {
    const [message, presence] = parse(`<message id='1'><body>1 &lt; 2 &amp; &#x1F600;</body></message><presence/>`);
    expect(message?.attrs.id).to.equal('1');
    expect(message?.getChildText('body')).to.equal('1 < 2 & 😀');
    expect(presence?.name).to.equal('presence');
  });

  it('reads an element that comes in pieces', () => {
    expect(parse('<iq ty', "pe='result'><a", '/></i', 'q>').map(String)).to.deep.equal(['<iq type="result"><a/></iq>']);
  });

  it('skips comments, instructions and blanks between elements', () => {
    expect(parse(`<?xml version='1.0'?><!-- <a> --> \n<b/> `).map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('cuts off what is nested too deep, or too much of', () => {
    const [deep] = parse(`<m>${'<a>'.repeat(30_000)}x${'</a>'.repeat(30_000)}<body>deep</body></m>`);
    expect(deep?.getChildText('body')).to.equal('deep');
    expect(deep?.toString().match(/<a/g)).to.have.length(63);
    const [wide] = parse(`<m>${'<a/>'.repeat(30_000)}</m>`);
    expect(wide?.children).to.have.length(5_000);
  });

  for (const text of ['<a></b>', '</a>', 'x<a/>', '<a>&bogus;</a>', '<a>&#0;</a>', '<a b="&bogus;"/>']) {
    it(`throws at ${text}`, () => {
      expect(() => parse(text)).to.throw(Error);
    });
  }

  it('reads back whatever was written', () => {
    fc.assert(
      fc.property(arbitraryElement, (element) => {
        expect(parse(String(element)).map(String)).to.deep.equal([String(element)]);
      }),
    );
  });
});

describe('RFC 7395 framing', () => {
  it('knows its own elements by their namespace', () => {
    expect(parseFraming(buildOpen('example.org'))).to.equal('open');
    expect(parseFraming(xml('close', { xmlns: 'urn:ietf:params:xml:ns:xmpp-framing' }))).to.equal('close');
    expect(parseFraming(xml('close', { xmlns: 'jabber:client' }))).to.be.undefined;
    expect(parseFraming(xml('message'))).to.be.undefined;
  });
});

describe('RFC 6120 stream errors', () => {
  const streams = `xmlns:stream='http://etherx.jabber.org/streams'`;
  const ns = `xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

  it('have a condition and a text, in any order', () => {
    const [error] = parse(`<stream:error ${streams}><text ${ns}>Bye</text><conflict ${ns}/></stream:error>`);
    expect(error && parseStreamError(error)).to.deep.equal({ condition: 'conflict', text: 'Bye' });
  });

  it('may have neither', () => {
    const [error] = parse(`<stream:error ${streams}/>`);
    expect(error && parseStreamError(error)).to.deep.equal({ condition: '', text: '' });
  });

  it('are known by their prefix, too, where Prosody does not say what it stands for', () => {
    const [error] = parse(`<stream:error><conflict ${ns}/></stream:error>`);
    expect(error && parseStreamError(error)).to.deep.equal({ condition: 'conflict', text: '' });
  });

  it('are not errors of stanzas', () => {
    expect(parseStreamError(xml('error', { type: 'cancel' }))).to.be.undefined;
  });
});
