/** Which part of a long list of messages is drawn: pure arithmetic on indices. */
import type { Message } from './message.js';

/** The messages from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Most rows that are drawn at once. */
export const MAX_ROWS = 400;
/** How many rows are added at a time at an edge. */
export const STEP_ROWS = 50;

/** The newest `rows`. */
export function latestSpan(count: number, rows = STEP_ROWS): Span {
  return { start: Math.max(0, count - rows), end: count };
}

/** The newest ones, no fewer than `rows` where there are so many; what is drawn stays up to twice that number. */
export function followSpan(span: Span, count: number, rows = STEP_ROWS): Span {
  const drawn = count - span.start;
  return drawn > 2 * rows || drawn < Math.min(rows, count)
    ? latestSpan(count, rows)
    : { start: span.start, end: count };
}

/** Older rows added; over the limit, the newest ones are dropped. */
export function extendUp({ start, end }: Span, rows = STEP_ROWS): Span {
  const next = Math.max(0, start - rows);
  return { start: next, end: Math.min(end, next + MAX_ROWS) };
}

/** Newer rows added; over the limit, the oldest ones are dropped. */
export function extendDown({ start, end }: Span, count: number, rows = STEP_ROWS): Span {
  const next = Math.min(count, end + rows);
  return { start: Math.max(start, next - MAX_ROWS), end: next };
}

/** Half the rows before `index`, half from there on. */
export function spanAround(index: number, count: number, rows = 2 * STEP_ROWS): Span {
  const start = Math.max(0, Math.min(index - rows / 2, count - rows));
  return { start, end: Math.min(count, start + rows) };
}

/** Where the drawn messages stand now, after others came or went around or among them; undefined when none of them is left. */
export function relocateSpan(span: Span, before: readonly Message[], now: readonly Message[]): Span | undefined {
  const places = new Map<string, number>();
  const shift = now.length - before.length;
  const find = (index: number): number => {
    const key = before[index]?.key;
    if (key === undefined) return -1;
    // Nearly always one came at the end, or a page at the start.
    for (const guess of [index, index + shift]) if (now[guess]?.key === key) return guess;
    if (places.size === 0) now.forEach((message, place) => places.set(message.key, place));
    return places.get(key) ?? -1;
  };
  let first = -1;
  for (let index = span.start; index < span.end && first < 0; index += 1) first = find(index);
  let last = -1;
  for (let index = span.end - 1; index >= span.start && last < 0; index -= 1) last = find(index);
  return first < 0 || last < first ? undefined : { start: first, end: last + 1 };
}
