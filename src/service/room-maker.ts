/** Makes rooms by the seed's three steps: enter, accept what the server proposes, configure. */
import { peerRoomName } from '../domain/direct-room.js';
import { randomId } from '../domain/ids.js';
import { bareJid, isBareJid, jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import type { NewRoom } from '../domain/new-room.js';
import type { Room } from '../domain/room.js';
import { RoomError } from '../domain/room-error.js';
import type { OfferedSettings } from '../domain/room-settings.js';
import { buildAffiliation } from '../protocol/muc-admin.js';
import { buildDestroy } from '../protocol/muc.js';
import { buildConfig, buildConfigRequest, buildDefaultConfig, parseConfig } from '../protocol/room-config.js';
import type { ArchiveReader } from './archive-reader.js';
import type { Link } from './connection.js';
import type { RoomController } from './room-controller.js';
import { askRoom } from './room-request.js';

/** A room that is being made. */
export interface Plan {
  readonly jid: string;
  readonly people: readonly string[];
  readonly settings: OfferedSettings;
  /** How it shows until it says so itself. */
  readonly looks: Pick<Room, 'name' | 'direct' | 'membersOnly'>;
}

/**
 * Decides the address and the settings.
 * @throws {RoomError} `jid-malformed` with the address that is none, or when a room of two has not exactly one other.
 */
export async function planRoom(wanted: NewRoom, link: Link, conference: string): Promise<Plan> {
  const own = bareJid(link.jid);
  const people = [...new Set((wanted.people ?? []).map((jid) => normalizeJid(jid.trim())))].filter(
    (jid) => jid !== own,
  );
  const wrong = people.find((jid) => !isBareJid(jid));
  if (wrong !== undefined) throw new RoomError('jid-malformed', wrong);
  if (wanted.kind === 'direct') return planDirect(people, own, conference);
  const { title = '', description = '' } = wanted;
  const name = title.trim();
  const membersOnly = wanted.kind === 'private';
  return {
    jid: `${await hashName(name)}@${conference}`,
    people,
    settings: {
      ...LASTING,
      name,
      description: description.trim(),
      membersOnly,
      public: !membersOnly,
      ...(membersOnly && PRIVATE),
    },
    looks: { name, direct: false, membersOnly },
  };
}

function planDirect(people: readonly string[], own: string, conference: string): Plan {
  const [peer = ''] = people;
  if (people.length !== 1 || jidDomain(peer) !== jidDomain(own)) throw new RoomError('jid-malformed', peer);
  return {
    jid: `${peerRoomName(jidLocal(own), jidLocal(peer))}@${conference}`,
    people,
    settings: { ...LASTING, ...PRIVATE, membersOnly: true, public: false },
    looks: { name: jidLocal(peer), direct: true, membersOnly: true },
  };
}

const LASTING: OfferedSettings = { persistent: true, archived: true, moderated: false };
/** People who were invited may know each other. */
const PRIVATE: OfferedSettings = { addressesShown: true, membersInvite: true };

/**
 * Makes the room, with its members; `dress` gives it its picture. False when a room of two was there already. After a failure nothing of the room is left.
 * @throws {RoomError}
 */
export async function makeRoom(
  { jid, people, settings, looks }: Plan,
  link: Link,
  reader: ArchiveReader,
  room: RoomController,
  dress?: (jid: string) => Promise<void>,
): Promise<boolean> {
  const created = await room.create(link, reader);
  if (!created) {
    // The address is a hash of name and time: whoever has it already is no room of ours.
    if (!looks.direct) throw new RoomError('conflict', '');
    return false;
  }
  try {
    await askRoom(link, 'set', buildDefaultConfig(), jid);
    await configureRoom(link, jid, settings);
    if (looks.membersOnly) {
      await Promise.all(people.map((one) => askRoom(link, 'set', buildAffiliation(one, 'member'), jid)));
    }
    await dress?.(jid);
  } catch (error) {
    // What went wrong first is what counts.
    await link.iq.ask('set', buildDestroy(), jid).catch(() => undefined);
    throw error;
  }
  return true;
}

/**
 * Changes settings: asks for the form, and sends back what is to be different.
 * @throws {RoomError}
 */
export async function configureRoom(link: Link, jid: string, changes: OfferedSettings): Promise<void> {
  const config = parseConfig(await askRoom(link, 'get', buildConfigRequest(), jid));
  const request = config && buildConfig(config, changes);
  if (request) await askRoom(link, 'set', request, jid);
}

/** The seed's address: SHA-256 of name and time, in hexadecimal. */
async function hashName(title: string): Promise<string> {
  // Only in secure contexts; elsewhere another unique name does.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return randomId();
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(`${title}${Date.now()}`));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
