/** How messages that an earlier page kept are brought up to date with the archive. Pure; every list is oldest first. */
import type { Message } from './message.js';

/**
 * `kept`: a part of the archive without a gap, as it once was. `read`: what the archive has now from some message in there on, or
 * from before. What it does not have any more goes; what it has in another form is replaced; the rest stays the same values.
 */
export function correctKept(kept: readonly Message[], read: readonly Message[]): Message[] {
  const byId = new Map(kept.map((message) => [message.archiveId, message]));
  return [
    ...kept.slice(0, keptBefore(kept, read)),
    ...read.map((message) => renew(message.archiveId === undefined ? undefined : byId.get(message.archiveId), message)),
  ];
}

/** How many of the kept ones lie before what was read, so that nothing is known of them. */
export function keptBefore(kept: readonly Message[], read: readonly Message[]): number {
  const [first] = read;
  return Math.max(
    0,
    first?.archiveId === undefined ? 0 : kept.findIndex(({ archiveId }) => archiveId === first.archiveId),
  );
}

/** Keeps its name, so that its element stays, and what was learned of it live. */
function renew(kept: Message | undefined, read: Message): Message {
  if (!kept || contentOf(kept) === contentOf(read)) return kept ?? read;
  const { key, status, readers } = kept;
  return { ...read, key, ...(status && { status }), ...(readers && { readers }) };
}

function contentOf({ kind, notice, body, attachment }: Message): string {
  return JSON.stringify([kind, notice, body, attachment]);
}
