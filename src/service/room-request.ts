/** Questions to rooms, whose refusals a page or a person is told. */
import { RoomError } from '../domain/room-error.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { Link } from './connection.js';
import { NoAnswer } from './iq.js';

/**
 * Asks a room; gives its answer.
 * @throws {RoomError} with what it said instead.
 */
export async function askRoom(
  link: Link,
  type: 'get' | 'set',
  child: Element,
  roomJid?: string,
  timeoutMs?: number,
): Promise<Element> {
  try {
    return await link.iq.ask(type, child, roomJid, timeoutMs);
  } catch (error) {
    throw toRoomError(error);
  }
}

/** What a page or a person is told of it. */
export function toRoomError(error: unknown): unknown {
  if (error instanceof StanzaFailure) return new RoomError(error.condition, error.text);
  if (error instanceof NoAnswer) return new RoomError(error.offline ? 'offline' : 'no-answer', '');
  return error;
}
