/** Cuts pictures to what a room shows. */
import { RoomError } from '../domain/room-error.js';

/** Enough for the largest place on the sharpest screen; even noise stays under 30 kB, so that a card goes out in one stanza. */
const EDGE_PX = 192;

/**
 * The middle of a picture as a small JPEG in base64. That is all that is left of the file: no place, no camera.
 * @throws {RoomError} `picture` when it is none.
 */
export async function squarePicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!bitmap || !context) throw new RoomError('picture', '');
  const { width, height } = bitmap;
  const size = Math.min(width, height);
  canvas.width = canvas.height = EDGE_PX;
  // JPEG knows no transparency.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, EDGE_PX, EDGE_PX);
  context.drawImage(bitmap, (width - size) / 2, (height - size) / 2, size, size, 0, 0, EDGE_PX, EDGE_PX);
  bitmap.close();
  return canvas.toDataURL('image/jpeg', 0.8).replace(/^.*,/, '');
}
