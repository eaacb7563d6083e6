/** What a person can do to rooms and the people in them. */
import type { ApiClient } from '../api/client.js';
import type { RoomAdministration } from '../context.js';
import { randomId } from '../domain/ids.js';
import { bareJid, isBareJid, jidLocal, normalizeJid } from '../domain/jid.js';
import type { Affiliate } from '../domain/member.js';
import type { NewRoom } from '../domain/new-room.js';
import { maySeeBans, maySetAffiliation } from '../domain/permissions.js';
import type { Affiliation, Room } from '../domain/room.js';
import { RoomError } from '../domain/room-error.js';
import type { OfferedSettings } from '../domain/room-settings.js';
import { buildDiscoInfo } from '../protocol/disco.js';
import { buildDecline, buildDirectInvite, buildInvite, parseInvite } from '../protocol/invite.js';
import { buildAffiliatesRequest, buildAffiliation, buildRole, parseAffiliates } from '../protocol/muc-admin.js';
import { buildDestroy } from '../protocol/muc.js';
import { buildConfigRequest, parseConfig } from '../protocol/room-config.js';
import { buildRosterRequest, parseRoster } from '../protocol/room-roster.js';
import { parseStanzaError, type StanzaError } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import { createInvitationStore } from '../state/invitation-store.js';
import type { RoomStore } from '../state/room-store.js';
import type { ArchiveReader } from './archive-reader.js';
import { dropBookmark, keepBookmark } from './bookmark-keeper.js';
import type { Link } from './connection.js';
import type { RoomController } from './room-controller.js';
import { configureRoom, makeRoom, planRoom } from './room-maker.js';
import { RoomPictures } from './room-pictures.js';
import { askRoom } from './room-request.js';

/** What the administration of rooms needs from its session. */
export interface RoomAdminContext {
  readonly rooms: RoomStore;
  /** Undefined while offline. */
  link(): Link | undefined;
  /** Ethora's API, where there is one. */
  client(): ApiClient | undefined;
  /** Undefined while offline. */
  reader(): ArchiveReader | undefined;
  room(jid: string): RoomController;
  /** The service that makes rooms. */
  conference(link: Link): Promise<string>;
  /** Lists a room and enters it; gives what became of it. */
  enter(jid: string): Promise<Room | undefined>;
  /** Takes a room off the list, with all that is known of it. */
  forget(jid: string): void;
}

export class RoomAdmin implements RoomAdministration {
  readonly invitations = createInvitationStore();
  readonly pictures: RoomPictures;
  readonly #context: RoomAdminContext;
  /** Invitations on their way, and what the room said against them. */
  readonly #sent = new Map<string, StanzaError | undefined>();
  readonly #counted = new WeakSet<RoomController>();
  /** Connections to servers that keep no lists of Ethora's. */
  readonly #stock = new WeakSet<Link>();

  constructor(context: RoomAdminContext) {
    this.#context = context;
    this.pictures = new RoomPictures(context);
  }

