import { expect } from '@open-wc/testing';
import { isEmojiOnly } from '../../src/domain/emoji.js';

describe('Emoji-only texts', () => {
  for (const text of ['🎉', '🎉🚀', '👍🏽 ❤️', '👩‍👩‍👧‍👦', '🇩🇪🇫🇷', '1️⃣', ' 🙂 ', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
    it(`are: ${text}`, () => {
      expect(isEmojiOnly(text)).to.equal(true);
    });
  }
  for (const text of ['', ' ', 'ok', '🎉 yes', '12', '#', '🎉'.repeat(7), '🇩🇪'.repeat(24), '你好']) {
    it(`are not: ${text.slice(0, 20)}`, () => {
      expect(isEmojiOnly(text)).to.equal(false);
    });
  }
});
