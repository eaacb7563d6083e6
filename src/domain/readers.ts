/** Who has seen own messages. */
import type { Message } from './message.js';

/** The list after somebody has seen everything up to a message; the same list when that changes nothing, or is not known here. */
export function markSeen(messages: readonly Message[], archiveId: string, nick: string): readonly Message[] {
  const last = messages.findLastIndex((message) => message.archiveId === archiveId);
  let seen: Message[] | undefined;
  for (let index = last; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message?.own || message.kind === 'system') continue;
    const { readers = [] } = message;
    // Then they have seen all before it, too.
    if (readers.includes(nick)) break;
    seen ??= [...messages];
    seen[index] = { ...message, status: 'read', readers: [...readers, nick] };
  }
  return seen ?? messages;
}

/** True when the message with the second id comes after the one with the first; where one is not here, the one that is. */
export function isFurther(messages: readonly Message[], position: string | undefined, archiveId: string): boolean {
  const find = (id: string | undefined) => messages.findLastIndex((message) => message.archiveId === id);
  const found = find(archiveId);
  return found >= 0 && found > (position ? find(position) : -1);
}
