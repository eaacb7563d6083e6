import type { Message } from '../domain/message.js';

/** Somebody else's message came in, live. */
export class MessageReceiveEvent extends CustomEvent<{ readonly message: Message; readonly roomJid: string }> {
  constructor(message: Message, roomJid: string) {
    super('ethora-message-receive', { detail: { message, roomJid }, bubbles: true, composed: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-message-receive': MessageReceiveEvent;
  }
}
