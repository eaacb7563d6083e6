import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { bareJid, isBareJid, jidDomain, jidLocal, jidResource, normalizeJid } from '../../src/domain/jid.js';

describe('JIDs', () => {
  for (const [jid, local, domain, resource] of [
    ['juliet@example.com', 'juliet', 'example.com', ''],
    ['juliet@example.com/foo', 'juliet', 'example.com', 'foo'],
    ['juliet@example.com/foo@bar', 'juliet', 'example.com', 'foo@bar'],
    ['juliet@example.com/a/b', 'juliet', 'example.com', 'a/b'],
    ['example.com', '', 'example.com', ''],
    ['example.com/x@y', '', 'example.com', 'x@y'],
    ['', '', '', ''],
  ] as const) {
    it(`"${jid}" falls into its parts (RFC 7622)`, () => {
      expect([jidLocal(jid), jidDomain(jid), jidResource(jid)]).to.deep.equal([local, domain, resource]);
    });
  }

  // Forgery 15.
  it('are compared with local part and domain in lower case, the resource as it is', () => {
    expect(normalizeJid('Juliet@Example.COM/Balcony')).to.equal('juliet@example.com/Balcony');
    expect(normalizeJid('JULIET@EXAMPLE.COM')).to.equal('juliet@example.com');
  });

  it('of rooms and accounts have both parts and nothing else', () => {
    for (const good of ['a@b', 'a1_u7@chat.test', 'a.b-c@conference.example.org', 'ювілей@приклад.укр'])
      expect(isBareJid(good), good).to.equal(true);
    for (const bad of [
      '',
      'a',
      '@b',
      'a@',
      'a@b/c',
      'a@b@c',
      'a b@c',
      ' a@b',
      'a@b\n',
      `a'b@c`,
      '<a>@b',
      'a&b@c',
      `${'x'.repeat(3000)}@b`,
    ])
      expect(isBareJid(bad), bad).to.equal(false);
  });

  it('are whole when the parts are put together again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const resource = jidResource(text);
        expect(bareJid(text) + (text.includes('/') ? `/${resource}` : '')).to.equal(text);
        expect(normalizeJid(normalizeJid(text))).to.equal(normalizeJid(text));
      }),
    );
  });
});
