import { expect } from '@open-wc/testing';
import { buildBookmark } from '../../src/protocol/bookmarks.js';
import { buildSubmit } from '../../src/protocol/data-form.js';
import { buildDecline, buildDirectInvite, buildInvite, parseDecline, parseInvite } from '../../src/protocol/invite.js';
import {
  buildAffiliatesRequest,
  buildAffiliation,
  buildRole,
  parseAffiliates,
  parseAffiliationChange,
} from '../../src/protocol/muc-admin.js';
import { buildDestroy } from '../../src/protocol/muc.js';
import { buildConfig, buildConfigRequest, buildDefaultConfig, parseConfig } from '../../src/protocol/room-config.js';
import { buildRosterRequest, parseRoster } from '../../src/protocol/room-roster.js';
import { parseXml } from '../helpers/parse-xml.js';

const OWNER = 'http://jabber.org/protocol/muc#owner';
const ADMIN = `xmlns='http://jabber.org/protocol/muc#admin'`;
const USER = `xmlns='http://jabber.org/protocol/muc#user'`;

function configOf(...fields: (readonly [name: string, ...values: string[]])[]) {
  const inside = fields.map(
    ([name, ...values]) => `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`,
  );
  const config = parseConfig(
    parseXml(`<iq><query xmlns='${OWNER}'><x xmlns='jabber:x:data' type='form'>${inside.join('')}</x></query></iq>`),
  );
  if (!config) throw new Error('no form');
  return config;
}

describe('XEP-0045 configuration', () => {
  it('is asked for, and accepted as it is (examples 165 and 163)', () => {
    expect(buildConfigRequest().toString()).to.equal(`<query xmlns="${OWNER}"/>`);
    expect(buildDefaultConfig().toString()).to.equal(
      `<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="submit"/></query>`,
    );
  });

  it('holds the settings that the server offers, and no others', () => {
    const { settings } = configOf(
      ['FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig'],
      ['muc#roomconfig_roomname', 'Ops'],
      ['muc#roomconfig_roomdesc'],
      ['muc#roomconfig_membersonly', 'true'],
      ['muc#roomconfig_publicroom', '0'],
      ['muc#roomconfig_whois', 'anyone'],
    );
    expect(settings).to.deep.equal({
      name: 'Ops',
      description: '',
      membersOnly: true,
      public: false,
      addressesShown: true,
    });
  });

  it('goes back with its type, and only with what changed', () => {
    const config = configOf(['muc#roomconfig_roomname', 'Ops'], ['muc#roomconfig_roomdesc', 'On call']);
    expect(buildConfig(config, { name: 'Ops team', description: 'On call', membersOnly: true })?.toString()).to.equal(
      `<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="submit">` +
        `<field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field>` +
        `<field var="muc#roomconfig_roomname"><value>Ops team</value></field></x></query>`,
    );
  });

  it('does not go back when nothing changed', () => {
    const config = configOf(['muc#roomconfig_roomname', 'Ops']);
    expect(buildConfig(config, { name: 'Ops', archived: true })).to.equal(undefined);
  });

  for (const [server, name] of [
    ['ejabberd', 'mam'],
    ['Prosody', 'muc#roomconfig_enablearchiving'],
  ] as const) {
    it(`calls the archive as ${server} does`, () => {
      const config = configOf([name, '0']);
      expect(config.settings).to.deep.equal({ archived: false });
      expect(buildConfig(config, { archived: true })?.toString()).to.contain(
        `<field var="${name}"><value>1</value></field>`,
      );
    });
  }

  it('shows addresses to anyone, or to moderators', () => {
    const config = configOf(['muc#roomconfig_whois', 'moderators']);
    expect(buildConfig(config, { addressesShown: true })?.toString()).to.contain('<value>anyone</value>');
  });

  it('may have a description of several lines, as one value for each', () => {
    expect(configOf(['muc#roomconfig_roomdesc', 'One', 'Two']).settings.description).to.equal('One\nTwo');
  });

  it('is none without a form', () => {
    expect(parseConfig(parseXml(`<iq><query xmlns='${OWNER}'/></iq>`))).to.equal(undefined);
    expect(parseConfig(parseXml('<iq/>'))).to.equal(undefined);
  });
});

