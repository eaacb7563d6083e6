import { expect } from '@open-wc/testing';
import { buildData } from '../../src/protocol/data.js';
import { buildGroupchatMessage, parseGroupchatMessage } from '../../src/protocol/groupchat.js';
import { parseXml } from '../helpers/parse-xml.js';

const ROOM = 'coven@chat.shakespeare.lit';

/** A message of `firstwitch` with these children. */
function message(inside: string, attributes = `id='hysf1v37'`) {
  return parseXml(
    `<message xmlns='jabber:client' from='${ROOM}/firstwitch' ${attributes} to='crone1@shakespeare.lit/desktop' type='groupchat'>${inside}</message>`,
  );
}

describe('XEP-0045 messages of a room', () => {
  it('have a room, an author, an id and a text (example 46)', () => {
    expect(parseGroupchatMessage(message(`<body>Harpier cries: 'tis time, 'tis time.</body>`))).to.deep.equal({
      roomJid: ROOM,
      nick: 'firstwitch',
      clientId: 'hysf1v37',
      body: `Harpier cries: 'tis time, 'tis time.`,
    });
  });

  it('carry the time at which they were sent (example 41)', () => {
    const delay = `<delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='2002-10-13T23:58:37Z'/>`;
    expect(parseGroupchatMessage(message(`<body>Thrice</body>${delay}`))?.time).to.equal(
      Date.UTC(2002, 9, 13, 23, 58, 37),
    );
  });

  it('carry the id under which the room keeps them, when the room gave it (XEP-0359 example 2)', () => {
    const ids = `<stanza-id xmlns='urn:xmpp:sid:0' id='5f3dbc5e' by='${ROOM}'/>`;
    expect(parseGroupchatMessage(message(`<body>x</body>${ids}`))?.archiveId).to.equal('5f3dbc5e');
    const forged = `<stanza-id xmlns='urn:xmpp:sid:0' id='evil' by='evil@example.org'/>`;
    expect(parseGroupchatMessage(message(`<body>x</body>${forged}`))).to.not.have.property('archiveId');
  });

  it('without a body tell a subject, also an empty one (examples 42 and 84)', () => {
    expect(parseGroupchatMessage(message('<subject>Fire Burn and Cauldron Bubble!</subject>'))?.subject).to.equal(
      'Fire Burn and Cauldron Bubble!',
    );
    expect(parseGroupchatMessage(message('<subject/>'))?.subject).to.equal('');
    expect(parseGroupchatMessage(message('<subject>s</subject><body>b</body>')))
      .to.include({ body: 'b' })
      .and.not.have.property('subject');
  });

  it('of the room itself have no author', () => {
    const stanza = parseXml(`<message from='${ROOM}' type='groupchat'><body>Welcome</body></message>`);
    expect(parseGroupchatMessage(stanza)).to.deep.equal({ roomJid: ROOM, nick: '', body: 'Welcome' });
  });

  it('keep the nick as it is and the room in lower case', () => {
    const stanza = parseXml(
      `<message from='Coven@Chat.Shakespeare.LIT/Ann/B C' type='groupchat'><body>x</body></message>`,
    );
    expect(parseGroupchatMessage(stanza)).to.include({ roomJid: ROOM, nick: 'Ann/B C' });
  });

  it('take the body without a language before one with', () => {
    const bodies = `<body xml:lang='cs'>Ahoj</body><body>Hello</body>`;
    expect(parseGroupchatMessage(message(bodies))?.body).to.equal('Hello');
    expect(parseGroupchatMessage(message(`<body xml:lang='cs'>Ahoj</body>`))?.body).to.equal('Ahoj');
  });

  it('keep line breaks and blanks inside of the body', () => {
    expect(parseGroupchatMessage(message('<body> a\n\tb </body>'))?.body).to.equal(' a\n\tb ');
  });

  for (const [what, stanza] of [
    ['of another type', `<message from='${ROOM}/a' type='chat'><body>x</body></message>`],
    ['that are errors', `<message from='${ROOM}/a' type='error'><body>x</body></message>`],
    ['without a sender', `<message type='groupchat'><body>x</body></message>`],
    ['that are no messages', `<presence from='${ROOM}/a' type='groupchat'><body>x</body></presence>`],
  ] as const) {
    it(`are none ${what}`, () => {
      expect(parseGroupchatMessage(parseXml(stanza))).to.equal(undefined);
    });
  }

  it('show nothing without words', () => {
    for (const inside of [
      '',
      '<body/>',
      '<body> \n </body>',
      '<composing xmlns="http://jabber.org/protocol/chatstates"/>',
    ])
      expect(parseGroupchatMessage(message(inside))).to.not.have.any.keys('body', 'subject');
  });

  it('without an id, or with a date that is none, are still read (pitfall 21)', () => {
    const delay = `<delay xmlns='urn:xmpp:delay' stamp='yesterday'/>`;
    expect(parseGroupchatMessage(message(`<body>x</body>${delay}<unknown/>`, ''))).to.deep.equal({
      roomJid: ROOM,
      nick: 'firstwitch',
      body: 'x',
    });
  });

  it('go out with an id and the wish to be kept (XEP-0334)', () => {
    expect(buildGroupchatMessage(ROOM, 'id-1', 'a < b & c', [buildData(ROOM, 'Ann B. Lee')]).toString()).to.equal(
      `<message to="${ROOM}" type="groupchat" id="id-1"><body>a &lt; b &amp; c</body><store xmlns="urn:xmpp:hints"/><markable xmlns="urn:xmpp:chat-markers:0"/><data xmlns="https://ethora.com/xmpp/data" senderFirstName="Ann" senderLastName="B. Lee" fullName="Ann B. Lee" roomJid="${ROOM}" isSystemMessage="false"/></message>`,
    );
  });
});

describe('the <data> element of Ethora', () => {
  const data = (attributes: string, xmlns = '') =>
    parseGroupchatMessage(message(`<body>x</body><data ${xmlns} ${attributes}/>`));

  it('claims a name and a picture', () => {
    expect(data(`fullName='Ann B' photo='https://f.test/a.png'`)).to.include({
      claimedName: 'Ann B',
      claimedPicture: 'https://f.test/a.png',
    });
  });

  it('is known in any namespace', () => {
    expect(data(`fullName='Ann B'`, `xmlns='https://ethora.com/xmpp/data'`)).to.include({ claimedName: 'Ann B' });
  });

  it('is read in its older forms, and where newer ones are empty', () => {
    expect(data(`senderFirstName='Ann' senderLastName='B'`)).to.include({ claimedName: 'Ann B' });
    expect(data(`fullName='' senderFirstName='Ann' senderLastName=''`)).to.include({ claimedName: 'Ann' });
    expect(data(`photo='' photoURL='https://f.test/b.png'`)).to.include({ claimedPicture: 'https://f.test/b.png' });
    expect(data(`profileImage='https://f.test/c.png'`)).to.include({ claimedPicture: 'https://f.test/c.png' });
  });

  it('claims nothing when it is empty', () => {
    expect(data(`fullName=' ' photo=''`)).to.not.have.any.keys('claimedName', 'claimedPicture');
    expect(data('')).to.not.have.any.keys('claimedName', 'claimedPicture');
  });

  it('messages that delete or replace another one never show their body (pitfall 24)', () => {
    expect(parseGroupchatMessage(message(`<body>wow</body><delete id='x'/>`))).to.not.have.property('body');
    expect(parseGroupchatMessage(message(`<body>wow</body><replace id='x' text='y'/>`))).to.not.have.property('body');
  });
});
