import { expect } from '@open-wc/testing';
import { buildRoomCard, buildRoomProfile, parsePictureHash, parseRoomPicture } from '../../src/protocol/room-vcard.js';
import { parseXml } from '../helpers/parse-xml.js';

function card(inside: string) {
  return parseXml(`<iq><vCard xmlns='vcard-temp'>${inside}</vCard></iq>`);
}

function photo(type: string, data: string) {
  return card(`<PHOTO><TYPE>${type}</TYPE><BINVAL>${data}</BINVAL></PHOTO>`);
}

describe('XEP-0486 pictures of rooms', () => {
  it('are read from the card, line breaks and all', async () => {
    const picture = parseRoomPicture(photo('image/png', 'aGVs\nbG8='));
    expect(picture?.type).to.equal('image/png');
    expect(await picture?.text()).to.equal('hello');
  });

  it('are made of dots, not too large, and whole', () => {
    for (const wrong of [
      photo('image/svg+xml', 'aGVsbG8='),
      photo('text/html', 'aGVsbG8='),
      photo('image/png', '%%%'),
      photo('image/png', ''),
      photo('image/png', 'A'.repeat(400_000)),
      card(''),
      parseXml('<iq/>'),
    ]) {
      expect(parseRoomPicture(wrong)).to.be.undefined;
    }
  });

  it('are the only thing on the card', () => {
    expect(buildRoomCard('aGVsbG8=').toString()).to.equal(
      '<vCard xmlns="vcard-temp"><PHOTO><TYPE>image/jpeg</TYPE><BINVAL>aGVsbG8=</BINVAL></PHOTO></vCard>',
    );
    expect(buildRoomCard().toString()).to.equal('<vCard xmlns="vcard-temp"/>');
  });

  it('are told of in presence', () => {
    const presence = (inside: string) =>
      parseXml(`<presence from='tea@c.example'><x xmlns='vcard-temp:x:update'>${inside}</x></presence>`);
    expect(parsePictureHash(presence('<photo>ab</photo>'))).to.equal('ab');
    expect(parsePictureHash(presence('<photo/>'))).to.equal('');
    expect(parsePictureHash(presence(''))).to.be.undefined;
    expect(parsePictureHash(parseXml('<presence/>'))).to.be.undefined;
  });
});

describe('pictures of rooms on Ethora’s servers', () => {
  it('are set by their address, none by a word', () => {
    expect(buildRoomProfile('a@c', 'https://f.example/a.png').toString()).to.equal(
      '<query xmlns="ns:getrooms:setprofile" room="a@c" room_thumbnail="https://f.example/a.png" room_background="none"/>',
    );
    expect(buildRoomProfile('a@c').attrs.room_thumbnail).to.equal('none');
  });
});
