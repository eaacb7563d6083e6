import { expect } from '@open-wc/testing';
import { buildDisplayed, buildMarkable, isMarkable, parseDisplayed } from '../../src/protocol/chat-markers.js';
import { buildChatjson, parseChatjson } from '../../src/protocol/chatjson.js';
import { buildDisplayedPublish, parseDisplayedItems } from '../../src/protocol/displayed-sync.js';
import { xml } from '../../src/protocol/xml.js';
import { parseXml } from '../helpers/parse-xml.js';

const ROOM = 'tea@conference.example.org';
const MARKERS = `xmlns='urn:xmpp:chat-markers:0'`;

describe('XEP-0333 chat markers', () => {
  it('go to the room, and to no archive', () => {
    const stanza = buildDisplayed(ROOM, 'a1');
    expect(stanza.attrs).to.include({ to: ROOM, type: 'groupchat' });
    expect(stanza.getChild('no-store', 'urn:xmpp:hints')).to.not.equal(undefined);
    stanza.attrs.from = `${ROOM}/bob`;
    expect(parseDisplayed(stanza)).to.deep.equal({ roomJid: ROOM, nick: 'bob', archiveId: 'a1' });
  });

  it('are wanted where the author says so', () => {
    expect(isMarkable(xml('message', {}, buildMarkable()))).to.be.true;
    expect(isMarkable(parseXml(`<message><markable xmlns='x'/></message>`))).to.be.false;
  });

  for (const [what, text] of [
    ['without an id', `<message type='groupchat' from='${ROOM}/bob'><displayed ${MARKERS}/></message>`],
    ['of the room itself', `<message type='groupchat' from='${ROOM}'><displayed ${MARKERS} id='a'/></message>`],
    ['in private', `<message type='chat' from='${ROOM}/bob'><displayed ${MARKERS} id='a'/></message>`],
    ['as an error', `<message type='error' from='${ROOM}/bob'><displayed ${MARKERS} id='a'/></message>`],
  ] as const)
    it(`${what} are none`, () => {
      expect(parseDisplayed(parseXml(text))).to.be.undefined;
    });
});

describe('XEP-0490 displayed synchronisation', () => {
  it('is read as it is written', () => {
    const item = buildDisplayedPublish(ROOM, 'a1').getChild('publish')?.getChild('item');
    const items = xml('items', { node: 'urn:xmpp:mds:displayed:0' }, item ?? '');
    const answer = xml('iq', {}, xml('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, items));
    expect([...parseDisplayedItems(answer)]).to.deep.equal([[ROOM, 'a1']]);
  });

  it('asks for a node that only the owner can read and that keeps all', () => {
    const form = buildDisplayedPublish(ROOM, 'a1').getChild('publish-options')?.getChild('x', 'jabber:x:data');
    const fields = form?.getChildren('field').map((field) => [field.attrs.var, field.getChildText('value')]);
    expect(Object.fromEntries(fields ?? [])).to.include({
      'pubsub#access_model': 'whitelist',
      'pubsub#max_items': 'max',
      'pubsub#persist_items': 'true',
    });
  });

  it('leaves out ids of another archive, and items that make no sense', () => {
    const answer = parseXml(`<iq><pubsub xmlns='http://jabber.org/protocol/pubsub'><items>
      <item id='${ROOM}'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='evil@x' id='a'/></displayed></item>
      <item id='b@x'><displayed xmlns='urn:xmpp:mds:displayed:0'/></item><item/></items></pubsub></iq>`);
    expect([...parseDisplayedItems(answer)]).to.deep.equal([]);
    expect([...parseDisplayedItems(xml('iq'))]).to.deep.equal([]);
  });
});

describe('the map of read positions of Ethora’s clients', () => {
  it('is read as it is written', () => {
    const answer = xml('iq', {}, buildChatjson(new Map([[ROOM, 1_772_618_245_224]])));
    expect([...(parseChatjson(answer) ?? [])]).to.deep.equal([[ROOM, 1_772_618_245_224]]);
  });

  it('is not there before one of them wrote it', () => {
    const empty = parseXml(`<iq><query xmlns='jabber:iq:private'><chatjson xmlns='chatjson:store'/></query></iq>`);
    expect(parseChatjson(empty)).to.be.undefined;
    expect(parseChatjson(xml('iq'))).to.be.undefined;
  });

  for (const value of ['', 'null', '[]', '"x"', '{', '{"a@b":"0"}', '{"a@b":"x"}', '{"a@b":null}', '{"a@b":-5}'])
    it(`holds nothing when it is ${value || 'empty'}`, () => {
      const answer = xml('iq', {}, xml('query', { xmlns: 'jabber:iq:private' }));
      answer.getChild('query')?.append(xml('chatjson', { xmlns: 'chatjson:store', value }));
      expect(parseChatjson(answer)?.size).to.equal(0);
    });
});
