/** Pictures of rooms: those on the rooms' own cards, and those that Ethora's list names. */
import type { ApiClient } from '../api/client.js';
import { uploadFile } from '../api/files.js';
import { attachmentUrl } from '../domain/attachment.js';
import { RoomError } from '../domain/room-error.js';
import { buildDiscoInfo, parseDiscoInfo, type DiscoInfo } from '../protocol/disco.js';
import { MucStatus, parseMucStatus } from '../protocol/muc.js';
import {
  buildRoomCard,
  buildRoomProfile,
  decodePicture,
  parsePictureHash,
  parseRoomPicture,
} from '../protocol/room-vcard.js';
import { buildVcardRequest } from '../protocol/vcard.js';
import type { Element } from '../protocol/xml.js';
import type { RoomStore } from '../state/room-store.js';
import type { Link } from './connection.js';
import { askRoom } from './room-request.js';
import { squarePicture } from './square-picture.js';

const JPEG = 'image/jpeg';

/** What is known of a room's card. */
interface Card {
  /** The hash last told; undefined when the card has to be looked at in any case. */
  hash?: string | undefined;
  /** `blob:` URL of the picture that is shown. */
  url?: string | undefined;
  /** True while it is being asked for. */
  asked?: boolean;
}

export interface PictureContext {
  readonly rooms: RoomStore;
  /** Undefined while offline. */
  link(): Link | undefined;
  /** Ethora's API, where there is one. */
  client(): ApiClient | undefined;
}

export class RoomPictures {
  readonly #context: PictureContext;
  readonly #cards = new Map<string, Card>();

  constructor(context: PictureContext) {
    this.#context = context;
  }

  /** Whether a room, or the service that makes rooms, takes pictures. */
  async takes(link: Link, jid: string): Promise<boolean> {
    if (this.#context.client()) return true;
    const info = parseDiscoInfo(await askRoom(link, 'get', buildDiscoInfo(), jid));
    return info?.features.has('vcard-temp') === true;
  }

  /**
   * Cuts a picture and gives what makes it a room's.
   * @throws {RoomError} as does what is given.
   */
  async prepare(link: Link, file: Blob | undefined): Promise<(jid: string) => Promise<void>> {
    const client = this.#context.client();
    if (!client) {
      const picture = file && (await squarePicture(file));
      return (jid) => askRoom(link, 'set', buildRoomCard(picture), jid).then(() => undefined);
    }
    const url = file && (await uploadPicture(client, file));
    return async (jid) => {
      await askRoom(link, 'set', buildRoomProfile(jid, url));
      this.#context.rooms.update(jid, { picture: url });
    };
  }

  /** What a room says of itself. */
  learn(jid: string, { fields }: DiscoInfo) {
    this.#hear(jid, fields.get('muc#roominfo_avatarhash'));
  }

  /** Presence or a message that may be about the picture of a room. */
  handle(stanza: Element) {
    const { from = '' } = stanza.attrs;
    this.#hear(from, parsePictureHash(stanza));
    const card = parseMucStatus(stanza).has(MucStatus.configChanged) && this.#cards.get(from);
    // Prosody 13 tells the first hash for as long as it runs: the same one may be of another picture now. It is also why no
    // picture is held against its hash.
    if (card && !card.asked) card.hash = undefined;
  }

  /** Without a room, all of them. */
  forget(jid?: string) {
    for (const [key, { url = '' }] of this.#cards) {
      if (jid !== undefined && key !== jid) continue;
      this.#cards.delete(key);
      URL.revokeObjectURL(url);
    }
  }

  #hear(jid: string, hash: string | undefined) {
    const room = this.#context.rooms.get(jid);
    if (hash === undefined || !room) return;
    const card = this.#cards.get(jid) ?? {};
    const shown = room.picture === card.url;
    // What a list says goes first.
    if (room.picture === undefined ? !shown || card.hash !== hash : shown && card.hash !== hash) {
      this.#cards.set(jid, card);
      void this.#load(jid, card, hash);
    }
  }

  async #load(jid: string, card: Card, hash: string): Promise<void> {
    card.hash = hash;
    card.asked = true;
    const answer = await this.#context
      .link()
      ?.iq.ask('get', buildVcardRequest(), jid)
      .catch(() => undefined);
    card.asked = false;
    if (this.#cards.get(jid) !== card || card.hash !== hash) return;
    // Without an answer the next one who tells is believed.
    if (!answer) card.hash = undefined;
    const picture = answer && parseRoomPicture(answer);
    URL.revokeObjectURL(card.url ?? '');
    card.url = picture && URL.createObjectURL(picture);
    this.#context.rooms.update(jid, { picture: card.url });
  }
}

/**
 * Cuts a picture and gives its address.
 * @throws {RoomError}
 */
export async function uploadPicture(client: ApiClient, file: Blob): Promise<string | undefined> {
  const blob = decodePicture(await squarePicture(file), JPEG);
  try {
    const { location } = await uploadFile(client, new File(blob ? [blob] : [], 'room.jpg', { type: JPEG }));
    return attachmentUrl(location);
  } catch (error) {
    throw new RoomError('upload', error instanceof Error ? error.message : '');
  }
}