  async create(wanted: NewRoom): Promise<string> {
    const link = this.#link();
    const reader = this.#context.reader();
    if (!reader) throw new RoomError('offline', '');
    const plan = await planRoom(wanted, link, await this.#context.conference(link));
    const dress = wanted.picture && (await this.pictures.prepare(link, wanted.picture));
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
    return jid;
  }

  async settings(roomJid: string): Promise<OfferedSettings> {
    const answer = await askRoom(this.#link(), 'get', buildConfigRequest(), normalizeJid(roomJid));
    return parseConfig(answer)?.settings ?? {};
  }

  async saveSettings(roomJid: string, changes: OfferedSettings): Promise<void> {
    const jid = normalizeJid(roomJid);
    await configureRoom(this.#link(), jid, changes);
    await this.#context.room(jid).refresh();
  }

  async takesPicture(roomJid?: string): Promise<boolean> {
    const link = this.#link();
    return this.pictures.takes(link, normalizeJid(roomJid ?? (await this.#context.conference(link))));
  }

  async setPicture(roomJid: string, picture?: Blob): Promise<void> {
    const set = await this.pictures.prepare(this.#link(), picture);
    await set(normalizeJid(roomJid));
  }

  async loadMembers(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const bans = maySeeBans(this.#context.rooms.get(jid) ?? {});
    const wanted: Affiliation[] = ['owner', 'admin', 'member', ...(bans ? ['outcast' as const] : [])];
    const lists = wanted.map(async (affiliation) =>
      parseAffiliates(await askRoom(link, 'get', buildAffiliatesRequest(affiliation), jid)),
    );
    const [roster, answers] = await Promise.all([this.#roster(link, jid), Promise.allSettled(lists)]);
    const listed = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    // Rooms tell only some people; then those who are there have to do.
    const complete = answers.every((answer) => answer.status === 'fulfilled');
    if (link !== this.#context.link() || (!roster && !complete)) return;
    // Ethora's list knows names; the room's own knows better who may what.
    const byJid = new Map<string, Affiliate>((roster ?? []).map((one) => [one.jid, one]));
    for (const one of listed) byJid.set(one.jid, { ...byJid.get(one.jid), ...one });
    const room = this.#context.room(jid);
    room.members.list([...byJid.values()]);
    this.#count(room);
  }

  async invite(roomJid: string, people: readonly string[], reason?: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const wanted = people.map(readJid);
    const self = this.#context.rooms.get(jid);
    const ids: string[] = [];
    for (const one of wanted) {
      const now = this.#context.room(jid).members.affiliationOf(one) ?? 'none';
      // Whoever is banned stays so; unbanning is a decision of its own.
      if (self?.membersOnly && now === 'none' && maySetAffiliation(self, now, 'member')) {
        await this.setAffiliation(jid, one, 'member');
      }
      const id = sendInvites(link, jid, one, reason);
      ids.push(id);
      this.#sent.set(id, undefined);
    }
    await this.#refused(link, jid, ids);
  }

  async accept(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const room = await this.#context.enter(jid);
    if (room?.presence === 'denied') throw new RoomError(room.denial ?? 'refused', room.denialText ?? '');
    this.invitations.remove(jid);
    void keepBookmark(link, bookmarkOf(jid, link, room?.direct ? '' : (room?.name ?? '')));
  }

  decline(roomJid: string, reason?: string): void {
    const invitation = this.invitations.get(normalizeJid(roomJid));
    if (!invitation) return;
    this.invitations.remove(invitation.roomJid);
    if (invitation.mediated && invitation.from) this.#context.link()?.send(buildDecline(invitation, reason));
  }

  async setAffiliation(roomJid: string, jid: string, affiliation: Affiliation, reason?: string): Promise<void> {
    const room = normalizeJid(roomJid);
    const person = readJid(jid);
    await askRoom(this.#link(), 'set', buildAffiliation(person, affiliation, reason), room);
    this.#context.room(room).members.note({ jid: person, affiliation, ...(reason && { reason }) });
  }

  async kick(roomJid: string, nick: string, reason?: string): Promise<void> {
    await askRoom(this.#link(), 'set', buildRole(nick, 'none', reason), normalizeJid(roomJid));
  }

  ban(roomJid: string, jid: string, reason?: string): Promise<void> {
    return this.setAffiliation(roomJid, jid, 'outcast', reason);
  }

  unban(roomJid: string, jid: string): Promise<void> {
    return this.setAffiliation(roomJid, jid, 'none');
  }

  leave(roomJid: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    this.#context.room(jid).leave();
    this.#context.forget(jid);
    // Kept as one that is not entered: public rooms would come back with the next list.
    return keepBookmark(link, { ...bookmarkOf(jid, link), autojoin: false });
  }

  async destroy(roomJid: string, reason?: string): Promise<void> {
    const jid = normalizeJid(roomJid);
    const link = this.#link();
    const { membership } = this.#context.room(jid);
    membership.ending = true;
    try {
      await askRoom(link, 'set', buildDestroy(reason), jid);
    } catch (error) {
      membership.ending = false;
      throw error;
    }
    this.#context.forget(jid);
    await dropBookmark(link, jid);
  }

  /** True when the stanza is about an invitation. */
  handle(stanza: Element): boolean {
    this.pictures.handle(stanza);
    const { id = '' } = stanza.attrs;
    const error = this.#sent.has(id) ? parseStanzaError(stanza) : undefined;
    if (error) this.#sent.set(id, error);
    const invitation = error ? undefined : parseInvite(stanza);
    if (invitation && this.#context.rooms.get(invitation.roomJid)?.presence !== 'joined') {
      this.invitations.add(invitation);
    }
    return error !== undefined || invitation !== undefined;
  }

  #link(): Link {
    const link = this.#context.link();
    if (!link) throw new RoomError('offline', '');
    return link;
  }

  /** Undefined where the server keeps no such list. */
  async #roster(link: Link, jid: string): Promise<Affiliate[] | undefined> {
    if (this.#stock.has(link)) return undefined;
    const roster = await link.iq.ask('get', buildRosterRequest(jid)).then(parseRoster, () => undefined);
    if (!roster) this.#stock.add(link);
    return roster;
  }

  /** From now on the number of members is that of the list. */
  #count(room: RoomController) {
    if (this.#counted.has(room)) return;
    this.#counted.add(room);
    room.members.$members.subscribe((members) => {
      this.#context.rooms.update(room.jid, { memberCount: members.length });
    });
  }

  /** A room answers in order: after its answer to a question, what it has against messages before it is here, too. */
  async #refused(link: Link, jid: string, ids: readonly string[]): Promise<void> {
    await link.iq.ask('get', buildDiscoInfo(), jid).catch(() => undefined);
    const errors = ids.map((id) => this.#sent.get(id));
    for (const id of ids) this.#sent.delete(id);
    const error = errors.find((one) => one !== undefined);
    if (error) throw new RoomError(error.condition, error.text);
  }
}

/** Both ways, since some clients know only one; whoever gets both shows one. Gives the id of the one that the room may refuse. */
function sendInvites(link: Link, roomJid: string, jid: string, reason?: string): string {
  const id = `invite-rooms:${randomId()}`;
  link.send(buildInvite(roomJid, jid, id, reason));
  link.send(buildDirectInvite(roomJid, jid, reason));
  return id;
}

function readJid(text: string): string {
  const jid = bareJid(normalizeJid(text.trim()));
  if (!isBareJid(jid)) throw new RoomError('jid-malformed', text.trim());
  return jid;
}

function bookmarkOf(jid: string, link: Link, name = '') {
  return { jid, autojoin: true, nick: jidLocal(link.jid), ...(name && { name }) };
}
