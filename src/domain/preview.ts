import type { Message } from './message.js';
import type { RoomPreview } from './room.js';
import { firstLine } from './text.js';

/** What the list says of a room's newest message. */
export function previewOf({ author, own, kind, body, attachment, time }: Message): RoomPreview {
  return { authorName: author.name, own, kind, text: firstLine(body || (attachment?.name ?? '')), time };
}
