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

/** Messages of others that follow the one with `readId`, an archive's id or a key; all of them when it is not in the list. */
export function unreadAfter(messages: readonly Message[], readId: string): Message[] {
  const index = messages.findLastIndex(({ archiveId, key }) => archiveId === readId || key === readId);
  return messages.slice(index + 1).filter((message) => !message.own && message.kind !== 'system');
}
