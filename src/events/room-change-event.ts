/** Another room was opened; `roomJid` is undefined when none is open any more. */
export class RoomChangeEvent extends CustomEvent<{ readonly roomJid: string | undefined }> {
  constructor(roomJid: string | undefined) {
    super('ethora-room-change', { detail: { roomJid }, bubbles: true, composed: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-room-change': RoomChangeEvent;
  }
}
