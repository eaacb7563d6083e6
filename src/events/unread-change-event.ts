/** The number of unread messages in all rooms changed. */
export class UnreadChangeEvent extends CustomEvent<{ readonly total: number }> {
  constructor(total: number) {
    super('ethora-unread-change', { detail: { total }, bubbles: true, composed: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-unread-change': UnreadChangeEvent;
  }
}
