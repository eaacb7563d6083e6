import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { fitsProof, makeProof } from '../../src/service/account-proof.js';

describe('the proof of a password', () => {
  afterEach(restore);

  it('fits this password and no other', async () => {
    const salt = Uint8Array.from({ length: 16 }, (_, index) => index);
    const proof = await makeProof('secret', salt);
    expect(await fitsProof('secret', proof)).to.be.true;
    expect(await fitsProof('Secret', proof)).to.be.false;
    expect(await fitsProof('', proof)).to.be.false;
  });

  it('is another one every time', async () => {
    const [one, two] = [await makeProof('secret'), await makeProof('secret')];
    expect(one?.salt).not.to.deep.equal(two?.salt);
  });

  for (const damaged of [undefined, null, 'x', {}, { salt: 'x', check: 1 }, { salt: new Uint8Array(16) }]) {
    it(`that is damaged (${JSON.stringify(damaged)}) fits nothing`, async () => {
      expect(await fitsProof('secret', damaged)).to.be.false;
    });
  }

  it('is not there where the browser has no WebCrypto', async () => {
    stub(globalThis, 'crypto').get(() => ({ getRandomValues: (bytes: Uint8Array) => bytes }));
    expect(await makeProof('secret')).to.equal(undefined);
  });
});
