import { atom, batch, computed } from 'nanostores';
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
  const $archived = atom<readonly Message[]>([]);
  const $outgoing = atom<readonly Message[]>([]);
  const $status = atom<HistoryStatus>('loading');
  const $loadingOlder = atom(false);
  const $catchingUp = atom(false);
  const $unreadMark = atom<UnreadMark | undefined>(undefined);
  return {
    /** All, oldest first; own messages that the room has not sent back yet stand last. */
    $messages: readonlyStore(
      computed([$archived, $outgoing], (archived, outgoing) =>
        outgoing.length === 0 ? archived : [...archived, ...outgoing],
      ),
    ),
    /** Those that the room has: a gapless part of its archive, up to the newest. */
    $archived: readonlyStore($archived),
    /** Own ones that it does not have yet, in the order of writing. */
    $outgoing: readonlyStore($outgoing),
    $status: readonlyStore($status),
    /** True while an older page is on its way. */
    $loadingOlder: readonlyStore($loadingOlder),
    /** True while messages missed during an outage are being fetched. */
    $catchingUp: readonlyStore($catchingUp),
    /** The "new messages" line; stays where it is while the room is open. */
    $unreadMark: readonlyStore($unreadMark),

    setArchived(messages: readonly Message[]) {
      $archived.set(messages);
    },
    setOutgoing(messages: readonly Message[]) {
      $outgoing.set(messages);
    },
    /** Own messages came back from the room: both lists change as one. */
    deliver(archived: readonly Message[], outgoing: readonly Message[]) {
      batch(() => {
        $outgoing.set(outgoing);
        $archived.set(archived);
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
  };
}
export type TimelineStore = ReturnType<typeof createTimelineStore>;
