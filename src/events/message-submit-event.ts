/** Somebody wrote a message and wants it sent; cancel it to keep it from going out. */
export class MessageSubmitEvent extends CustomEvent<{ readonly text: string; readonly roomJid: string }> {
  constructor(text: string, roomJid: string) {
    super('ethora-message-submit', { detail: { text, roomJid }, bubbles: true, composed: true, cancelable: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-message-submit': MessageSubmitEvent;
  }
}