describe('XEP-0045 affiliations and roles', () => {
  it('are given with or without a reason (examples 89, 110 and 195)', () => {
    expect(buildRole('pistol', 'none', 'Avaunt, you cullion!').toString()).to.equal(
      `<query xmlns="http://jabber.org/protocol/muc#admin"><item nick="pistol" role="none"><reason>Avaunt, you cullion!</reason></item></query>`,
    );
    expect(buildAffiliation('earlofcambridge@shakespeare.lit', 'outcast', 'Treason').toString()).to.contain(
      `<item jid="earlofcambridge@shakespeare.lit" affiliation="outcast"><reason>Treason</reason></item>`,
    );
    expect(buildAffiliation('a@b', 'admin').toString()).to.contain(`<item jid="a@b" affiliation="admin"/>`);
  });

  it('are listed (examples 112 and 113)', () => {
    expect(buildAffiliatesRequest('outcast').toString()).to.contain('<item affiliation="outcast"/>');
    const iq = parseXml(
      `<iq><query ${ADMIN}><item affiliation='outcast' jid='Earl@Shakespeare.lit'><reason>Treason</reason></item>` +
        `<item affiliation='member'/><item jid='hag66@shakespeare.lit' affiliation='member' nick='thirdwitch'/></query></iq>`,
    );
    expect(parseAffiliates(iq)).to.deep.equal([
      { jid: 'earl@shakespeare.lit', affiliation: 'outcast', reason: 'Treason' },
      { jid: 'hag66@shakespeare.lit', affiliation: 'member' },
    ]);
    expect(parseAffiliates(parseXml('<iq/>'))).to.deep.equal([]);
  });

  it('of people who are not there change by a message of the room itself (example 121)', () => {
    const item = `<x ${USER}><item affiliation='member' jid='hag66@shakespeare.lit' role='none'/></x>`;
    expect(parseAffiliationChange(parseXml(`<message from='coven@chat.shakespeare.lit'>${item}</message>`))).to.include(
      {
        jid: 'hag66@shakespeare.lit',
        affiliation: 'member',
      },
    );
    for (const forged of [
      `<message from='coven@c/wiz'>${item}</message>`,
      `<presence from='coven@c'>${item}</presence>`,
    ])
      expect(parseAffiliationChange(parseXml(forged))).to.equal(undefined);
  });

  it('end with the room, which may say why', () => {
    expect(buildDestroy('Macbeth doth come.').toString()).to.contain(
      '<destroy><reason>Macbeth doth come.</reason></destroy>',
    );
  });
});

