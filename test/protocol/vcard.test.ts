import { expect } from '@open-wc/testing';
import { parseSenderName } from '../../src/protocol/data.js';
import { parseVcardName } from '../../src/protocol/vcard.js';
import { parseXml } from '../helpers/parse-xml.js';

function card(inside: string) {
  return parseXml(`<iq><vCard xmlns='vcard-temp'>${inside}</vCard></iq>`);
}

describe('XEP-0054 cards', () => {
  it('give the full name, else the nickname', () => {
    expect(parseVcardName(card('<FN>Ann Lee</FN><NICKNAME>ann</NICKNAME>'))).to.equal('Ann Lee');
    expect(parseVcardName(card('<FN> </FN><NICKNAME>ann</NICKNAME>'))).to.equal('ann');
  });

  it('may be empty, or not there', () => {
    expect(parseVcardName(card(''))).to.be.undefined;
    expect(parseVcardName(parseXml('<iq/>'))).to.be.undefined;
  });
});

describe('the name in Ethora’s <data>', () => {
  it('is the full one, else first and last', () => {
    expect(parseSenderName(parseXml(`<message><data fullName='Ann Lee' senderFirstName='x'/></message>`))).to.equal(
      'Ann Lee',
    );
    expect(parseSenderName(parseXml(`<message><data senderFirstName='Ann' senderLastName=''/></message>`))).to.equal(
      'Ann',
    );
    expect(parseSenderName(parseXml(`<message><data fullName=' '/></message>`))).to.be.undefined;
    expect(parseSenderName(parseXml('<message/>'))).to.be.undefined;
  });
});
