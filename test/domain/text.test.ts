import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { MAX_BODY_LENGTH } from '../../src/domain/message.js';
import { cleanXmlText, clipBody, firstLine } from '../../src/domain/text.js';

/** XML 1.0, production 2. */
const XML_CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

describe('cleaning text for XML', () => {
  it('removes every character that XML 1.0 does not have, and only those', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      const isSurrogate = code >= 0xd800 && code <= 0xdfff;
      const expected = isSurrogate ? '\ufffd' : XML_CHARACTERS.test(character) ? character : '';
      if (cleanXmlText(`a${character}b`) !== `a${expected}b`)
        expect.fail(`U+${code.toString(16)} was not cleaned right`);
    }
  });

  it('keeps pairs of surrogates and mends broken ones', () => {
    expect(cleanXmlText('😀\ud83d😀\udc00')).to.equal('😀\ufffd😀\ufffd');
  });

  it('gives XML for any text, and gives that back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanXmlText(text);
        expect(clean).to.match(XML_CHARACTERS);
        expect(cleanXmlText(clean)).to.equal(clean);
      }),
    );
  });
});

describe('clipping a body', () => {
  it('leaves alone what somebody may read', () => {
    const text = 'a\n'.repeat(900);
    expect(clipBody(text)).to.equal(text);
    expect(clipBody('x'.repeat(MAX_BODY_LENGTH))).to.have.length(MAX_BODY_LENGTH);
  });

  it('cuts long texts and many lines, with an ellipsis', () => {
    expect(clipBody('x'.repeat(MAX_BODY_LENGTH + 1))).to.equal('x'.repeat(MAX_BODY_LENGTH) + '…');
    const lines = clipBody('line\n'.repeat(3000)).split('\n');
    expect(lines.length).to.be.at.most(1001);
    expect(lines.at(-1)).to.equal('…');
  });

  it('never cuts a character in two', () => {
    const text = 'x'.repeat(MAX_BODY_LENGTH - 1) + '😀😀';
    expect(clipBody(text)).to.equal('x'.repeat(MAX_BODY_LENGTH - 1) + '…');
  });
});

describe('the first line', () => {
  it('is the first that is not blank', () => {
    expect(firstLine('\n \n  Hello\nworld')).to.equal('Hello');
    expect(firstLine('')).to.equal('');
  });

  it('is cut, but never in the middle of a character', () => {
    expect(firstLine('abcdef', 3)).to.equal('abc…');
    expect(firstLine('ab😀', 3)).to.equal('ab…');
  });
});
