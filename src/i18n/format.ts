/** Dates and sizes as people write them. Times are ms since the epoch; what is no time gives an empty text. */

const DAY_MS = 86_400_000;

// Making one takes longer than hundreds of uses; they hold nothing of a user.
const formats = new Map<string, Intl.DateTimeFormat>();

/** "10:19", or "10:19 AM" where people write so. */
export function formatTime(ms: number, locale: string): string {
  return format(ms, locale, { timeStyle: 'short' });
}

/** For lists: the time today, the weekday within six days, then the date. */
export function formatListTime(ms: number, locale: string, now = Date.now()): string {
  const days = daysBetween(ms, now);
  if (days <= 0) return formatTime(ms, locale);
  if (days <= 6) return format(ms, locale, { weekday: 'short' });
  return format(ms, locale, { day: 'numeric', month: 'short', ...(sameYear(ms, now) ? {} : { year: 'numeric' }) });
}

/** For day separators: "Today", "Yesterday", the weekday within six days, then the date. */
export function formatDay(ms: number, locale: string, now = Date.now()): string {
  const text = dayText(ms, locale, now);
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}

/** The whole of it, for tooltips and screen readers. */
export function formatFull(ms: number, locale: string): string {
  return format(ms, locale, { dateStyle: 'long', timeStyle: 'short' });
}

/** "48 kB", "3.1 MB": the same wherever a size is shown. */
export function formatFileSize(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** True when two moments are on the same day here. */
export function sameDay(a: number, b: number): boolean {
  return daysBetween(a, b) === 0;
}

function dayText(ms: number, locale: string, now: number): string {
  const days = daysBetween(ms, now);
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
  if (days > 1 && days <= 6) return format(ms, locale, { weekday: 'long' });
  return format(ms, locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear(ms, now) ? { weekday: 'long' } : { year: 'numeric' }),
  });
}

function format(ms: number, locale: string, shape: Intl.DateTimeFormatOptions): string {
  // Beyond this no Date exists, and formatting would throw.
  if (!(Math.abs(ms) <= 8.64e15)) return '';
  const key = locale + JSON.stringify(shape);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, shape);
  formats.set(key, known);
  return known.format(ms);
}

/** Midnights between two moments here: 1 means that `ms` was the day before `now`. */
function daysBetween(ms: number, now: number): number {
  // Rounded, since a day with a clock change has 23 or 25 hours.
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(ms).setHours(0, 0, 0, 0)) / DAY_MS);
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}
