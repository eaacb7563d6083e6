/** What a person can do to rooms and the people in them. */
import { addMembers, deleteRoom, removeMembers } from '../api/chats.js';
import type { ApiClient } from '../api/client.js';
import type { RoomAdministration } from '../context.js';
import { randomId } from '../domain/ids.js';
import { bareJid, isBareJid, jidDomain, jidLocal, normalizeJid } from '../domain/jid.js';
import type { NewRoom } from '../domain/new-room.js';
import { maySeeBans, maySetAffiliation } from '../domain/permissions.js';
import type { Affiliation, Room } from '../domain/room.js';
import { RoomError } from '../domain/room-error.js';
import type { OfferedSettings } from '../domain/room-settings.js';
import { buildDiscoInfo } from '../protocol/disco.js';
import { buildMembersRefresh } from '../protocol/members-refresh.js';
import { buildAffiliation, buildRole } from '../protocol/muc-admin.js';
import { buildDestroy } from '../protocol/muc.js';
import { buildConfigRequest, parseConfig } from '../protocol/room-config.js';
import { buildTimedBan, buildTimedUnban } from '../protocol/timed-bans.js';
import type { Element } from '../protocol/xml.js';
import type { InvitationStore } from '../state/invitation-store.js';
import type { RoomStore } from '../state/room-store.js';
import type { ArchiveReader } from './archive-reader.js';
import { dropBookmark, keepBookmark } from './bookmark-keeper.js';
import type { Link } from './connection.js';
import { Invitations, sendInvites } from './invitations.js';
import { MemberLists } from './member-lists.js';
import type { RoomController } from './room-controller.js';
import { changeByApi, makeByApi } from './rest-admin.js';
import { configureRoom, makeRoom, planRoom, type Plan } from './room-maker.js';
import { uploadPicture, type RoomPictures } from './room-pictures.js';
import { askRoom } from './room-request.js';

/** How long an answer is waited for that may not come, ms. */
const SILENCE_MS = 2000;

/** What the administration of rooms needs from its session. */
export interface RoomAdminContext {
  readonly rooms: RoomStore;
  /** Undefined while offline. */
  link(): Link | undefined;
  /** Ethora's API, where there is one. */
  client(): ApiClient | undefined;
  /** Undefined while offline. */
  reader(): ArchiveReader | undefined;
  readonly pictures: RoomPictures;
  room(jid: string): RoomController;
  /** The service that makes rooms. */
  conference(link: Link): Promise<string>;
  /** Lists a room and enters it; gives what became of it. */
  enter(jid: string): Promise<Room | undefined>;
  /** Takes a room off the list, with all that is known of it. */
  forget(jid: string): void;
}

export class RoomAdmin implements RoomAdministration {
  readonly invitations: InvitationStore;
  readonly #context: RoomAdminContext;
  readonly #invitations: Invitations;
  readonly #counted = new WeakSet<RoomController>();
  readonly #lists = new MemberLists();

  constructor(context: RoomAdminContext) {
    this.#context = context;
    this.#invitations = new Invitations(context);
    this.invitations = this.#invitations.store;
  }

  async create(wanted: NewRoom): Promise<string> {
    const link = this.#link();
    const reader = this.#context.reader();
    if (!reader) throw new RoomError('offline', '');
    const conference = await this.#context.conference(link);
    const plan = await planRoom(wanted, link, conference);
    const client = this.#context.client();
    if (client) return this.#createByApi(client, plan, link, conference, wanted.picture);
    const dress = wanted.picture && (await this.#context.pictures.prepare(link, wanted.picture));
    const { jid, people, looks } = plan;
    const { rooms } = this.#context;
    const known = rooms.get(jid);
    if (known?.presence === 'joined') return jid;
    const room = this.#context.room(jid);
    rooms.put({ unread: 0, ...known, presence: 'idle', jid, ...looks });
    try {
      const made = await makeRoom(plan, link, reader, room, dress);
      if (made) room.begin();
      else void room.refresh();
      if (made) for (const one of people) sendInvites(link, jid, one);
    } catch (error) {
      if (!known) this.#context.forget(jid);
      throw error;
    }
    void keepBookmark(link, bookmarkOf(jid, link, looks.direct ? '' : looks.name));
    await this.#enter(jid);
    return jid;
  }

  /** The API names the room, and makes the people members; they are told by the chat server. */
  async #createByApi(
    client: ApiClient,
    plan: Plan,
    link: Link,
    conference: string,
    picture: Blob | undefined,
  ): Promise<string> {
    const url = picture && (await uploadPicture(client, picture));
    const made = await makeByApi(client, { ...plan, picture: url }, conference, jidLocal(link.jid));
    const { jid } = made;
    const { rooms } = this.#context;
    rooms.put({ unread: 0, presence: 'idle', ...plan.looks, ...rooms.get(jid), ...made });
    await this.#enter(jid);
    for (const one of plan.people) sendInvites(link, jid, one);
    // It may have been left before.
    if (made.direct) await keepBookmark(link, bookmarkOf(jid, link));
    return jid;
  }

