import { expect } from '@open-wc/testing';
import { buildDestroy, buildJoin, buildLeave, parseMucPresence, parseMucStatus } from '../../src/protocol/muc.js';
import { parseXml } from '../helpers/parse-xml.js';

const USER = `xmlns='http://jabber.org/protocol/muc#user'`;

function presence(inside: string, attributes = '') {
  return parseMucPresence(
    parseXml(`<presence from='coven@chat.shakespeare.lit/thirdwitch' ${attributes}>${inside}</presence>`),
  );
}

describe('XEP-0045 presence', () => {
  it('says who is there, with role and affiliation (example 25)', () => {
    expect(presence(`<x ${USER}><item affiliation='member' role='participant'/></x>`)).to.deep.equal({
      roomJid: 'coven@chat.shakespeare.lit',
      occupant: { nick: 'thirdwitch', affiliation: 'member', role: 'participant' },
      available: true,
      codes: new Set(),
      destroyed: false,
    });
  });

  it('says who somebody is where the room shows it (example 27), without the device', () => {
    const item = `<x ${USER}><item affiliation='none' jid='Hag66@Shakespeare.lit/pda' role='participant'/></x>`;
    expect(presence(item)?.occupant.jid).to.equal('hag66@shakespeare.lit');
  });

  it('carries status codes, also of several extensions (example 24)', () => {
    const codes = presence(
      `<x xmlns='vcard-temp:x:update'><status code='1'/></x><x ${USER}><status code='100'/><status code='110'/></x><x ${USER}><status code='210'/></x>`,
    )?.codes;
    expect([...(codes ?? [])]).to.deep.equal([100, 110, 210]);
  });

  it('says who left, why, and under which new nick (examples 53, 90 and 115)', () => {
    const renamed = presence(
      `<x ${USER}><item affiliation='member' nick='oldhag' role='participant'/><status code='303'/></x>`,
      `type='unavailable'`,
    );
    expect(renamed).to.include({ available: false, newNick: 'oldhag' });
    const kicked = presence(
      `<x ${USER}><item affiliation='none' role='none'><actor nick='Fluellen'/><reason>Avaunt, you cullion!</reason></item><status code='307'/></x>`,
      `type='unavailable'`,
    );
    expect(kicked).to.include({ available: false, reason: 'Avaunt, you cullion!', destroyed: false });
    expect(presence('', `type='unavailable'`)).to.include({ available: false });
  });

  it('says that the room is no more (example 202)', () => {
    const destroyed = presence(
      `<x ${USER}><item affiliation='none' role='none'/><destroy jid='a@b'><reason>Macbeth doth come.</reason></destroy></x>`,
      `type='unavailable'`,
    );
    expect(destroyed).to.include({ destroyed: true, reason: 'Macbeth doth come.' });
  });

  it('with words that nobody knows has no role and no affiliation', () => {
    const { occupant } = presence(`<x ${USER}><item affiliation='emperor' role='god'/></x>`) ?? {};
    expect(occupant).to.include({ affiliation: 'none', role: 'none' });
    expect(presence(`<x ${USER}/>`)?.occupant).to.include({ affiliation: 'none', role: 'none' });
  });

  for (const [what, stanza] of [
    ['of the room itself', `<presence from='coven@chat.shakespeare.lit'><x ${USER}/></presence>`],
    ['of type error', `<presence from='a@b/c' type='error'><x ${USER}/></presence>`],
    ['of a contact', `<presence from='a@b/c'/>`],
    ['of nobody', `<presence><x ${USER}/></presence>`],
    ['that asks for something', `<presence from='a@b/c' type='subscribe'/>`],
  ] as const) {
    it(`${what} is none of an occupant`, () => {
      expect(parseMucPresence(parseXml(stanza))).to.equal(undefined);
    });
  }

  it('status codes are those of muc#user only', () => {
    expect([
      ...parseMucStatus(parseXml(`<message><status code='1'/><x ${USER}><status code='104'/><status/></x></message>`)),
    ])
      .to.include(104)
      .and.not.include(1);
  });
});

describe('XEP-0045 requests', () => {
  it('enter a room without its history (example 37)', () => {
    expect(buildJoin('coven@chat.shakespeare.lit', 'thirdwitch', 'n13mt3l').toString()).to.equal(
      `<presence to="coven@chat.shakespeare.lit/thirdwitch" id="n13mt3l"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>`,
    );
  });

  it('leave it (example 80)', () => {
    expect(buildLeave('coven@chat.shakespeare.lit', 'thirdwitch').toString()).to.equal(
      `<presence to="coven@chat.shakespeare.lit/thirdwitch" type="unavailable"/>`,
    );
  });

  it('end it (example 201)', () => {
    expect(buildDestroy().toString()).to.equal(
      `<query xmlns="http://jabber.org/protocol/muc#owner"><destroy/></query>`,
    );
  });
});
