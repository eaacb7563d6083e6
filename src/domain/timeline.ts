/** How pages of an archive and live messages become one list. Pure; every list is oldest first. */
import type { Message } from './message.js';

/** What tells two copies of a message to be one: the archive's id, or before there is one, the sender's. */
export function identityOf(message: Message): string {
  return message.archiveId ?? `${message.author.nick}/${message.clientId ?? message.key}`;
}

/** Ids shorter than this are taken for counters, which begin anew with every session. */
const UNIQUE_ID_LENGTH = 16;

/** Those of `messages` that `known` does not hold, each once. */
export function withoutKnown(messages: readonly Message[], known: readonly Message[]): Message[] {
  const seen = new Set(known.flatMap(namesOf));
  return messages.filter((message) => {
    const names = namesOf(message);
    const isKnown = names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return !isKnown;
  });
}

/** Who waits for an echo in vain sends once more with the same id; then the archive has the message under two ids of its own. */
function namesOf(message: Message): string[] {
  const { archiveId, clientId = '', author } = message;
  const identity = identityOf(message);
  return archiveId !== undefined && clientId.length >= UNIQUE_ID_LENGTH
    ? [identity, `${author.nick}/${clientId}`]
    : [identity];
}

/** What a walk back from the newest message brought. */
export interface CatchUp {
  /** What was here before the outage. */
  readonly before: readonly Message[];
  /** What the archive gave, gapless up to its newest. */
  readonly fetched: readonly Message[];
  /** What came live while it was fetched. */
  readonly live: readonly Message[];
}

/**
 * One gapless list. What was here before may be less than was fetched, or more. Where the walk did not reach it, there is a gap of
 * unknown length between them: the old ones are dropped, and come back by paging.
 */
export function mergeCatchUp({ before, fetched, live }: CatchUp): Message[] {
  const page = withoutKnown(fetched, []);
  const added = new Set(withoutKnown(page, before));
  const meeting = page.findIndex((message) => !added.has(message));
  const older = page.slice(0, Math.max(0, meeting));
  const newer = page.slice(older.length).filter((message) => added.has(message));
  const reached = meeting >= 0 || page.length === 0;
  const kept = [...older, ...(reached ? before : []), ...newer];
  return [...kept, ...withoutKnown(live, kept)];
}

/** Messages of others that follow the one with `readId`, an archive's id or a key; all of them when it is not in the list. */
export function unreadAfter(messages: readonly Message[], readId: string): Message[] {
  const index = messages.findLastIndex(({ archiveId, key }) => archiveId === readId || key === readId);
  return messages.slice(index + 1).filter((message) => !message.own && message.kind !== 'system');
}
