/** A message as it is shown, however it came: live, from the archive, or just written here. */
import type { Attachment, MediaKind } from './attachment.js';

/**
 * How far an own message got. `pending`: queued here. `sent`: handed to the server. `delivered`: the room sent it back, so
 * everyone present has it. `read`: somebody saw it. `failed`: refused, or no answer; it can be sent again.
 */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

/** Why an own message failed. */
export type MessageFailure =
  | 'timeout'
  | 'forbidden'
  | 'banned'
  | 'not-joined'
  | 'rate-limit'
  | 'too-large'
  | 'room-gone'
  | 'rejected'
  /** Its file could not be uploaded. */
  | 'upload'
  /** Its file is larger than the server takes, or has nothing in it: found before the upload. */
  | FileProblem;

/** Why a file is not uploaded at all. */
export type FileProblem = 'file-too-large' | 'file-empty';

/** `text`: somebody wrote it. `system`: a notice of the room or of the server. Others: it carries a file, see `attachment`. */
export type MessageKind = 'text' | 'system' | MediaKind;

/** Who wrote a message. */
export interface Author {
  /**
   * Tells authors apart and picks their colour. By Ethora's rule a nick is an account's local part, so this is the account's
   * JID by that rule: the same in every room, and no proof of who wrote.
   */
  readonly id: string;
  /** The nick in the room. */
  readonly nick: string;
  /** What is shown. A claim of the sender: never used to decide rights. */
  readonly name: string;
  /** URL of a picture; a claim of the sender. */
  readonly picture?: string;
}

/** One message of a room. Never changed in place: an update makes a new value. */
export interface Message {
  /** Names the message on this page; stays the same while its archive id arrives. */
  readonly key: string;
  readonly roomJid: string;
  /** The id in the room's archive (XEP-0359 stanza-id by the room); absent until the room has sent it back. */
  readonly archiveId?: string;
  /** The `id` that the sender gave the stanza; absent when it gave none. */
  readonly clientId?: string;
  readonly kind: MessageKind;
  /** What a system message tells: `subject`: the author gave the room the subject in `body`. Absent: `body` is the notice. */
  readonly notice?: 'subject';
  readonly author: Author;
  /** True for messages of the signed-in user, from any of their devices. */
  readonly own: boolean;
  /** With a file: what was written beside it, mostly nothing. */
  readonly body: string;
  /** The file that it carries; absent from `text` and `system`. */
  readonly attachment?: Attachment;
  /** Bytes of an own file that are uploaded; absent when all are. */
  readonly progress?: number;
  /** When it was sent, ms since the epoch. */
  readonly time: number;
  /** Own messages only. */
  readonly status?: MessageStatus;
  /** Nicks of those who have seen it, on own messages only; absent when nobody has said so. */
  readonly readers?: readonly string[];
  /** True when its author would like to know who has seen it (XEP-0333). */
  readonly markable?: true;
  /** Why it failed, or, with `status: 'pending'`, why it is sent again later: `rate-limit`. */
  readonly failure?: MessageFailure;
}

/** Longest body that is shown, in UTF-16 code units; the rest is cut off with an ellipsis. */
export const MAX_BODY_LENGTH = 20_000;
