import { expect } from '@open-wc/testing';
import { AVATAR_HUES, avatarHue, initials, pictureUrl } from '../../src/domain/avatar.js';

describe('avatar', () => {
  it('has the same hue for the same JID', () => {
    expect(avatarHue('maya@harbor.example')).to.equal(avatarHue('maya@harbor.example'));
  });

  it('uses every hue about equally often', () => {
    const counts = new Array<number>(AVATAR_HUES).fill(0);
    for (let index = 0; index < 8000; index += 1) {
      const hue = avatarHue(`user${String(index)}@harbor.example`);
      counts[hue] = (counts[hue] ?? 0) + 1;
    }
    expect(Math.min(...counts)).to.be.greaterThan(850);
    expect(Math.max(...counts)).to.be.lessThan(1150);
  });

  for (const [name, letters] of [
    ['Launch week', 'LW'],
    ['Maya Ann Lindqvist', 'ML'],
    ['alice', 'AL'],
    ['Onboarding, autumn cohort', 'ON'],
    ['  (team) #42 ', 'T4'],
    ['first.last', 'FL'],
    ['أسبوع الإطلاق', 'أإ'],
    ['👩‍🚀 crew', '👩‍🚀C'],
    ['é', 'É'],
    [', ,', ''],
    ['', ''],
  ] as const) {
    it(`has the letters "${letters}" for "${name}"`, () => {
      expect(initials(name)).to.equal(letters);
    });
  }

  it('takes pictures by https', () => {
    expect(pictureUrl('https://harbor.example/a.png', false)).to.equal('https://harbor.example/a.png');
  });

  it('takes pictures by http on a local page only', () => {
    expect(pictureUrl('http://localhost/a.png', true)).to.equal('http://localhost/a.png');
    expect(pictureUrl('http://harbor.example/a.png', false)).to.be.undefined;
  });

  it('takes pictures that the page itself holds', () => {
    expect(pictureUrl('blob:https://harbor.example/1', false)).to.equal('blob:https://harbor.example/1');
  });

  it('takes nothing else', () => {
    for (const url of ['javascript:alert(1)', 'data:image/svg+xml,<svg/>', '//harbor.example/a.png', 'a.png', '']) {
      expect(pictureUrl(url, true), url).to.be.undefined;
    }
  });
});
