import { expect } from '@open-wc/testing';
import { safeUrl, splitLinks } from '../../src/domain/links.js';

/** The links of a text: what is shown, and where it leads. */
function links(text: string): (readonly [string, string])[] {
  return splitLinks(text).flatMap((part) => (part.href ? [[part.text, part.href] as const] : []));
}

describe('Links in a text', () => {
  it('lead to https, http, mail and XMPP addresses', () => {
    expect(links('https://example.org/a?b=c#d')).to.deep.equal([
      ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ]);
    expect(links('http://example.org')).to.deep.equal([['http://example.org', 'http://example.org/']]);
    expect(links('mailto:maya@example.org')).to.deep.equal([['mailto:maya@example.org', 'mailto:maya@example.org']]);
    expect(links('ask maya@example.org!')).to.deep.equal([['maya@example.org', 'mailto:maya@example.org']]);
    expect(links('see xmpp:launch@conference.example.org?join.')).to.deep.equal([
      ['xmpp:launch@conference.example.org?join', 'xmpp:launch@conference.example.org?join'],
    ]);
  });

  it('lead to https where the scheme is left out', () => {
    expect(links('on staging.harbor.app/pricing, please')).to.deep.equal([
      ['staging.harbor.app/pricing', 'https://staging.harbor.app/pricing'],
    ]);
  });

  for (const text of [
    'javascript:alert(1)',
    'JaVaScRiPt://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'ftp://example.org',
    '//example.org/a',
    'README.md and main.rs and 3.14',
    'https://',
    'a..b',
  ]) {
    it(`are not made of: ${text}`, () => {
      const found = links(text).filter(([shown]) => !shown.startsWith('https://example.org'));
      expect(found).to.deep.equal([]);
    });
  }

  it('end before the punctuation of the sentence', () => {
    expect(
      links('See https://example.org/a. Or (https://example.org/b), “https://example.org/c”!').map(([text]) => text),
    ).to.deep.equal(['https://example.org/a', 'https://example.org/b', 'https://example.org/c']);
  });

  it('keep parentheses that belong to them', () => {
    expect(links('(https://example.org/wiki/Tree_(graph))')[0]?.[0]).to.equal('https://example.org/wiki/Tree_(graph)');
  });

  it('may be written in any script', () => {
    expect(links('https://例え.jp/パス')[0]?.[1]).to.equal('https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9');
  });

  it('are not made of text with characters that turn its direction', () => {
    expect(links('https://example.org/\u202egpj.exe')).to.deep.equal([]);
  });

  it('leave the text as it was', () => {
    const text = '  a https://example.org\n\tb@example.org — “x.com”  ';
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).to.equal(text);
  });

  it('are found in a huge text without freezing', () => {
    const started = performance.now();
    splitLinks('a.b@'.repeat(5000));
    splitLinks('https://'.repeat(2500));
    splitLinks('('.repeat(20_000) + 'x.com');
    expect(performance.now() - started).to.be.below(2000);
  });
});

describe('A safe URL', () => {
  it('is undefined for what is none', () => {
    for (const url of ['', 'x', 'javascript:1', ' javascript:1', 'java\nscript:1', 'intent://x']) {
      expect(safeUrl(url), url).to.equal(undefined);
    }
  });
});
