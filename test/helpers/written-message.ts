import type { Message } from '../../src/domain/message.js';

/** A message that alice has written and that is not sent yet. */
export function writtenMessage(key: string, body = key): Message {
  return {
    key,
    clientId: key,
    roomJid: 'tea@conference.example.org',
    kind: 'text',
    author: { id: 'alice@example.org', nick: 'alice', name: 'Alice' },
    own: true,
    body,
    time: 1,
    status: 'pending',
  };
}