describe('invitations', () => {
  it('go through the room, as the seed has them', () => {
    expect(buildInvite('r@c', 'user@domain', 'invite-rooms:1', 'Please join our room').toString()).to.equal(
      `<message to="r@c" id="invite-rooms:1"><x xmlns="http://jabber.org/protocol/muc#user">` +
        `<invite to="user@domain"><reason>Please join our room</reason></invite></x></message>`,
    );
  });

  it('go past the room (XEP-0249, example 1)', () => {
    expect(buildDirectInvite('darkcave@macbeth.shakespeare.lit', 'hecate@shakespeare.lit', 'Hey').toString()).to.equal(
      `<message to="hecate@shakespeare.lit"><x xmlns="jabber:x:conference" jid="darkcave@macbeth.shakespeare.lit" reason="Hey"/></message>`,
    );
  });

  it('come through the room, with who invites (example 66)', () => {
    const stanza = `<message from='Coven@chat.shakespeare.lit' to='hecate@shakespeare.lit'><body>generated</body><x ${USER}>
      <invite from='crone1@shakespeare.lit/desktop'><reason>Hey</reason></invite></x>
      <x xmlns='jabber:x:conference' jid='coven@chat.shakespeare.lit'/></message>`;
    expect(parseInvite(parseXml(stanza))).to.deep.equal({
      roomJid: 'coven@chat.shakespeare.lit',
      from: 'crone1@shakespeare.lit',
      reason: 'Hey',
      mediated: true,
    });
  });

  it('come past the room, from whom the server says', () => {
    const stanza = `<message from='crone1@shakespeare.lit/desktop'><x xmlns='jabber:x:conference' jid='darkcave@c'/></message>`;
    expect(parseInvite(parseXml(stanza))).to.deep.equal({
      roomJid: 'darkcave@c',
      from: 'crone1@shakespeare.lit',
      mediated: false,
    });
  });

  for (const [what, stanza] of [
    ['a refusal', `<message type='error' from='r@c'><x ${USER}><invite to='a@b'/></x></message>`],
    [
      'a message in a room',
      `<message type='groupchat' from='r@c/n'><x xmlns='jabber:x:conference' jid='d@c'/></message>`,
    ],
    ['a room without a name', `<message from='a@b'><x xmlns='jabber:x:conference' jid='conference.c'/></message>`],
    ['nothing', `<message from='a@b'><body>Hi</body></message>`],
    ['presence', `<presence from='r@c'><x ${USER}><invite from='a@b'/></x></presence>`],
  ] as const) {
    it(`are not ${what}`, () => {
      expect(parseInvite(parseXml(stanza))).to.equal(undefined);
    });
  }

  it('are declined through the room, and come back so (examples 68 and 69)', () => {
    const invitation = { roomJid: 'r@c', from: 'a@b', mediated: true };
    expect(buildDecline(invitation, 'Busy').toString()).to.contain('<decline to="a@b"><reason>Busy</reason></decline>');
    const stanza = `<message from='r@c'><x ${USER}><decline from='Hecate@b'><reason>Busy</reason></decline></x></message>`;
    expect(parseDecline(parseXml(stanza))).to.deep.equal({ roomJid: 'r@c', jid: 'hecate@b', reason: 'Busy' });
    for (const other of ['<message/>', stanza.replace('r@c', 'r@c/eve'), stanza.replace('Hecate@b', '')])
      expect(parseDecline(parseXml(other)), other).to.equal(undefined);
  });
});

describe('ns:room:last', () => {
  it('asks for a room', () => {
    expect(buildRosterRequest('r@c').toString()).to.equal('<query xmlns="ns:room:last" room="r@c"/>');
  });

  it('lists people with name, role and last visit', () => {
    const iq = parseXml(`<iq><query xmlns='ns:room:last'>
      <activity name='User Name' role='owner' ban_status='clear' last_active='1731677817' jid='User@domain'/>
      <activity role='member' ban_status='banned' jid='bad@domain'/><activity name='nobody'/></query></iq>`);
    expect(parseRoster(iq)).to.deep.equal([
      { jid: 'user@domain', affiliation: 'owner', name: 'User Name', lastActive: 1_731_677_817_000 },
      { jid: 'bad@domain', affiliation: 'outcast' },
    ]);
    expect(parseRoster(parseXml('<iq/>'))).to.equal(undefined);
  });
});

describe('XEP-0402 bookmarks', () => {
  it('are written down for oneself, and kept (example 4)', () => {
    const text = buildBookmark({ jid: 'r@c', name: 'Tea', autojoin: true, nick: 'alice' }).toString();
    expect(text).to.contain(
      `<publish node="urn:xmpp:bookmarks:1"><item id="r@c"><conference xmlns="urn:xmpp:bookmarks:1" autojoin="true" name="Tea"><nick>alice</nick></conference></item></publish>`,
    );
    expect(text).to.contain(`<field var="pubsub#access_model"><value>whitelist</value></field>`);
  });
});

describe('XEP-0004 forms', () => {
  it('are submitted empty, or with their type', () => {
    expect(buildSubmit().toString()).to.equal('<x xmlns="jabber:x:data" type="submit"/>');
    expect(buildSubmit('t').toString()).to.contain('<field var="FORM_TYPE"><value>t</value></field>');
  });
});
