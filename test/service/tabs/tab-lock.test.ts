import { expect } from '@open-wc/testing';
import { TabLock } from '../../../src/service/tabs/tab-lock.js';
import { uniqueName } from '../../helpers/server.js';

describe('the lead among tabs', () => {
  let name: string;
  const locks: TabLock[] = [];

  /** A lock, and promises of what happens to it next. */
  const make = () => {
    const granted = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<void>();
    const lock = new TabLock(name, { onGranted: granted.resolve, onLost: lost.resolve });
    locks.push(lock);
    return { lock, granted: granted.promise, lost: lost.promise };
  };

  beforeEach(() => {
    name = uniqueName('lock');
  });
  afterEach(() => {
    for (const lock of locks.splice(0)) lock.release();
  });

  it('is given to the next when its holder goes', async () => {
    const [first, second, third] = [make(), make(), make()];
    first.lock.queue();
    await first.granted;
    second.lock.queue();
    third.lock.queue();
    expect(await first.lock.isWanted()).to.equal(true);
    expect(second.lock.held).to.equal(false);
    first.lock.release();
    await second.granted;
    expect([first, second, third].map(({ lock }) => lock.held)).to.deep.equal([false, true, false]);
  });

  it('goes past those that have left the queue', async () => {
    const [first, second, third] = [make(), make(), make()];
    first.lock.queue();
    await first.granted;
    second.lock.queue();
    third.lock.queue();
    second.lock.release();
    first.lock.release();
    await third.granted;
    expect(second.lock.held).to.equal(false);
    expect(await third.lock.isWanted()).to.equal(false);
  });

  it('can be taken from a holder that does not answer', async () => {
    const [first, second] = [make(), make()];
    first.lock.queue();
    await first.granted;
    second.lock.queue();
    second.lock.steal();
    await Promise.all([second.granted, first.lost]);
    expect([first, second].map(({ lock }) => lock.held)).to.deep.equal([false, true]);
    first.lock.queue();
    expect(await second.lock.isWanted(), 'by the one that lost it').to.equal(true);
  });
});
