import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { Keepalive } from '../../src/service/keepalive.js';

describe('the keepalive', () => {
  let clock: SinonFakeTimers;
  let log: string[];
  let keepalive: Keepalive;

  beforeEach(() => {
    clock = useFakeTimers();
    log = [];
    keepalive = new Keepalive(
      () => log.push('ping'),
      () => log.push('dead'),
    );
  });
  afterEach(() => {
    keepalive.stop();
    clock.restore();
  });

  it('asks after a while of silence, and reports a peer that does not answer within 30 s of its last word', () => {
    clock.tick(20_000);
    expect(log).to.deep.equal(['ping']);
    clock.tick(10_000);
    expect(log).to.deep.equal(['ping', 'dead']);
    clock.tick(100_000);
    expect(log).to.have.length(2);
  });

  it('leaves a talking peer alone', () => {
    for (let seconds = 0; seconds < 100; seconds += 5) {
      clock.tick(5_000);
      keepalive.touch();
    }
    expect(log).to.deep.equal([]);
  });

  it('is content with any answer, and watches on', () => {
    clock.tick(18_000);
    keepalive.touch();
    clock.tick(16_000);
    expect(log).to.deep.equal(['ping']);
    clock.tick(14_000);
    expect(log).to.deep.equal(['ping', 'ping', 'dead']);
  });

  it('asks at once after sleep, once', () => {
    keepalive.check();
    keepalive.check();
    expect(log).to.deep.equal(['ping']);
    clock.tick(10_000);
    expect(log).to.deep.equal(['ping', 'dead']);
  });

  it('is not led astray by a clock that was set back', () => {
    keepalive.touch();
    clock.setSystemTime(0);
    clock.tick(30_000);
    expect(log).to.deep.equal(['ping', 'dead']);
  });

  it('does nothing once it is stopped', () => {
    keepalive.stop();
    clock.tick(100_000);
    expect(log).to.deep.equal([]);
  });
});
