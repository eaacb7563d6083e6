import { expect } from '@open-wc/testing';
import { isWalletAddress, walletToUsername } from '../../src/domain/wallet.js';

describe('the account name of a wallet', () => {
  for (const [wallet, username] of [
    ['0xAb12C', '0x_ab12_c'],
    ['AB', '_a_b'],
    ['a1_u7', 'a1_u7'],
    ['0xab12c', '0xab12c'],
    ['', ''],
    ['ÄÖ', 'äö'],
  ] as const) {
    it(`of "${wallet}" is "${username}"`, () => {
      expect(walletToUsername(wallet)).to.equal(username);
    });
  }

  it('stays the same when it is asked for once more', () => {
    expect(walletToUsername(walletToUsername('0xAb12C'))).to.equal('0x_ab12_c');
  });
});

describe('a wallet address', () => {
  it('begins with 0x and is hexadecimal', () => {
    expect(isWalletAddress('0xAb12C')).to.be.true;
    for (const text of ['Alice', '0x', '0xyz', 'a0x12', '']) expect(isWalletAddress(text), text).to.be.false;
  });
});