  async settings(roomJid: string): Promise<OfferedSettings> {
    const jid = normalizeJid(roomJid);
    const answer = await askRoom(await this.#linkTo(jid), 'get', buildConfigRequest(), jid);
    return parseConfig(answer)?.settings ?? {};
  }

  async saveSettings(roomJid: string, changes: OfferedSettings): Promise<void> {
    const jid = normalizeJid(roomJid);
    await configureRoom(await this.#linkTo(jid), jid, changes);
    await this.#context.room(jid).refresh();
  }

  async takesPicture(roomJid?: string): Promise<boolean> {
    const link = this.#link();
    return this.#context.pictures.takes(link, normalizeJid(roomJid ?? (await this.#context.conference(link))));
  }

  async setPicture(roomJid: string, picture?: Blob): Promise<void> {
    const set = await this.#context.pictures.prepare(this.#link(), picture);
    await set(normalizeJid(roomJid));
  }

  async loadMembers(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const bans = maySeeBans(this.#context.rooms.get(jid) ?? {});
    const lists = await this.#lists.load(link, jid, bans);
    if (!lists || link !== this.#context.link()) return;
    this.#context.rooms.update(jid, { timedBans: lists.timedBans });
    const room = this.#context.room(jid);
    room.members.list(lists.all);
    this.#count(room);
  }

  async invite(roomJid: string, people: readonly string[], reason?: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const wanted = people.map(readJid);
    const self = this.#context.rooms.get(jid);
    if (await this.#changeMembers(jid, wanted, 'member')) {
      for (const one of wanted) sendInvites(link, jid, one, reason);
      return;
    }
    for (const one of wanted) {
      const now = this.#context.room(jid).members.affiliationOf(one) ?? 'none';
      // Whoever is banned stays so; unbanning is a decision of its own.
      if (self?.membersOnly && now === 'none' && maySetAffiliation(self, now, 'member')) {
        await this.setAffiliation(jid, one, 'member');
      }
    }
    await this.#invitations.send(link, jid, wanted, reason);
  }

  async accept(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const roomName = this.invitations.get(jid)?.roomName;
    const room = await this.#enter(jid);
    this.#invitations.settle(jid);
    await keepBookmark(link, bookmarkOf(jid, link, room?.direct ? '' : (roomName ?? room?.name)));
  }

  decline(roomJid: string, reason?: string): void {
    this.#invitations.decline(normalizeJid(roomJid), reason);
  }

  async setAffiliation(roomJid: string, jid: string, affiliation: Affiliation, reason?: string): Promise<void> {
    const room = normalizeJid(roomJid);
    const person = readJid(jid);
    const link = this.#link();
    const isRemoval = affiliation === 'none' && this.#context.room(room).members.affiliationOf(person) !== 'outcast';
    if (!isRemoval || !(await this.#changeMembers(room, [person], 'none'))) {
      await askRoom(link, 'set', buildAffiliation(person, affiliation, reason), room);
    }
    this.#context.room(room).members.note({ jid: person, affiliation, ...(reason && { reason }) });
  }

  async kick(roomJid: string, nick: string, reason?: string): Promise<void> {
    await askRoom(this.#link(), 'set', buildRole(nick, 'none', reason), normalizeJid(roomJid));
  }

  ban(roomJid: string, jid: string, reason?: string, seconds = 0): Promise<void> {
    if (!seconds) return this.setAffiliation(roomJid, jid, 'outcast', reason);
    const room = normalizeJid(roomJid);
    return this.#changeTimed(room, buildTimedBan(room, readJid(jid), seconds, reason));
  }

  unban(roomJid: string, jid: string): Promise<void> {
    const room = normalizeJid(roomJid);
    const ban = this.#context
      .room(room)
      .members.$banned.get()
      .find((one) => one.jid === jid);
    if (ban?.until === undefined) return this.setAffiliation(room, jid, 'none');
    return this.#changeTimed(room, buildTimedUnban(room, jid));
  }

  async leave(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const { direct } = this.#context.rooms.get(jid) ?? {};
    this.#context.room(jid).leave();
    this.#context.forget(jid);
    // Kept as one that is not entered: it would come back with the next list.
    const kept = keepBookmark(link, { ...bookmarkOf(jid, link), autojoin: false });
    // The API lets only some people go; rooms of two are for life.
    const client = direct ? undefined : this.#context.client();
    await changeByApi(client, (api) => removeMembers(api, jidLocal(jid), [jidLocal(link.jid)])).catch(() => false);
    await kept;
  }

  async destroy(roomJid: string, reason?: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const { membership } = this.#context.room(jid);
    membership.ending = true;
    try {
      const ended = await changeByApi(this.#context.client(), (client) => deleteRoom(client, jidLocal(jid)));
      if (!ended) await askRoom(await this.#linkTo(jid), 'set', buildDestroy(reason), jid);
    } catch (error) {
      membership.ending = false;
      throw error;
    }
    this.#context.forget(jid);
    await dropBookmark(link, jid);
  }

  /** Forgets the invitations. */
  clear() {
    this.#invitations.clear();
  }

  /** True when the stanza is about an invitation. */
  handle(stanza: Element): boolean {
    return this.#invitations.handle(stanza);
  }

  #link(): Link {
    const link = this.#context.link();
    if (!link) throw new RoomError('offline', '');
    return link;
  }

  /**
   * For what owners ask: ejabberd makes the room that is asked, when there is none.
   * @throws {RoomError} `item-not-found` then.
   */
  async #linkTo(jid: string): Promise<Link> {
    const link = this.#link();
    if (!this.#context.room(jid).membership.joined) await askRoom(link, 'get', buildDiscoInfo(), jid);
    return link;
  }

  /** A server may do it without an answer: then the list tells. */
  async #changeTimed(room: string, request: Element): Promise<void> {
    await askRoom(this.#link(), 'set', request, undefined, SILENCE_MS).catch((error: unknown) => {
      if (!(error instanceof RoomError) || error.condition !== 'no-answer') throw error;
    });
    await this.loadMembers(room);
  }

  /** @throws {RoomError} when the room keeps us out. */
  async #enter(jid: string): Promise<Room | undefined> {
    const room = await this.#context.enter(jid);
    if (room?.presence === 'denied') throw new RoomError(room.denial ?? 'refused', room.denialText ?? '');
    return room;
  }

  /** Makes people members by the API, or not, and tells those in the room. False where that is the chat server's business. */
  async #changeMembers(jid: string, people: readonly string[], affiliation: 'member' | 'none'): Promise<boolean> {
    const link = this.#link();
    const nicks = people.map(jidLocal);
    if (people.some((one) => jidDomain(one) !== jidDomain(link.jid))) return false;
    const change = affiliation === 'member' ? addMembers : removeMembers;
    const isDone = await changeByApi(this.#context.client(), (client) => change(client, jidLocal(jid), nicks));
    const id = `members-changed-${Date.now()}-${randomId()}`;
    if (isDone) link.send(buildMembersRefresh(jid, id, nicks, affiliation));
    return isDone;
  }

  /** From now on the number of members is that of the list. */
  #count(room: RoomController) {
    if (this.#counted.has(room)) return;
    this.#counted.add(room);
    room.members.$members.subscribe((members) => {
      this.#context.rooms.update(room.jid, { memberCount: members.length });
    });
  }
}

function readJid(text: string): string {
  const jid = bareJid(normalizeJid(text.trim()));
  if (!isBareJid(jid)) throw new RoomError('jid-malformed', text.trim());
  return jid;
}

/** The first part of an address stands for a name that is not known yet. */
function bookmarkOf(jid: string, link: Link, name = '') {
  return { jid, autojoin: true, nick: jidLocal(link.jid), ...(name && name !== jidLocal(jid) && { name }) };
}
