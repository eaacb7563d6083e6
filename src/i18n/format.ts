/** Dates as people write them. Times are ms since the epoch; what is no time gives an empty text. */

const DAY_MS = 86_400_000;

type Shape = 'time' | 'weekday' | 'weekdayLong' | 'date' | 'dateYear' | 'day' | 'dayYear' | 'full';

const shapes: Record<Shape, Intl.DateTimeFormatOptions> = {
  time: { timeStyle: 'short' },
  weekday: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  date: { day: 'numeric', month: 'short' },
  dateYear: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayYear: { day: 'numeric', month: 'long', year: 'numeric' },
  full: { dateStyle: 'long', timeStyle: 'short' },
};

// Making one takes longer than hundreds of uses; they hold nothing of a user.
const formats = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** "10:19", or "10:19 AM" where people write so. */
export function formatTime(ms: number, locale: string): string {
  return format(ms, locale, 'time');
}

/** For lists: the time today, the weekday within six days, then the date. */
export function formatListTime(ms: number, locale: string, now = Date.now()): string {
  const days = daysBetween(ms, now);
  if (days <= 0) return format(ms, locale, 'time');
  if (days <= 6) return format(ms, locale, 'weekday');
  return format(ms, locale, sameYear(ms, now) ? 'date' : 'dateYear');
}

/** For day separators: "Today", "Yesterday", the weekday within six days, then the date. */
export function formatDay(ms: number, locale: string, now = Date.now()): string {
  const days = daysBetween(ms, now);
  if (days === 0 || days === 1) return capitalize(relative(locale).format(-days, 'day'), locale);
  if (days > 1 && days <= 6) return capitalize(format(ms, locale, 'weekdayLong'), locale);
  return capitalize(format(ms, locale, sameYear(ms, now) ? 'day' : 'dayYear'), locale);
}

/** The whole of it, for tooltips and screen readers. */
export function formatFull(ms: number, locale: string): string {
  return format(ms, locale, 'full');
}

/** True when two moments are on the same day here. */
export function sameDay(a: number, b: number): boolean {
  return daysBetween(a, b) === 0;
}

function format(ms: number, locale: string, shape: Shape): string {
  // Beyond this no Date exists, and formatting would throw.
  if (!(Math.abs(ms) <= 8.64e15)) return '';
  const key = `${locale} ${shape}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, shapes[shape])));
  return found.format(ms);
}

function relative(locale: string): Intl.RelativeTimeFormat {
  let found = relatives.get(locale);
  if (!found) relatives.set(locale, (found = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })));
  return found;
}

/** Midnights between two moments here: 1 means that `ms` was the day before `now`. */
function daysBetween(ms: number, now: number): number {
  // Rounded, since a day with a clock change has 23 or 25 hours.
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(ms).setHours(0, 0, 0, 0)) / DAY_MS);
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

function capitalize(text: string, locale: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
