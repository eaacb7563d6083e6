/** Somebody chose a room in the list; cancel it to keep it from opening. */
export class RoomSelectEvent extends CustomEvent<{ readonly roomJid: string }> {
  constructor(roomJid: string) {
    super('ethora-room-select', { detail: { roomJid }, bubbles: true, composed: true, cancelable: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-room-select': RoomSelectEvent;
  }
}
