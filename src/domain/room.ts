/** Rooms and the people in them (XEP-0045). */
import type { MessageKind } from './message.js';

/** Belongs to the account and outlives the visit. `outcast` is XMPP's word for banned. */
export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast';

/** Belongs to this visit: visitors may not write in moderated rooms. */
export type Role = 'moderator' | 'participant' | 'visitor' | 'none';

/** Somebody who is in a room now. */
export interface Occupant {
  readonly nick: string;
  /** Bare JID; only where the room shows it. */
  readonly jid?: string;
  readonly affiliation: Affiliation;
  readonly role: Role;
}

/**
 * Whether we are in the room: `idle`: not asked to join yet, or the connection is down. `denied`: it refused us or put us out,
 * see `denial`.
 */
export type RoomPresence = 'idle' | 'joining' | 'joined' | 'denied';

/** Why a room cannot be entered, or was left against our will. */
export type RoomDenial =
  | 'not-found'
  | 'members-only'
  | 'banned'
  | 'kicked'
  | 'removed'
  | 'password'
  | 'full'
  | 'nick-conflict'
  | 'destroyed'
  | 'refused'
  | 'timeout';

/** The newest message, short enough for a list. */
export interface RoomPreview {
  readonly authorName: string;
  readonly own: boolean;
  readonly kind: MessageKind;
  /** First line, at most 200 code units; of a file without a text, its name. */
  readonly text: string;
  /** ms since the epoch. */
  readonly time: number;
}

/** A room as the list and the header show it. */
export interface Room {
  readonly jid: string;
  readonly name: string;
  /** A one-to-one room shows bubbles and no authors. */
  readonly direct: boolean;
  readonly description?: string;
  /** Only members may enter; undefined until the room said so. */
  readonly membersOnly?: boolean;
  /** URL: of the web, or `blob:`. */
  readonly picture?: string | undefined;
  /** People who belong to it; undefined while unknown. */
  readonly memberCount?: number;
  /** People who are in it now; undefined until joined. */
  readonly onlineCount?: number | undefined;
  /** Messages of others since the last one read. */
  readonly unread: number;
  readonly preview?: RoomPreview;
  /** Names of others who write just now, in the order in which they began; undefined or empty when nobody does. */
  readonly typing?: readonly string[];
  readonly presence: RoomPresence;
  readonly denial?: RoomDenial | undefined;
  /** What the room said about the denial; untrusted. */
  readonly denialText?: string | undefined;
  /** True where people can be banned for a time; known once its members are loaded. */
  readonly timedBans?: boolean;
  /** Own affiliation and role; known once joined. */
  readonly affiliation?: Affiliation;
  readonly role?: Role;
}
