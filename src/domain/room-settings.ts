/** What the owners of a room can set. */
export interface RoomSettings {
  readonly name: string;
  readonly description: string;
  /** Only members may enter. */
  readonly membersOnly: boolean;
  /** Everyone finds it in the list of rooms. */
  readonly public: boolean;
  /** It stays when the last one leaves. */
  readonly persistent: boolean;
  /** Messages are kept. */
  readonly archived: boolean;
  /** Visitors have to be given voice before they may write. */
  readonly moderated: boolean;
  /** Everyone in it sees everyone's address, not only the moderators. */
  readonly addressesShown: boolean;
  /** Members may invite, not only admins. */
  readonly membersInvite: boolean;
}

/** The settings that a server offers, with their values. */
export type OfferedSettings = Partial<RoomSettings>;
