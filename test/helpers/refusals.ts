/** What a session is told when something is refused. */
import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import type { Room } from '../../src/domain/room.js';
import { RoomError } from '../../src/domain/room-error.js';
import { reaches } from './follow.js';

/** What an action on a room was refused with; `nothing` when it was not. */
export function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'nothing',
    (error: unknown) => (error instanceof RoomError ? error.condition : String(error)),
  );
}

/** Resolves with the room when it has put us out, or did not let us in. */
export async function denied(session: ChatService, room: string): Promise<Room | undefined> {
  const rooms = await reaches(session.rooms.$byJid, (all) => all[room]?.presence === 'denied');
  return rooms[room];
}

/** Resolves with the first message of the room once it has failed. */
export async function failed(session: ChatService, room: string): Promise<Message | undefined> {
  const messages = await reaches(session.room(room).timeline.$messages, ([first]) => first?.status === 'failed');
  return messages[0];
}
