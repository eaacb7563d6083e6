/** Which parts of a room's archive are here. Pure; spans and their messages are oldest first, the last span reaches up to now. */
import type { Message } from './message.js';
import { withoutKnown } from './timeline.js';

/** How it stands with messages that are missing. */
export type GapState = 'open' | 'loading' | 'failed';

/** A part of the archive in which nothing is missing. */
export interface ArchiveSpan {
  readonly messages: readonly Message[];
  /** Id of its first entry, shown or not. Absent before a page was read. */
  readonly first?: string | undefined;
  /** Id of its last entry, where that is not the last message. */
  readonly last?: string | undefined;
  /** How it stands with what is missing before it. */
  readonly gap?: GapState | undefined;
}

/** What to ask for the messages before a span with. */
export function firstOf({ first, messages }: ArchiveSpan): string | undefined {
  return first ?? messages.find(({ archiveId }) => archiveId !== undefined)?.archiveId;
}

/** What to ask for the messages after a span with. */
export function lastOf({ last, messages }: ArchiveSpan): string | undefined {
  return last ?? messages.findLast(({ archiveId }) => archiveId !== undefined)?.archiveId;
}

/**
 * Puts in what was read in one go. Spans that hold some of its messages become one with it; those between them, which the
 * archive does not have any more, go. Undefined when no span does.
 */
export function joinSpan(spans: readonly ArchiveSpan[], run: ArchiveSpan): readonly ArchiveSpan[] | undefined {
  const ids = idsOf(run.messages);
  const meets = ({ messages }: ArchiveSpan) => messages.some(({ archiveId = '' }) => ids.has(archiveId));
  const from = spans.findIndex(meets);
  if (from < 0) return undefined;
  const to = spans.findLastIndex(meets);
  const joined = spans
    .slice(from, to + 1)
    .filter(meets)
    .reduce((sum, span) => unite(span, sum), run);
  return [...spans.slice(0, from), joined, ...spans.slice(to + 1)];
}

/** Puts in what was read somewhere in the archive, and meets no span, by its time; never after the last one. */
export function insertSpan(spans: readonly ArchiveSpan[], run: ArchiveSpan): readonly ArchiveSpan[] {
  const time = run.messages[0]?.time ?? 0;
  const later = spans.findIndex(({ messages: [first] }) => first && first.time > time);
  const place = later < 0 ? spans.length - 1 : later;
  return [...spans.slice(0, place), run, ...spans.slice(place)];
}

/** The archive begins with the span at `index`: nothing is missing before it. */
export function closeBefore(spans: readonly ArchiveSpan[], index: number): readonly ArchiveSpan[] {
  const messages = withoutKnown(
    spans.slice(0, index + 1).flatMap((span) => span.messages),
    [],
  );
  const { first, last } = spans[index] ?? {};
  return [{ messages, first, last }, ...spans.slice(index + 1)];
}

/** The messages of two spans that overlap; those that `held` has stay the same values. */
function unite(held: ArchiveSpan, run: ArchiveSpan): ArchiveSpan {
  const ids = idsOf(held.messages);
  const meeting = run.messages.findIndex(({ archiveId = '' }) => ids.has(archiveId));
  const older = withoutKnown(run.messages.slice(0, Math.max(0, meeting)), held.messages);
  const messages = [...older, ...held.messages];
  messages.push(...withoutKnown(run.messages.slice(Math.max(0, meeting)), messages));
  // Where the run lies inside of what is held, its ends say nothing.
  const first = isSame(messages[0], run.messages[0]) ? (run.first ?? held.first) : held.first;
  const last = isSame(messages.at(-1), run.messages.at(-1)) ? run.last : held.last;
  return { messages, first, last };
}

function isSame(a: Message | undefined, b: Message | undefined): boolean {
  return a?.archiveId === b?.archiveId;
}

/** The ids that the archive gave them. */
export function idsOf(messages: readonly Message[]): ReadonlySet<string> {
  return new Set(messages.flatMap(({ archiveId }) => archiveId ?? []));
}
