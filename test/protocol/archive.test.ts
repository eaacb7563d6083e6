import { expect } from '@open-wc/testing';
import { parseDelay } from '../../src/protocol/delay.js';
import { buildArchiveQuery, parseArchiveResult, parseComplete } from '../../src/protocol/mam.js';
import { buildPageRequest, parsePageInfo } from '../../src/protocol/rsm.js';
import { parseStanzaId } from '../../src/protocol/stanza-id.js';
import { parseXml } from '../helpers/parse-xml.js';

const FORWARDED = `<forwarded xmlns='urn:xmpp:forward:0'>
    <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
    <message xmlns='jabber:client' to='coven@chat.shakespeare.lit' from='coven@chat.shakespeare.lit/firstwitch' id='162BEBB1' type='groupchat'>
      <body>Thrice the brinded cat hath mew'd.</body>
    </message>
  </forwarded>`;

function result(attributes: string, inside = FORWARDED) {
  return parseArchiveResult(
    parseXml(
      `<message id='iasd207' from='coven@chat.shakespeare.lit' to='hag66@shakespeare.lit/pda'>
        <result xmlns='urn:xmpp:mam:2' ${attributes}>${inside}</result></message>`,
    ),
  );
}

describe('XEP-0313 archives', () => {
  it('give messages with the id and the time of the archive (example 3)', () => {
    expect(result(`queryid='g27' id='34482-21985-73620'`)).to.deep.equal({
      queryId: 'g27',
      archiveId: '34482-21985-73620',
      from: 'coven@chat.shakespeare.lit',
      message: {
        roomJid: 'coven@chat.shakespeare.lit',
        nick: 'firstwitch',
        archiveId: '34482-21985-73620',
        clientId: '162BEBB1',
        body: `Thrice the brinded cat hath mew'd.`,
        time: Date.UTC(2010, 6, 10, 23, 8, 25),
      },
    });
  });

  it('are believed about id and time, not the message inside', () => {
    const inside = FORWARDED.replace(
      '</body>',
      `</body><delay xmlns='urn:xmpp:delay' stamp='1999-01-01T00:00:00Z'/>
       <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.lit' id='forged'/>`,
    );
    expect(result(`queryid='g27' id='true'`, inside)?.message).to.include({
      archiveId: 'true',
      time: Date.UTC(2010, 6, 10, 23, 8, 25),
    });
  });

  it('may hold what this client does not show', () => {
    expect(result(`queryid='g27' id='1'`, '')).to.deep.include({ archiveId: '1', message: undefined });
    expect(result(`queryid='g27' id='1'`, `<forwarded xmlns='urn:xmpp:forward:0'/>`)?.message).to.equal(undefined);
  });

  it('are not read without an id or a query', () => {
    expect(result(`id='1'`)).to.equal(undefined);
    expect(result(`queryid='1'`)).to.equal(undefined);
    expect(parseArchiveResult(parseXml(`<message><body>x</body></message>`))).to.equal(undefined);
    expect(
      parseArchiveResult(parseXml(`<message><result xmlns='urn:xmpp:mam:tmp' queryid='1' id='1'/></message>`)),
    ).to.equal(undefined);
  });

  it('end a page, and say when it was the last one (examples 5 and 11)', () => {
    const fin = (complete: string) =>
      parseComplete(
        parseXml(`<iq type='result' id='u29303'><fin xmlns='urn:xmpp:mam:2' ${complete}>
          <set xmlns='http://jabber.org/protocol/rsm'><first index='0'>23452-4534-1</first><last>390-2342-22</last>
          <count>16</count></set></fin></iq>`),
      );
    expect(fin('')).to.equal(false);
    expect(
      [`complete='true'`, `complete='1'`, `complete='false'`, `complete='yes'`].map((text) => fin(text)),
    ).to.deep.equal([true, true, false, false]);
    expect(parseComplete(parseXml(`<iq type='result'/>`))).to.equal(false);
  });

  it('are asked for a page by XEP-0059', () => {
    expect(buildArchiveQuery('q1', { max: 50, before: '' }).toString()).to.equal(
      `<query xmlns="urn:xmpp:mam:2" queryid="q1"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before></before></set></query>`.replace(
        '<before></before>',
        buildPageRequest({ max: 1, before: '' }).getChild('before')?.toString() ?? '',
      ),
    );
    expect(buildPageRequest({ max: 10, after: 'peter@pixyland.org' }).toString()).to.equal(
      `<set xmlns="http://jabber.org/protocol/rsm"><max>10</max><after>peter@pixyland.org</after></set>`,
    );
  });

  it('are asked for from a time on (example 3)', () => {
    const form = buildArchiveQuery('q1', { max: 50, start: Date.UTC(2010, 5, 7) }).getChild('x', 'jabber:x:data');
    const fields = form?.getChildren('field').map((field) => [field.attrs.var, field.getChildText('value')]);
    expect(fields).to.deep.equal([
      ['FORM_TYPE', 'urn:xmpp:mam:2'],
      ['start', '2010-06-07T00:00:00.000Z'],
    ]);
  });
});

describe('XEP-0059 pages', () => {
  it('need not say anything', () => {
    expect(parsePageInfo(parseXml('<query/>'))).to.deep.equal({});
    const empty = `<query><set xmlns='http://jabber.org/protocol/rsm'><count>many</count><first/></set></query>`;
    expect(parsePageInfo(parseXml(empty))).to.deep.equal({});
  });
});

describe('XEP-0203 delays', () => {
  const delay = (stamp: string) => parseDelay(parseXml(`<message><delay xmlns='urn:xmpp:delay' ${stamp}/></message>`));

  it('tell when a stanza was sent, in any of the forms of XEP-0082', () => {
    expect(delay(`stamp='2002-09-10T23:08:25Z'`)).to.equal(Date.UTC(2002, 8, 10, 23, 8, 25));
    expect(delay(`stamp='2002-09-10T23:08:25.250Z'`)).to.equal(Date.UTC(2002, 8, 10, 23, 8, 25, 250));
    expect(delay(`stamp='2002-09-11T01:08:25+02:00'`)).to.equal(Date.UTC(2002, 8, 10, 23, 8, 25));
    expect(delay(`stamp='2002-09-10T23:08:25.123456Z'`)).to.equal(Date.UTC(2002, 8, 10, 23, 8, 25, 123));
  });

  it('tell nothing when the date is none', () => {
    for (const stamp of ['', `stamp=''`, `stamp='2002-13-45T99:00:00Z'`, `stamp='now'`])
      expect(delay(stamp)).to.equal(undefined);
  });
});

describe('XEP-0359 ids', () => {
  const ids = (...all: string[]) =>
    parseXml(
      `<message>${all.map((attributes) => `<stanza-id xmlns='urn:xmpp:sid:0' ${attributes}/>`).join('')}</message>`,
    );

  it('count when they are by whom we ask for, the last one first', () => {
    const by = 'room@example.org';
    expect(parseStanzaId(ids(`by='${by}' id='a'`), by)).to.equal('a');
    expect(parseStanzaId(ids(`by='ROOM@example.ORG' id='a'`), by)).to.equal('a');
    expect(parseStanzaId(ids(`by='${by}' id='a'`, `by='other@example.org' id='x'`), by)).to.equal('a');
    expect(parseStanzaId(ids(`by='${by}' id='a'`, `by='${by}' id='b'`), by)).to.equal('b');
  });

  it('by others, or by nobody, do not', () => {
    expect(parseStanzaId(ids(`id='a'`, `by='room@example.org/x' id='b'`), 'room@example.org')).to.equal(undefined);
  });
});
