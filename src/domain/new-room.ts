/**
 * Who a new room is for. `public`: everyone on the server finds and enters it. `private`: only people who are invited.
 * `direct`: oneself and one other.
 */
export type RoomKind = 'public' | 'private' | 'direct';

/** A room to be made. */
export interface NewRoom {
  readonly kind: RoomKind;
  /** What it is called; not used by `direct`, which is called by the other one. */
  readonly title?: string;
  readonly description?: string;
  /** Is cut to a square and made small; where the server takes pictures of rooms. */
  readonly picture?: Blob;
  /** Bare JIDs of those who are asked in; with `direct` exactly one. */
  readonly people?: readonly string[];
}
