import { expect } from '@open-wc/testing';
import {
  MAX_ROWS,
  extendDown,
  extendUp,
  followSpan,
  latestSpan,
  relocateSpan,
  spanAround,
} from '../../src/domain/thread-window.js';
import { makeMessage } from '../helpers/fake-session.js';

const messages = Array.from({ length: 20 }, () => makeMessage());

describe('The window over a list of messages', () => {
  it('starts with the newest', () => {
    expect(latestSpan(20)).to.deep.equal({ start: 0, end: 20 });
    expect(latestSpan(5000)).to.deep.equal({ start: 4950, end: 5000 });
  });

  it('never holds more than 400 while it grows, and drops at the far side', () => {
    expect(extendUp({ start: 1000, end: 1400 })).to.deep.equal({ start: 950, end: 950 + MAX_ROWS });
    expect(extendDown({ start: 1000, end: 1400 }, 5000)).to.deep.equal({ start: 1050, end: 1450 });
  });

  it('stops at both ends', () => {
    expect(extendUp({ start: 20, end: 100 })).to.deep.equal({ start: 0, end: 100 });
    expect(extendDown({ start: 20, end: 100 }, 110)).to.deep.equal({ start: 20, end: 110 });
  });

  it('keeps few while it follows', () => {
    expect(followSpan({ start: 0, end: 50 }, 60)).to.deep.equal({ start: 0, end: 60 });
    expect(followSpan({ start: 0, end: 50 }, 1050)).to.deep.equal({ start: 1000, end: 1050 });
  });

  it('lies around a message', () => {
    expect(spanAround(500, 5000)).to.deep.equal({ start: 450, end: 550 });
    expect(spanAround(3, 5000)).to.deep.equal({ start: 0, end: 100 });
    expect(spanAround(4999, 5000)).to.deep.equal({ start: 4900, end: 5000 });
  });

  describe('stays on its messages', () => {
    const span = { start: 5, end: 15 };
    it('when a page comes before them', () => {
      expect(relocateSpan(span, messages, [makeMessage(), makeMessage(), ...messages])).to.deep.equal({
        start: 7,
        end: 17,
      });
    });
    it('when others come after them', () => {
      expect(relocateSpan(span, messages, [...messages, makeMessage()])).to.deep.equal(span);
    });
    it('when both happen at once', () => {
      const now = [makeMessage(), ...messages, makeMessage(), makeMessage()];
      expect(relocateSpan(span, messages, now)).to.deep.equal({ start: 6, end: 16 });
    });
    it('when those at its edges go', () => {
      const now = messages.filter((_, index) => index !== 5 && index !== 14);
      expect(relocateSpan(span, messages, now)).to.deep.equal({ start: 5, end: 13 });
    });
    it('unless none is left', () => {
      expect(relocateSpan(span, messages, [makeMessage()])).to.equal(undefined);
    });
  });
});
