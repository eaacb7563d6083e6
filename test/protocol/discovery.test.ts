import { expect } from '@open-wc/testing';
import { buildBookmarksRequest, parseBookmarks } from '../../src/protocol/bookmarks.js';
import { buildDiscoInfo, buildDiscoItems, parseDiscoInfo, parseDiscoItems } from '../../src/protocol/disco.js';
import { parseXml } from '../helpers/parse-xml.js';

const ITEMS = `xmlns='http://jabber.org/protocol/disco#items'`;

describe('XEP-0030 items', () => {
  it('are rooms with a name (XEP-0045 example 4), page by page', () => {
    const answer = parseXml(`<iq from='chat.shakespeare.lit' type='result'><query ${ITEMS}>
      <item jid='heath@chat.shakespeare.lit' name='A Lonely Heath'/>
      <item jid='coven@chat.shakespeare.lit'/>
      <set xmlns='http://jabber.org/protocol/rsm'><first index='0'>heath</first><last>coven</last><count>37</count></set>
    </query></iq>`);
    expect(parseDiscoItems(answer)).to.deep.equal({
      items: [{ jid: 'heath@chat.shakespeare.lit', name: 'A Lonely Heath' }, { jid: 'coven@chat.shakespeare.lit' }],
      page: { first: 'heath', last: 'coven', count: 37 },
    });
  });

  it('carry what Ethora adds; `none` and nothing are nothing', () => {
    const answer = parseXml(`<iq type='result'><query ${ITEMS}>
      <item jid='a1_r9@conference.chat.test' name='Lobby' users_cnt='5' room_background='none' room_thumbnail='https://f.test/r.png'/>
      <item jid='a1_r8@conference.chat.test' users_cnt='many' room_background='' room_thumbnail='none'/></query></iq>`);
    expect(parseDiscoItems(answer).items).to.deep.equal([
      { jid: 'a1_r9@conference.chat.test', name: 'Lobby', userCount: 5, picture: 'https://f.test/r.png' },
      { jid: 'a1_r8@conference.chat.test' },
    ]);
  });

  it("are also Ethora's <room>s of `ns:getrooms`; what has no address is left out", () => {
    const answer = parseXml(
      `<iq type='result'><query xmlns='ns:getrooms'><room jid='a1_r9@c.test' name='Lobby' users_cnt='-1'/><room name='x'/>text</query></iq>`,
    );
    expect(parseDiscoItems(answer).items).to.deep.equal([{ jid: 'a1_r9@c.test', name: 'Lobby' }]);
  });

  it('are none in an answer without any', () => {
    expect(parseDiscoItems(parseXml(`<iq type='result'/>`))).to.deep.equal({ items: [], page: {} });
  });

  it('are asked for whole, or by page', () => {
    expect(buildDiscoItems().toString()).to.equal(`<query xmlns="http://jabber.org/protocol/disco#items"/>`);
    expect(buildDiscoItems({ max: 2 }).toString()).to.contain('<max>2</max>');
    expect(buildDiscoInfo().toString()).to.equal(`<query xmlns="http://jabber.org/protocol/disco#info"/>`);
  });
});

describe('XEP-0030 information', () => {
  it('of a room: its name, what it can, its description (XEP-0045 example 10)', () => {
    const answer = parseXml(`<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info'>
      <identity category='conference' name='A Dark Cave' type='text'/><identity/>
      <feature var='http://jabber.org/protocol/muc'/><feature var='muc_membersonly'/><feature/>
      <x xmlns='jabber:x:data' type='result'>
        <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>
        <field var='muc#roominfo_description'><value>The place for all good witches!</value><value>second</value></field>
        <field var='muc#roominfo_occupants'/>
      </x></query></iq>`);
    const info = parseDiscoInfo(answer);
    expect(info?.identities[0]).to.deep.equal({ category: 'conference', type: 'text', name: 'A Dark Cave' });
    expect(info?.features.has('muc_membersonly')).to.equal(true);
    expect(info?.fields.get('muc#roominfo_description')).to.equal('The place for all good witches!');
    expect(info?.fields.get('muc#roominfo_occupants')).to.equal('');
  });

  it('is none in another answer', () => {
    expect(parseDiscoInfo(parseXml(`<iq type='result'><query ${ITEMS}/></iq>`))).to.equal(undefined);
  });
});

describe('XEP-0402 bookmarks', () => {
  it('are rooms with a name, a nick and whether to enter (example 3)', () => {
    const answer = parseXml(`<iq type='result' to='juliet@capulet.lit/randomID' id='retrieve1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'>
        <item id='theplay@conference.shakespeare.lit'><conference xmlns='urn:xmpp:bookmarks:1' name='The Play&apos;s the Thing' autojoin='true'><nick>JC</nick></conference></item>
        <item id='orchard@conference.shakespeare.lit'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='1'/></item>
        <item id='quiet@conference.shakespeare.lit'><conference xmlns='urn:xmpp:bookmarks:1' name='Quiet'/></item>
        <item id='unread@conference.shakespeare.lit'><conference xmlns='storage:bookmarks'/></item>
        <item><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/></item>
      </items></pubsub></iq>`);
    expect(parseBookmarks(answer)).to.deep.equal([
      { jid: 'theplay@conference.shakespeare.lit', name: `The Play's the Thing`, autojoin: true, nick: 'JC' },
      { jid: 'orchard@conference.shakespeare.lit', autojoin: true },
      { jid: 'quiet@conference.shakespeare.lit', name: 'Quiet', autojoin: false },
    ]);
  });

  it('are none in an empty answer', () => {
    expect(parseBookmarks(parseXml(`<iq type='result'/>`))).to.deep.equal([]);
  });

  it('are asked for of the own account (example 2)', () => {
    expect(buildBookmarksRequest().toString()).to.equal(
      `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1"/></pubsub>`,
    );
  });
});
