import { expect } from '@open-wc/testing';
import { parseRoom } from '../../src/api/chats.js';
import { parseConfig } from '../../src/api/config.js';
import { parseFile } from '../../src/api/files.js';
import { ApiError, readAnswer } from '../../src/api/http.js';
import { parseSession } from '../../src/api/session.js';
import { parseMembers } from '../../src/api/users.js';

const NONSENSE: readonly unknown[] = [
  undefined,
  null,
  0,
  '',
  'text',
  [],
  {},
  [null],
  { items: {} },
  { user: 'x', token: 1 },
];

describe('answers of the API', () => {
  it('that make no sense give nothing', () => {
    for (const value of NONSENSE) {
      expect(parseSession(value)).to.be.undefined;
      expect(parseRoom(value)).to.be.undefined;
      expect(parseFile(value)).to.be.undefined;
      expect(parseMembers(value)).to.deep.equal([]);
      expect(parseConfig(value)).to.deep.equal({ appId: '', appToken: '', xmppHost: '' });
    }
  });

  it('name the account after the wallet where they name none', () => {
    const answer = (user: object) => parseSession({ token: 'JWT t', refreshToken: 'r', user })?.user.xmppUsername;
    expect(answer({ xmppUsername: 'A1_u7', walletAddress: '0xAb' })).to.equal('A1_u7');
    expect(answer({ defaultWallet: { walletAddress: '0xAb' } })).to.equal('0x_ab');
    expect(answer({ walletAddress: '0xAb' })).to.equal('0x_ab');
    expect(answer({})).to.be.undefined;
  });

  it('give a room as far as it is known', () => {
    expect(
      parseRoom({ name: 'a1_r9', picture: 'none', type: 'odd', members: [null, { xmppUsername: 'u' }] }),
    ).to.deep.equal({
      name: 'a1_r9',
      title: '',
      description: '',
      type: 'public',
      picture: '',
      memberCount: 1,
      members: [{ id: '', xmppUsername: 'u', firstName: '', lastName: '' }],
      createdBy: '',
    });
  });

  it('give a file from a list, or bare', () => {
    const file = { location: 'https://f.test/a', filename: 'a', size: 3 };
    for (const answer of [file, { results: [file] }])
      expect(parseFile(answer)).to.include({ location: 'https://f.test/a', fileName: 'a', originalName: 'a', size: 3 });
  });

  for (const [body, code, message] of [
    ['{"error":"Gone"}', '', 'Gone'],
    ['{"error":{"code":"A","message":"Said"}}', 'A', 'Said'],
    ['{"message":"Said","code":"B"}', 'B', 'Said'],
    ['{"errors":[{"code":"C"}]}', 'C', 'HTTP 422'],
    ['<html>', '', 'HTTP 422'],
    ['', '', 'HTTP 422'],
    ['[]', '', 'HTTP 422'],
  ] as const) {
    it(`that refuse with ${body || 'nothing'} are errors with code "${code}"`, () => {
      expect(() => readAnswer(422, body))
        .to.throw(ApiError, message)
        .with.property('code', code);
    });
  }
});
