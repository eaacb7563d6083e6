import { expect } from '@open-wc/testing';
import { readAddresses } from '../../src/domain/addresses.js';

describe('people that somebody names', () => {
  const own = 'elena@harbor.example';
  const known = new Map([
    ['64af@harbor.example', 'Maya Lindqvist'],
    ['tomas@harbor.example', 'Tomás Rivera'],
    ['71bc@harbor.example', 'Ann Berg'],
    ['82cd@harbor.example', 'Ann Holm'],
    ['bob@harbor.example', 'Robert'],
    ['priya@other.example', 'priya'],
    ['93de@harbor.example', 'Bob Adeyemi'],
  ]);
  const read = (text: string) => readAddresses(text, own, known);

  it('are known by address, by username here, and by the name that those who are known have', () => {
    expect(read('Priya@Other.example').jids).to.deep.equal(['priya@other.example']);
    expect(read('priya').jids).to.deep.equal(['priya@harbor.example']);
    expect(read('maya').jids).to.deep.equal(['64af@harbor.example']);
    expect(read('Maya Lindqvist, tomás rivera').jids).to.deep.equal(['64af@harbor.example', 'tomas@harbor.example']);
  });

  it('are those with the username before those who are called so', () => {
    expect(read('bob').jids).to.deep.equal(['bob@harbor.example']);
  });

  it('are not guessed where several are called so', () => {
    expect(read('ann').jids).to.deep.equal(['ann@harbor.example']);
    expect(read('Ann Holm').jids).to.deep.equal(['82cd@harbor.example']);
  });

  it('are others: oneself and what is no address is given back', () => {
    expect(read('elena; <b>@x; priya')).to.deep.equal({ jids: ['priya@harbor.example'], wrong: ['elena', '<b>@x'] });
  });
});
