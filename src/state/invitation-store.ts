import { atom } from 'nanostores';
import type { Invitation } from '../domain/invitation.js';
import { readonlyStore } from './readonly.js';

/** Rooms that others want us in, and that we have not answered about. */
export function createInvitationStore() {
  const $invitations = atom<readonly Invitation[]>([]);
  return {
    /** One for each room, the newest first. */
    $invitations: readonlyStore($invitations),
    get(roomJid: string): Invitation | undefined {
      return $invitations.get().find((invitation) => invitation.roomJid === roomJid);
    },
    /** What came through the room goes before what came past it: it can be declined. */
    add(invitation: Invitation) {
      const known = this.get(invitation.roomJid);
      if (known?.mediated && !invitation.mediated) return;
      this.remove(invitation.roomJid);
      $invitations.set([invitation, ...$invitations.get()].slice(0, MOST));
    },
    setRoomName(roomJid: string, roomName: string) {
      $invitations.set($invitations.get().map((one) => (one.roomJid === roomJid ? { ...one, roomName } : one)));
    },
    remove(roomJid: string) {
      if (this.get(roomJid)) $invitations.set($invitations.get().filter((one) => one.roomJid !== roomJid));
    },
    clear() {
      $invitations.set([]);
    },
  };
}
export type InvitationStore = ReturnType<typeof createInvitationStore>;

/** Anybody may send any number; nobody reads more. */
const MOST = 50;
