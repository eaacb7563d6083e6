import { atom, batch, computed } from 'nanostores';
import type { ArchiveSpan, GapState } from '../domain/archive-spans.js';
import type { Message } from '../domain/message.js';
import { readonlyStore } from './readonly.js';

/**
 * How much of the archive is here. `loading`: the newest page is on its way. `ready`: there may be older ones.
 * `complete`: the first message ever is here. `error`: the last page could not be had.
 */
export type HistoryStatus = 'loading' | 'ready' | 'complete' | 'error';

/** Where "unread" begins in a room. */
export interface UnreadMark {
  /** Key of the first unread message. */
  readonly key: string;
  /** How many there were when the room was opened, later ones added. */
  readonly count: number;
}

/** The messages of one room: what the archive gave, what came live, and what is on its way out. */
export function createTimelineStore() {
  const $spans = atom<readonly ArchiveSpan[]>([{ messages: [] }]);
  const $archived = computed($spans, (spans) => spans.at(-1)?.messages ?? []);
  const $outgoing = atom<readonly Message[]>([]);
  const $status = atom<HistoryStatus>('loading');
  const $loadingOlder = atom(false);
  const $catchingUp = atom(false);
  const $unreadMark = atom<UnreadMark | undefined>(undefined);
  const $target = atom<{ readonly key: string } | undefined>(undefined);
  return {
    /** All, oldest first; own messages that the room has not sent back yet stand last. */
    $messages: readonlyStore(
      computed([$spans, $outgoing], (spans, outgoing) => {
        const lists = [...spans.map(({ messages }) => messages), outgoing].filter(({ length }) => length > 0);
        return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
      }),
    ),
    /** The newest of those that the room has, without a gap. */
    $archived: readonlyStore($archived),
    /** Where messages are missing: by the key of the one after the gap. */
    $gaps: readonlyStore(computed($spans, gapsOf)),
    /** Own ones that it does not have yet, in the order of writing. */
    $outgoing: readonlyStore($outgoing),
    $status: readonlyStore($status),
    /** True while an older page is on its way. */
    $loadingOlder: readonlyStore($loadingOlder),
    /** True while messages missed during an outage are being fetched. */
    $catchingUp: readonlyStore($catchingUp),
    /** The "new messages" line; stays where it is while the room is open. */
    $unreadMark: readonlyStore($unreadMark),
    /** The message that was jumped to last; a new value for every jump. */
    $target: readonlyStore($target),

    /** The parts of the archive that are here. */
    spans(): readonly ArchiveSpan[] {
      return $spans.get();
    },
    setSpans(spans: readonly ArchiveSpan[]) {
      $spans.set(spans);
    },
    /** Other values for the newest ones. */
    setArchived(messages: readonly Message[]) {
      const spans = $spans.get();
      $spans.set([...spans.slice(0, -1), { ...spans.at(-1), messages }]);
    },
    setOutgoing(messages: readonly Message[]) {
      $outgoing.set(messages);
    },
    /** Own messages came back from the room: both lists change as one. */
    deliver(spans: readonly ArchiveSpan[], outgoing: readonly Message[]) {
      batch(() => {
        $outgoing.set(outgoing);
        $spans.set(spans);
      });
    },
    setStatus(status: HistoryStatus) {
      $status.set(status);
    },
    setLoadingOlder(loading: boolean) {
      $loadingOlder.set(loading);
    },
    setCatchingUp(catchingUp: boolean) {
      $catchingUp.set(catchingUp);
    },
    setUnreadMark(mark: UnreadMark | undefined) {
      $unreadMark.set(mark);
    },
    /** Every pane of the room goes to this message. */
    setTarget(key: string | undefined) {
      $target.set(key === undefined ? undefined : { key });
    },
  };
}

function gapsOf(spans: readonly ArchiveSpan[]): ReadonlyMap<string, GapState> {
  return new Map(spans.slice(1).flatMap(({ messages: [first], gap = 'open' }) => (first ? [[first.key, gap]] : [])));
}

export type TimelineStore = ReturnType<typeof createTimelineStore>;
