/** What a thread draws for each message: where groups begin and end, and the lines between them. */
import type { Message } from './message.js';

/** A message as it is drawn. The same value as long as nothing about it changes, so that a view can skip it. */
export interface Row {
  readonly message: Message;
  /** A new day begins here. */
  readonly day: boolean;
  /** Number on the "new messages" line above; 0 where there is none. */
  readonly unread: number;
  /** The first of its group: carries the author. */
  readonly first: boolean;
  /** The last of its group: carries the time. */
  readonly last: boolean;
  /** Says how far it got. */
  readonly status: boolean;
}

/** What rows are made from. */
export interface RowSource {
  /** All that are known, oldest first. */
  readonly messages: readonly Message[];
  /** Index of the first one to draw. */
  readonly start: number;
  /** Index after the last one to draw. */
  readonly end: number;
  /** True when nothing stands before `messages`: only then it is known that a day begins with the first one. */
  readonly complete: boolean;
  /** Where "unread" begins. */
  readonly mark?: { readonly key: string; readonly count: number } | undefined;
  /** Keys of messages that begin a group whatever stands before them. */
  readonly groupStarts?: ReadonlySet<string> | undefined;
}

/** Longest pause within a group. */
const GROUP_PAUSE_MS = 5 * 60_000;

/** Makes rows; remembers them, so that an unchanged one comes out as the same value. */
export function createRowMaker(): (source: RowSource) => readonly Row[] {
  const known = new WeakMap<Message, Row>();
  const sameDay = createDayComparer();
  return (source) => {
    const { messages, start, end, mark, groupStarts } = source;
    const ownNewest = newestOwn(messages, start);
    const breaks = (index: number) => {
      const message = messages[index];
      const previous = messages[index - 1];
      if (!message || !previous || groupStarts?.has(message.key) || message.key === mark?.key) return true;
      return !continues(previous, message) || !sameDay(previous.time, message.time);
    };
    const rows: Row[] = [];
    let first = breaks(start);
    for (let index = start; index < end; index += 1) {
      const message = messages[index];
      if (!message) break;
      const previous = messages[index - 1];
      const last = breaks(index + 1);
      const row: Row = {
        message,
        day: previous ? !sameDay(previous.time, message.time) : source.complete,
        unread: message.key === mark?.key ? mark.count : 0,
        first,
        last,
        status: showsStatus(message, last ? undefined : messages[index + 1], index === ownNewest),
      };
      const before = known.get(message);
      if (before && sameRow(before, row)) rows.push(before);
      else {
        known.set(message, row);
        rows.push(row);
      }
      first = last;
    }
    return rows;
  };
}

/** True when `message` goes on in the group of `previous`; midnight is not looked at. */
function continues(previous: Message, message: Message): boolean {
  return (
    previous.kind !== 'system' &&
    message.kind !== 'system' &&
    previous.author.id === message.author.id &&
    previous.own === message.own &&
    Math.abs(message.time - previous.time) <= GROUP_PAUSE_MS
  );
}

/** Failed ones always; pending ones once for a run of them; of the others only the newest. */
function showsStatus(message: Message, nextInGroup: Message | undefined, newest: boolean): boolean {
  if (!message.own || !message.status) return false;
  if (message.status === 'pending') return nextInGroup?.status !== 'pending';
  return message.status === 'failed' || newest;
}

function newestOwn(messages: readonly Message[], start: number): number {
  for (let index = messages.length - 1; index >= start; index -= 1) {
    if (messages[index]?.own) return index;
  }
  return -1;
}

function sameRow(a: Row, b: Row): boolean {
  return a.day === b.day && a.unread === b.unread && a.first === b.first && a.last === b.last && a.status === b.status;
}

/** Tells whether two moments are on the same day here; quick where they mostly are. */
function createDayComparer(): (a: number, b: number) => boolean {
  let from = 0;
  let to = 0;
  return (a, b) => {
    if (!(a >= from && a < to)) {
      from = new Date(a).setHours(0, 0, 0, 0);
      to = new Date(a).setHours(24, 0, 0, 0);
    }
    return b >= from && b < to;
  };
}
