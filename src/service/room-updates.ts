/** What the server tells of people and rooms of its own accord, and what is asked anew because of that. */
import { fetchRoom } from '../api/chats.js';
import type { ApiClient } from '../api/client.js';
import { fetchUser } from '../api/users.js';
import { isPlaceholder, peerOf } from '../domain/direct-room.js';
import { bareJid, jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import type { Room } from '../domain/room.js';
import { log } from '../log.js';
import { parseDiscoInfo } from '../protocol/disco.js';
import { parseLiveUpdate } from '../protocol/live-updates.js';
import { isMembersRefresh } from '../protocol/members-refresh.js';
import { parseAffiliationChange } from '../protocol/muc-admin.js';
import { parseConfig } from '../protocol/room-config.js';
import { parseRoster } from '../protocol/room-roster.js';
import type { Element } from '../protocol/xml.js';
import type { ConnectionStore } from '../state/connection-store.js';
import type { RoomStore } from '../state/room-store.js';
import { toListed } from './rest-rooms.js';
import type { RoomController } from './room-controller.js';
import { looksOf } from './room-info.js';

/** Everyone in a room is told at once; asked again is once for many changes, after this time, ms. */
const QUIET_MS = 500;

/** What the updates need from their session. */
export interface RoomUpdatesContext {
  readonly connection: ConnectionStore;
  readonly rooms: RoomStore;
  readonly controllers: ReadonlyMap<string, RoomController>;
  client(): ApiClient | undefined;
  patch(jid: string, change: Partial<Room>): void;
}

export class RoomUpdates {
  /** The room that let us in last. */
  entered = '';
  readonly #context: RoomUpdatesContext;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(context: RoomUpdatesContext) {
    this.#context = context;
  }

  /** Any stanza; most are none of its business. */
  handle(stanza: Element) {
    if (stanza.getName() === 'iq') {
      this.#handleUnasked(stanza);
      return;
    }
    const update = parseLiveUpdate(stanza, jidDomain(this.#context.connection.$jid.get()));
    if (!update) {
      const room = bareJid(normalizeJid(stanza.attrs.from ?? ''));
      const isHint = isMembersRefresh(stanza) || parseAffiliationChange(stanza) !== undefined;
      if (isHint && this.#context.controllers.get(room)?.membership.joined) this.#later(room, this.#askRoom);
      return;
    }
    const { about, local, now } = update;
    if (about === 'user') {
      if (now) this.#showUser(local, now.name, now.picture);
      else this.#later(local, this.#askUser);
      return;
    }
    for (const { jid, direct } of Object.values(this.#context.rooms.$byJid.get())) {
      if (jidLocal(jid) !== local) continue;
      // A room of two is called as the other one is, and looks so.
      if (!now) this.#later(jid, this.#askRoom);
      else if (!direct) this.#showRoom(jid, now);
    }
  }

  /**
   * After one has entered a room, servers of Ethora's may tell of it without being asked. Only the room may, and the server, which
   * does not always say of which room.
   */
  #handleUnasked(stanza: Element) {
    const { connection, rooms, controllers } = this.#context;
    const own = connection.$jid.get();
    const from = normalizeJid(stanza.attrs.from ?? '');
    const jid = ['', own, jidDomain(own)].includes(from) ? this.entered : from;
    const room = controllers.get(jid);
    if (!room?.membership.joined) return;
    const { id } = stanza.attrs;
    const roster = id === 'roomMemberInfo' ? parseRoster(stanza) : undefined;
    if (roster) room.members.learn(roster);
    if (id !== 'roomInfo') return;
    const info = parseDiscoInfo(stanza);
    const { name, description } = parseConfig(stanza)?.settings ?? (info ? looksOf(jid, info, own) : {});
    this.#context.patch(jid, { ...(name && !rooms.get(jid)?.direct && { name }), ...(description && { description }) });
  }

  /** Nothing is asked any more. */
  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(what: string, ask: (client: ApiClient, what: string) => Promise<void>) {
    const client = this.#context.client();
    if (!client || this.#timers.has(what)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(what);
      ask(client, what).catch((error: unknown) => {
        log.debug('the API does not tell what has changed', error);
      });
    }, QUIET_MS);
    this.#timers.set(what, timer);
  }

  readonly #askRoom = async (client: ApiClient, jid: string) => {
    const room = await fetchRoom(client, jidLocal(jid));
    const [listed] = toListed(room, jidDomain(jid), jidLocal(this.#context.connection.$jid.get()));
    // It says that nothing is set by saying nothing.
    if (listed?.jid === jid) this.#showRoom(jid, { name: '', description: '', picture: '', ...listed });
    for (const { xmppUsername, firstName, lastName } of room.members) {
      this.#rename(normalizeJid(xmppUsername), `${firstName} ${lastName}`.trim());
    }
  };

  readonly #askUser = async (client: ApiClient, local: string) => {
    const user = await fetchUser(client, local);
    if (user) this.#showUser(local, `${user.firstName} ${user.lastName}`.trim(), user.picture ?? '');
  };

  #showRoom(jid: string, { name, picture, ...change }: Partial<Room>) {
    this.#context.patch(jid, { ...change, picture: picture || undefined, ...(name && { name }) });
  }

  #showUser(local: string, name: string, picture: string) {
    const { connection, rooms } = this.#context;
    const own = connection.$jid.get();
    const isName = !isPlaceholder(name);
    if (isName && local === jidLocal(own)) connection.setName(name);
    for (const { jid, direct } of Object.values(rooms.$byJid.get())) {
      if (direct && peerOf(jid, own) === local) this.#context.patch(jid, { picture, ...(isName && { name }) });
    }
    this.#rename(local, name);
  }

  #rename(local: string, name: string) {
    if (isPlaceholder(name)) return;
    const jid = `${local}@${jidDomain(this.#context.connection.$jid.get())}`;
    for (const { members } of this.#context.controllers.values()) members.rename(jid, name);
  }
}
