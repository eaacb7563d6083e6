/** Pictures of rooms: XEP-0486 v0.1.0, https://xmpp.org/extensions/xep-0486.html, and Ethora's `ns:getrooms:setprofile`. */
import { xml, type Element } from './xml.js';

const NS_CARD = 'vcard-temp';
const NS_UPDATE = 'vcard-temp:x:update';
const NS_PROFILE = 'ns:getrooms:setprofile';

/** Longest picture that is looked at, in characters of base64. */
const MAX_LENGTH = 200_000;

/** The card that a room is to have: with a picture (JPEG in base64), or without. Nothing else is on the cards of rooms. */
export function buildRoomCard(picture?: string): Element {
  const photo = picture && xml('PHOTO', {}, xml('TYPE', {}, 'image/jpeg'), xml('BINVAL', {}, picture));
  return xml('vCard', { xmlns: NS_CARD }, photo);
}

/** The picture on a room's card. Undefined when there is none, or one that is too large, damaged, or not made of dots. */
export function parseRoomPicture(iq: Element): Blob | undefined {
  const photo = iq.getChild('vCard', NS_CARD)?.getChild('PHOTO');
  const type = photo?.getChildText('TYPE') ?? '';
  const data = photo?.getChildText('BINVAL') ?? '';
  return /^image\/(png|jpeg|gif|webp)$/.test(type) && data.length < MAX_LENGTH ? decodePicture(data, type) : undefined;
}

/** Undefined when the text is no base64, or empty. */
export function decodePicture(base64: string, type: string): Blob | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return bytes.length > 0 ? new Blob([bytes], { type }) : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of a room's picture in presence of the room itself: empty when it has none, undefined when nothing is said. */
export function parsePictureHash(stanza: Element): string | undefined {
  return stanza.getChild('x', NS_UPDATE)?.getChildText('photo') ?? undefined;
}

/** Tells Ethora's server where a room's picture is; without a URL the room has none. */
export function buildRoomProfile(room: string, picture = 'none'): Element {
  return xml('query', { xmlns: NS_PROFILE, room, room_thumbnail: picture, room_background: 'none' });
}
