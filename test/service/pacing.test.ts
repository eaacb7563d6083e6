import { expect } from '@open-wc/testing';
import { FrameBatch } from '../../src/service/frame-batch.js';
import { JoinPool } from '../../src/service/join-pool.js';
import { collectPageErrors } from '../helpers/page-errors.js';

describe('the batch of a frame', () => {
  it('runs each job once, with the next frame', async () => {
    const batch = new FrameBatch();
    let runs = 0;
    const job = () => (runs += 1);
    batch.add(job);
    batch.add(job);
    expect(runs).to.equal(0);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(runs).to.equal(1);
  });

  it('goes on behind a job that throws', () => {
    const page = collectPageErrors();
    const batch = new FrameBatch();
    const ran: number[] = [];
    batch.add(() => {
      throw new Error('of the page');
    });
    batch.add(() => ran.push(1));
    batch.flush();
    expect(ran).to.deep.equal([1]);
    expect(page.stop()).to.have.length(1);
  });

  it('leaves jobs that are added by jobs to the next frame', () => {
    const batch = new FrameBatch();
    const ran: string[] = [];
    batch.add(() => {
      ran.push('first');
      batch.add(() => ran.push('second'));
    });
    batch.flush();
    expect(ran).to.deep.equal(['first']);
    batch.flush();
    expect(ran).to.deep.equal(['first', 'second']);
  });

  it('forgets what waits when it is cancelled', () => {
    const batch = new FrameBatch();
    batch.add(() => expect.fail('was cancelled'));
    batch.cancel();
    batch.flush();
  });
});

describe('the pool that enters rooms', () => {
  it('enters a few at a time, in order, and all of them', async () => {
    const pool = new JoinPool();
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const rooms = Array.from({ length: 20 }, (_, index) => String(index));
    pool.start(rooms, (room) => {
      started.push(room);
      return new Promise((resolve) => ends.push(resolve));
    });
    expect(started).to.deep.equal(rooms.slice(0, 5));
    for (let ended = 0; ended < 20; ended += 1) {
      ends[ended]?.();
      await Promise.resolve().then(() => undefined);
      await Promise.resolve();
    }
    expect(started).to.deep.equal(rooms);
  });

  it('starts nothing more once it is stopped', async () => {
    const pool = new JoinPool();
    let started = 0;
    const ends: (() => void)[] = [];
    pool.start(['1', '2', '3', '4', '5', '6', '7'], () => {
      started += 1;
      return new Promise((resolve) => ends.push(resolve));
    });
    pool.stop();
    for (const end of ends) end();
    await new Promise(requestAnimationFrame);
    expect(started).to.equal(5);
  });
});
