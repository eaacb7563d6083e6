/** Invitations to rooms: those that we send, and those that came. */
import { randomId } from '../domain/ids.js';
import type { Invitation } from '../domain/invitation.js';
import { jidDomain } from '../domain/jid.js';
import { RoomError } from '../domain/room-error.js';
import { buildDiscoInfo } from '../protocol/disco.js';
import { buildDecline, buildDirectInvite, buildInvite, parseInvite } from '../protocol/invite.js';
import { parseStanzaError, type StanzaError } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import { createInvitationStore } from '../state/invitation-store.js';
import type { RoomStore } from '../state/room-store.js';
import type { Link } from './connection.js';
import { askRoomInfo, nameOf } from './room-info.js';

/** What the invitations need from their session. */
export interface InvitationsContext {
  readonly rooms: RoomStore;
  /** Undefined while offline. */
  link(): Link | undefined;
}

export class Invitations {
  readonly store = createInvitationStore();
  readonly #context: InvitationsContext;
  /** Those on their way, and what the room said against them. */
  readonly #sent = new Map<string, StanzaError | undefined>();

  /** Rooms whose invitation has come past them, too. */
  readonly #twice = new Set<string>();
  /** Rooms whose invitation is answered, and still to come past them. */
  readonly #answered = new Set<string>();

  constructor(context: InvitationsContext) {
    this.#context = context;
    // Whoever has entered by another way has answered.
    context.rooms.$byJid.listen((rooms) => {
      for (const { roomJid } of this.store.$invitations.get()) {
        if (rooms[roomJid]?.presence === 'joined') this.settle(roomJid);
      }
    });
  }

  /** @throws {RoomError} With what the room has against one of them. */
  async send(link: Link, roomJid: string, people: readonly string[], reason?: string): Promise<void> {
    const ids = people.map((jid) => sendInvites(link, roomJid, jid, reason));
    for (const id of ids) this.#sent.set(id, undefined);
    // A room answers in order: after its answer to a question, what it has against messages before it is here, too.
    await link.iq.ask('get', buildDiscoInfo(), roomJid).catch(() => undefined);
    const errors = ids.map((id) => this.#sent.get(id));
    for (const id of ids) this.#sent.delete(id);
    const error = errors.find((one) => one !== undefined);
    if (error) throw new RoomError(error.condition, error.text);
  }

  decline(roomJid: string, reason?: string) {
    const invitation = this.settle(roomJid);
    if (invitation?.mediated && invitation.from) this.#context.link()?.send(buildDecline(invitation, reason));
  }

  /** Takes away what is answered, and gives it. */
  settle(roomJid: string): Invitation | undefined {
    const invitation = this.store.get(roomJid);
    this.store.remove(roomJid);
    if (invitation?.mediated && !this.#twice.delete(roomJid)) this.#answered.add(roomJid);
    return invitation;
  }

  clear() {
    this.store.clear();
    this.#twice.clear();
    this.#answered.clear();
  }

  /** True when the stanza is about an invitation. */
  handle(stanza: Element): boolean {
    const { id = '' } = stanza.attrs;
    const error = this.#sent.has(id) ? parseStanzaError(stanza) : undefined;
    if (error) this.#sent.set(id, error);
    const invitation = error ? undefined : parseInvite(stanza);
    if (invitation) this.#receive(invitation);
    return error !== undefined || invitation !== undefined;
  }

  #receive(invitation: Invitation) {
    const { roomJid, mediated } = invitation;
    if (!mediated && this.#answered.delete(roomJid)) return;
    if (!mediated) this.#twice.add(roomJid);
    if (this.#context.rooms.get(roomJid)?.presence === 'joined') return;
    this.store.add(invitation);
    void this.#learnRoomName(roomJid);
  }

  /** Rooms of other servers are not asked: whoever runs them would learn that we are here. */
  async #learnRoomName(jid: string): Promise<void> {
    const link = this.#context.link();
    if (!link || !jid.endsWith(`.${jidDomain(link.jid)}`)) return;
    const info = await askRoomInfo(jid, link.iq);
    const name = info && nameOf(info);
    if (name) this.store.setRoomName(jid, name);
  }
}

/** Both ways, since some clients know only one; whoever gets both shows one. Gives the id of the one that the room may refuse. */
export function sendInvites(link: Link, roomJid: string, jid: string, reason?: string): string {
  const id = `invite-rooms:${randomId()}`;
  link.send(buildInvite(roomJid, jid, id, reason));
  link.send(buildDirectInvite(roomJid, jid, reason));
  return id;
}
