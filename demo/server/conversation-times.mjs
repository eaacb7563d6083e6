/** Turns written conversations into messages with authors and times. */
import { launchWeek, launchWeekToday } from './conversations/launch-week.mjs';

/**
 * @typedef {object} Line
 * @property {string} from User.
 * @property {string} body
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** When people write, hours of the local day. */
const MORNING = 8.5;
const EVENING = 18.5;
const LONG_ROOM_DAYS = 24;

/** The same numbers on every run, so that the demo is the same for everyone. @returns {() => number} From 0 up to 1. */
function createRandom() {
  let state = 20_260_401;
  return () => {
    // Mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A short room: each talk on a day of its own, the last one ending `endsBeforeMs` ago.
 * @param {string} text
 * @param {number} now ms since the epoch.
 * @param {number} endsBeforeMs
 * @returns {{ from: string, body: string, time: number }[]}
 */
export function shortRoom(text, now, endsBeforeMs) {
  const random = createRandom();
  const talks = text
    .split(/\n\s*\n/)
    .filter((talk) => talk.trim())
    .map(linesOf);
  return talks.flatMap((lines, index) => {
    const daysEarlier = talks.length - 1 - index;
    const end = now - endsBeforeMs - (daysEarlier === 0 ? 0 : (daysEarlier * 1.6 + random() * 0.4) * DAY);
    return timed(lines, end, random);
  });
}

/**
 * The long room: hundreds of messages on the working days of the last weeks.
 * @param {readonly string[]} people Users who take part.
 * @param {number} now ms since the epoch.
 * @param {number} endsBeforeMs
 * @param {number} rounds How often each talk is told, in other words.
 * @returns {{ from: string, body: string, time: number }[]}
 */
export function longRoom(people, now, endsBeforeMs, rounds) {
  const random = createRandom();
  const talks = [];
  for (let round = 0; round < rounds; round++) {
    for (const text of shuffled(launchWeek, random))
      talks.push(cast(linesOf(vary(text, random)), shuffled(people, random)));
  }
  const today = timed(linesOf(launchWeekToday), now - endsBeforeMs, random);
  const ends = workingTimes(talks.length, (today[0]?.time ?? now) - 40 * MINUTE, random);
  return [...talks.flatMap((lines, index) => timed(lines, ends[index] ?? now, random)), ...today];
}

/** `user: text` lines; `\n` written out breaks a line. */
function linesOf(text) {
  return text.split('\n').flatMap((line) => {
    const [, from, body] = /^\s*(\w+): (.*)$/.exec(line) ?? [];
    return from && body ? [{ from, body: body.replaceAll('\\n', '\n') }] : [];
  });
}

/** Picks one of every `{one|another}`. */
function vary(text, random) {
  return text.replace(/\{([^{}\n]*\|[^{}\n]*)\}/g, (_, choices) => pick(choices.split('|'), random));
}

/** Gives the letters people. */
function cast(lines, people) {
  return lines.map(({ from, body }) => ({ from: people[from.charCodeAt(0) - 65] ?? from, body }));
}

/** Spreads a talk backwards from its end: most answers come within a minute or two. */
function timed(lines, end, random) {
  let time = end;
  const result = [];
  for (const line of [...lines].reverse()) {
    result.unshift({ ...line, time: Math.round(time) });
    time -= (0.3 + random() * random() * 9) * MINUTE;
  }
  return result;
}

/** Ascending moments at which talks end: on working days and hours, at least ten minutes apart, before `last`. */
function workingTimes(count, last, random) {
  const perDay = Math.ceil(count / (LONG_ROOM_DAYS * (5 / 7)));
  const times = [];
  for (let day = 0; times.length < count; day++) {
    const midnight = new Date(last);
    midnight.setHours(0, 0, 0, 0);
    midnight.setDate(midnight.getDate() - day);
    if (midnight.getDay() === 0 || midnight.getDay() === 6) continue;
    const slot = (EVENING - MORNING) / perDay;
    for (let index = perDay - 1; index >= 0 && times.length < count; index--) {
      const hour = MORNING + slot * (index + 0.3 + random() * 0.5);
      const time = midnight.getTime() + hour * 60 * MINUTE;
      if (time < last) times.unshift(time);
    }
  }
  return times;
}

function shuffled(list, random) {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [copy[index], copy[other]] = [copy[other], copy[index]];
  }
  return copy;
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)] ?? '';
}
