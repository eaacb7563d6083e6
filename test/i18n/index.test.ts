import { expect } from '@open-wc/testing';
import { createI18n, pickLocale } from '../../src/i18n/index.js';

describe('words', () => {
  it('count in English', () => {
    const { t } = createI18n('en');
    expect(t('members', 1)).to.equal('1 member');
    expect(t('members', 1240)).to.equal('1,240 members');
    expect(t('membersOnline', 8, 4)).to.equal('8 members, 4 online');
  });
  it('are English where the language is not known, with the dates of the language', () => {
    const { t, locale } = createI18n('fr-CA');
    expect(t('send')).to.equal('Send');
    expect(locale).to.equal('fr-CA');
  });
  it('are English for a malformed tag', () => {
    expect(createI18n('not a tag').locale).to.equal('en');
  });
});

describe('the locale', () => {
  it('is the first well-formed one', () => {
    expect(pickLocale(['', 'x y', undefined, 'de-AT', 'fr'], ['en-US'])).to.equal('de-AT');
  });
  it('is that of the browser when the page names none', () => {
    expect(pickLocale([null, ''], ['pt-BR', 'en'])).to.equal('pt-BR');
  });
  it('takes the region from a browser that speaks the same language', () => {
    expect(pickLocale(['en'], ['de-DE', 'en-GB'])).to.equal('en-GB');
    expect(pickLocale(['en'], ['de-DE'])).to.equal('en');
  });
});
