import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import type { ApiSession } from '../../src/domain/api-session.js';
import { RememberedSessions } from '../../src/storage/api-sessions.js';

const KEY = 'ethora-chat:session:app';

function sessionOf(xmppUsername: string, token = 'JWT 1'): ApiSession {
  const user = { id: xmppUsername, xmppUsername, xmppPassword: 'short-lived', firstName: '', lastName: '' };
  return { token, refreshToken: 'JWT r', user };
}

describe('a remembered login', () => {
  afterEach(() => {
    restore();
    localStorage.clear();
  });

  it('is there for the next page, without the password of the chat server', () => {
    new RememberedSessions('app').save(sessionOf('ann'));
    const { token, user } = new RememberedSessions('app').load() ?? {};
    expect(token).to.equal('JWT 1');
    expect(user?.xmppPassword).to.equal('');
    expect(new RememberedSessions('other').load()).to.be.undefined;
  });

  it('is over when another tab has logged out', () => {
    const [one, two] = [new RememberedSessions('app'), new RememberedSessions('app')];
    one.save(sessionOf('ann'));
    two.load();
    one.clear();
    expect(two.load()).to.be.undefined;
  });

  it('is that of the last person; the others keep theirs as long as their page', () => {
    const [one, two] = [new RememberedSessions('app'), new RememberedSessions('app')];
    one.save(sessionOf('ann'));
    two.save(sessionOf('ben'));
    one.save(sessionOf('ann', 'JWT 2'));
    expect(one.load()?.token).to.equal('JWT 2');
    expect(new RememberedSessions('app').load()?.user.xmppUsername).to.equal('ben');
    one.clear();
    expect(two.load()?.user.xmppUsername).to.equal('ben');
  });

  for (const entry of ['', '{', 'null', '[]', '{"expires":9e15}', '{"expires":9e15,"session":{"token":"t"}}']) {
    it(`is none when the storage holds ${entry || 'nothing'}`, () => {
      localStorage.setItem(KEY, entry);
      expect(new RememberedSessions('app').load()).to.be.undefined;
    });
  }

  it('lives as long as the page where nothing can be stored', () => {
    for (const method of ['getItem', 'setItem', 'removeItem'] as const) stub(Storage.prototype, method).throws();
    const sessions = new RememberedSessions('app');
    sessions.save(sessionOf('ann'));
    expect(sessions.load()?.user.xmppPassword).to.equal('short-lived');
    sessions.clear();
    expect(sessions.load()).to.be.undefined;
  });
});
