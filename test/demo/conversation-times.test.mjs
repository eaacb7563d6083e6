import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { longRoom, shortRoom } from '../../demo/server/conversation-times.mjs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = new Date(2026, 3, 1, 3, 30).getTime();
const PEOPLE = ['ann', 'ben', 'cleo', 'dan'];

describe('the conversation of the long room', () => {
  const messages = longRoom(PEOPLE, NOW, 4 * MINUTE, 4);

  it('has more than 600 messages of everyone', () => {
    assert.ok(messages.length > 600, String(messages.length));
    for (const user of PEOPLE) assert.ok(messages.some(({ from }) => from === user));
  });

  it('spreads over weeks and ends when it should, whatever the hour', () => {
    const days = new Set(messages.map(({ time }) => new Date(time).toDateString()));
    assert.ok(days.size > 14, String(days.size));
    assert.equal(messages.at(-1).time, NOW - 4 * MINUTE);
    assert.ok(messages.every(({ time }) => time <= NOW && time > NOW - 40 * DAY));
  });

  it('leaves no mark of the notation in the texts', () => {
    for (const { from, body } of messages) {
      assert.match(from, /^[a-z]+$/);
      assert.doesNotMatch(body, /\\n|\{[^{}]*\|/);
    }
  });

  it('has messages of several lines', () => {
    assert.ok(messages.some(({ body }) => body.includes('\n• ')));
  });
});

describe('the conversation of a short room', () => {
  it('gives every talk a day of its own and ends with the last one', () => {
    const messages = shortRoom('ann: One\nben: Two\\nlines\n\nann: Later', NOW, MINUTE);
    assert.deepEqual(
      messages.map(({ from, body }) => [from, body]),
      [
        ['ann', 'One'],
        ['ben', 'Two\nlines'],
        ['ann', 'Later'],
      ],
    );
    assert.equal(messages[2].time, NOW - MINUTE);
    assert.ok(messages[2].time - messages[1].time > DAY);
  });
});
