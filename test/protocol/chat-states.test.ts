import { expect } from '@open-wc/testing';
import { buildChatState, parseChatState } from '../../src/protocol/chat-states.js';
import { parseXml } from '../helpers/parse-xml.js';

const NS = `xmlns='http://jabber.org/protocol/chatstates'`;
const ROOM = 'tea@conference.example.org';

describe('XEP-0085 chat states', () => {
  it('go to everybody in the room, and to no archive', () => {
    const stanza = buildChatState(ROOM, true, 'Ann Lee');
    expect(stanza.attrs).to.include({ to: ROOM, type: 'groupchat' });
    expect(stanza.getChild('composing', 'http://jabber.org/protocol/chatstates')).to.not.equal(undefined);
    expect(stanza.getChild('no-store', 'urn:xmpp:hints')).to.not.equal(undefined);
    expect(stanza.getChild('body')).to.equal(undefined);
    expect(buildChatState(ROOM, false, 'Ann Lee').getChild('paused')).to.not.equal(undefined);
  });

  // Seed 4.1: without a type. Ethora's clients of today: with type, id and <data>.
  it('are understood as the seed writes them, and as Ethora’s clients do', () => {
    expect(parseChatState(parseXml(`<message from='${ROOM}/bob'><composing ${NS}/></message>`))).to.deep.equal({
      roomJid: ROOM,
      nick: 'bob',
      composing: true,
    });
    const today = `<message type='groupchat' id='typing-1' from='${ROOM}/bob'><composing ${NS}/><data fullName='Bob B'/></message>`;
    expect(parseChatState(parseXml(today))).to.include({ composing: true, claimedName: 'Bob B' });
  });

  for (const state of ['paused', 'active', 'inactive', 'gone'])
    it(`count as stopped when they are ${state}`, () => {
      expect(parseChatState(parseXml(`<message from='${ROOM}/bob'><${state} ${NS}/></message>`))?.composing).to.be
        .false;
    });

  for (const [what, xml] of [
    ['of the room itself', `<message from='${ROOM}'><composing ${NS}/></message>`],
    ['that came back as an error', `<message type='error' from='${ROOM}/bob'><composing ${NS}/></message>`],
    ['of another namespace', `<message from='${ROOM}/bob'><composing xmlns='x'/></message>`],
    ['of nobody', `<message><composing ${NS}/></message>`],
  ] as const)
    it(`are none ${what}`, () => {
      expect(parseChatState(parseXml(xml))).to.be.undefined;
    });
});
