import { expect } from '@open-wc/testing';
import { formatDay, formatListTime, formatTime, sameDay, formatFileSize } from '../../src/i18n/format.js';

// A Wednesday, by the clock of this machine.
const now = new Date(2026, 9, 14, 12, 0).getTime();
const at = (day: number, hour = 9, month = 9, year = 2026) => new Date(year, month, day, hour, 41).getTime();

describe('dates in a list', () => {
  it('are the time today', () => {
    expect(formatListTime(at(14), 'en-GB', now)).to.equal('09:41');
    expect(formatListTime(at(14), 'en-US', now)).to.match(/^9:41\sAM$/);
  });
  it('are the weekday within six days', () => {
    expect(formatListTime(at(13, 23), 'en-GB', now)).to.equal('Tue');
    expect(formatListTime(at(8), 'en-GB', now)).to.equal('Thu');
  });
  it('are the date before that, with the year when it was another', () => {
    expect(formatListTime(at(7), 'en-GB', now)).to.equal('7 Oct');
    expect(formatListTime(at(30, 9, 11, 2025), 'en-GB', now)).to.equal('30 Dec 2025');
  });
  it('are the time for a clock that is ahead', () => {
    expect(formatListTime(at(15), 'en-GB', now)).to.equal('09:41');
  });
});

describe('days', () => {
  it('are named when near', () => {
    expect(formatDay(at(14, 0), 'en', now)).to.equal('Today');
    expect(formatDay(at(13, 23), 'en', now)).to.equal('Yesterday');
    expect(formatDay(at(10), 'en', now)).to.equal('Saturday');
  });
  it('are dates when far', () => {
    expect(formatDay(at(1), 'en-GB', now)).to.equal('Thursday 1 October');
    expect(formatDay(at(1, 9, 0, 2024), 'en-GB', now)).to.equal('1 January 2024');
  });
  it('are named in the language of the reader', () => {
    expect(formatDay(at(14), 'de', now)).to.equal('Heute');
    expect(formatDay(at(14), 'ar', now)).to.equal('اليوم');
  });
  it('change at midnight', () => {
    expect(sameDay(new Date(2026, 9, 14, 23, 59).getTime(), new Date(2026, 9, 15).getTime())).to.be.false;
    expect(sameDay(new Date(2026, 9, 14).getTime(), new Date(2026, 9, 14, 23, 59).getTime())).to.be.true;
  });
});

describe('times that are none', () => {
  it('give an empty text', () => {
    for (const bad of [Number.NaN, Infinity, 9e15]) {
      expect(formatTime(bad, 'en')).to.equal('');
      expect(formatDay(bad, 'en', now)).to.equal('');
      expect(formatListTime(bad, 'en', now)).to.equal('');
    }
  });
});

describe('the size of a file', () => {
  it('is written in the unit that fits', () => {
    expect(formatFileSize(0, 'en')).to.equal('0 bytes');
    expect(formatFileSize(1, 'en')).to.equal('1 byte');
    expect(formatFileSize(48_213, 'en')).to.equal('48 kB');
    expect(formatFileSize(3_100_000, 'en')).to.equal('3.1 MB');
    expect(formatFileSize(3_100_000, 'de')).to.equal('3,1 MB');
    expect(formatFileSize(5e12, 'en')).to.equal('5,000 GB');
  });
});
