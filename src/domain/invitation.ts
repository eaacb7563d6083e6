/** Somebody wants us in a room. Everything but the addresses is untrusted. */
export interface Invitation {
  /** Bare JID. */
  readonly roomJid: string;
  /** Bare JID of who invites; absent where the room does not say. */
  readonly from?: string;
  readonly reason?: string;
  /** What the room calls itself, once it said so. */
  readonly roomName?: string;
  /** True when it came through the room, which then can pass on that we decline. */
  readonly mediated: boolean;
}

/** Somebody does not come who was invited. The reason is untrusted. */
export interface Decline {
  /** Bare JID. */
  readonly roomJid: string;
  /** Bare JID of who was invited. */
  readonly jid: string;
  readonly reason?: string;
}
