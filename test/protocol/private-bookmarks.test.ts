import { expect } from '@open-wc/testing';
import { buildStorage, changeStorage, parseBookmarks } from '../../src/protocol/bookmarks.js';
import { parseXml } from '../helpers/parse-xml.js';

const STORAGE =
  `<storage xmlns='storage:bookmarks'><url name='Home' url='https://example.org/'/>` +
  `<conference jid='Tea@conference.chat.test' autojoin='1' name='Tea'><nick>al</nick><password>pass</password></conference>` +
  `<conference jid='den@conference.chat.test' autojoin='0'/><conference name='nowhere'/></storage>`;
const answer = (inner: string) => parseXml(`<iq type='result'><query xmlns='jabber:iq:private'>${inner}</query></iq>`);

describe('XEP-0048 bookmarks in private storage', () => {
  it('are read; what has no address is left out', () => {
    expect(parseBookmarks(answer(STORAGE))).to.deep.equal([
      { jid: 'Tea@conference.chat.test', autojoin: true, name: 'Tea', nick: 'al' },
      { jid: 'den@conference.chat.test', autojoin: false },
    ]);
    expect(parseBookmarks(answer(''))).to.deep.equal([]);
  });

  it('are changed in place: what others keep there stays', () => {
    const changed = changeStorage(answer(STORAGE), 'tea@conference.chat.test', {
      jid: 'tea@conference.chat.test',
      autojoin: false,
      nick: 'alice',
    });
    const text = changed.toString();
    expect(text).to.contain('url="https://example.org/"').and.contain('<password>pass</password>');
    expect(text).to.contain('nowhere').and.contain('den@');
    const iq = answer('');
    iq.getChild('query')?.append(changed);
    expect(parseBookmarks(iq)).to.deep.include({
      jid: 'tea@conference.chat.test',
      autojoin: false,
      name: 'Tea',
      nick: 'alice',
    });
    expect(changed.getChildren('conference')).to.have.length(3);
  });

  it('are taken out alone', () => {
    const changed = changeStorage(answer(STORAGE), 'tea@conference.chat.test');
    expect(changed.getChildElements().map((child) => child.getName())).to.deep.equal([
      'url',
      'conference',
      'conference',
    ]);
    expect(changeStorage(answer(''), 'x@y').toString()).to.equal('<storage xmlns="storage:bookmarks"/>');
    expect(buildStorage().toString()).to.contain('jabber:iq:private');
  });
});
