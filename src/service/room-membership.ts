/** Being in one room (XEP-0045): entering, staying, being put out, and who else is there. */
import { jidLocal } from '../domain/jid.js';
import type { Occupant, Room, RoomDenial } from '../domain/room.js';
import { RoomError } from '../domain/room-error.js';
import { buildDestroy, buildJoin, buildLeave, MucStatus, type MucPresence } from '../protocol/muc.js';
import type { StanzaError } from '../protocol/stanza-error.js';
import type { OccupantStore } from '../state/occupant-store.js';
import type { RoomRecord } from '../storage/records.js';
import type { Link } from './connection.js';
import type { FrameBatch } from './frame-batch.js';

/** How long a room has to answer a join, ms. */
const JOIN_TIMEOUT_MS = 20_000;

/** What a membership needs from its session. */
export interface MembershipContext {
  readonly occupants: OccupantStore;
  readonly batch: FrameBatch;
  /** Changes what the list and the header show. */
  patch(change: Partial<Room>): void;
  /** `created`: the room came to be by that. */
  onJoined(created: boolean): void;
  /** Somebody left. */
  onLeft(nick: string): void;
  onDenied(denial: RoomDenial, text: string): void;
}

export class RoomMembership {
  /** Own nick in the room; by Ethora's rule the account's local part. Empty before the first join. */
  nick = '';
  /** True while we end the room: that it is no more is no surprise then. */
  ending = false;
  readonly #jid: string;
  readonly #context: MembershipContext;
  readonly #occupants = new Map<string, Occupant>();
  #link: Link | undefined;
  #state: 'out' | 'joining' | 'in' = 'out';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settled = Promise.withResolvers<void>();
  #paused = false;
  #renamed = false;
  #creation: PromiseWithResolvers<boolean> | undefined;
  /** True when another tab of the account has asked to be let in. */
  #along = false;

  constructor(jid: string, context: MembershipContext) {
    this.#jid = jid;
    this.#context = context;
  }

  get joined(): boolean {
    return this.#state === 'in';
  }

  /** True when the room was not asked to let us in, or has put us out. */
  get outside(): boolean {
    return this.#state === 'out';
  }

  /** Asks to be let in, unless that is done. Resolves when the room has answered, whatever it said. */
  join(link: Link): Promise<void> {
    if (this.#state !== 'out') return this.#settled.promise;
    this.#begin(link);
    link.send(buildJoin(this.#jid, this.nick, 'presenceInRoom'));
    return this.#settled.promise;
  }

  /** Another tab has asked: the answer is for this one, too, but what it demands is done there. */
  joinAlong(link: Link): Promise<void> {
    if (this.#state !== 'out') return this.#settled.promise;
    this.#along = true;
    this.#begin(link);
    return this.#settled.promise;
  }

  /**
   * Enters a room that comes to be by that. Resolves with false when it was there before.
   * @throws {RoomError} when we are not let in.
   */
  create(link: Link): Promise<boolean> {
    if (this.#state !== 'out') return this.#settled.promise.then(() => false);
    const creation = (this.#creation = Promise.withResolvers<boolean>());
    void this.join(link);
    return creation.promise;
  }

  /** A stream of an earlier page goes on in which we are in the room, with those who were there when it was last kept. */
  restore(link: Link, { nick, occupants, room: { affiliation, role } }: RoomRecord) {
    this.#link = link;
    this.#state = 'in';
    this.nick = nick;
    for (const occupant of occupants) this.#occupants.set(occupant.nick, occupant);
    this.#context.batch.add(this.#showOccupants);
    this.#context.patch({ presence: 'joined', ...(affiliation && { affiliation }), ...(role && { role }) });
    this.#settled.resolve();
  }

  /** Goes out on our own wish. */
  leave() {
    if (this.#state !== 'out') this.#link?.send(buildLeave(this.#jid, this.nick));
    this.offline();
  }

  /** The connection is gone, and with it our place. */
  offline() {
    this.#paused = false;
    if (this.#state === 'out') return;
    this.#out();
    this.#context.patch({ presence: 'idle' });
  }

  /** The connection is lost, but the stream may go on: no room can answer. */
  pause() {
    this.#paused = true;
    clearTimeout(this.#timer);
  }

  /** It goes on; whoever was not heard has asked again by that. */
  resume() {
    this.#paused = false;
    if (this.#state === 'joining') this.#awaitAnswer();
  }

  handlePresence(presence: MucPresence) {
    if (this.#state === 'out') return;
    const { occupant, codes, available } = presence;
    const own = codes.has(MucStatus.self) || occupant.nick === this.nick;
    if (available) this.#occupants.set(occupant.nick, occupant);
    else {
      this.#occupants.delete(occupant.nick);
      this.#context.onLeft(occupant.nick);
    }
    this.#context.batch.add(this.#showOccupants);
    if (own) this.#handleOwn(presence);
  }

  /** An answer of type `error` to our join. */
  handleError(error: StanzaError) {
    if (this.#state !== 'joining') return;
    if (error.condition === 'conflict' && this.#along) return;
    if (error.condition === 'conflict' && !this.#renamed && this.#link) {
      // Somebody else has the nick; one other is tried, no more.
      this.#renamed = true;
      this.nick = `${this.nick}-2`;
      this.#link.send(buildJoin(this.#jid, this.nick, 'presenceInRoom'));
      return;
    }
    this.#deny(denialOf(error), error.text);
  }

  #begin(link: Link) {
    this.#link = link;
    this.#state = 'joining';
    this.nick = jidLocal(link.jid);
    this.#settled = Promise.withResolvers();
    this.#awaitAnswer();
    this.#context.patch({ presence: 'joining', denial: undefined, denialText: undefined });
  }

  #awaitAnswer() {
    if (this.#paused) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#deny('timeout', '');
    }, JOIN_TIMEOUT_MS);
  }

  #handleOwn({ occupant, codes, available, newNick, destroyed, reason = '' }: MucPresence) {
    if (available) {
      this.nick = occupant.nick;
      const created = codes.has(MucStatus.created) && !this.#along;
      if (created && !this.#creation) this.#undoCreation();
      else this.#enter(occupant, created);
    } else if (codes.has(MucStatus.renamed) && newNick) {
      this.nick = newNick;
    } else {
      const denial = destroyed ? 'destroyed' : EXPULSIONS.find(([code]) => codes.has(code))?.[1];
      if (denial) this.#deny(denial, reason);
      // While we enter, it is the end of a stay before: the session of that had the same address.
      else if (this.joined) this.offline();
    }
  }

  #enter({ affiliation, role }: Occupant, created: boolean) {
    const first = this.#state === 'joining';
    this.#state = 'in';
    clearTimeout(this.#timer);
    this.#context.patch({ presence: 'joined', affiliation, role });
    this.#settled.resolve();
    if (first) this.#context.onJoined(created);
    this.#creation?.resolve(created);
    this.#creation = undefined;
  }

  /** Entering a room that does not exist makes it. Nobody asked for that. */
  #undoCreation() {
    this.#link?.iq.ask('set', buildDestroy(), this.#jid).catch(() => {
      this.#link?.send(buildLeave(this.#jid, this.nick));
    });
    this.#deny('not-found', '');
  }

  #deny(denial: RoomDenial, text: string) {
    const creation = this.#creation;
    creation?.reject(new RoomError(denial, text));
    this.#out();
    if (creation || (this.ending && denial === 'destroyed')) return;
    this.#context.patch({ presence: 'denied', denial, denialText: text || undefined });
    this.#context.onDenied(denial, text);
  }

  #out() {
    this.#state = 'out';
    this.#renamed = false;
    this.#along = false;
    // Settled already, unless the connection ended.
    this.#creation?.reject(new RoomError('offline', ''));
    this.#creation = undefined;
    clearTimeout(this.#timer);
    this.#occupants.clear();
    this.#context.batch.add(this.#showOccupants);
    this.#settled.resolve();
  }

  readonly #showOccupants = () => {
    this.#context.occupants.set(new Map(this.#occupants));
    this.#context.patch({ onlineCount: this.joined ? this.#occupants.size : undefined });
  };
}

function denialOf({ condition, text }: StanzaError): RoomDenial {
  // Another app's room, another nick than one's own, or a server that lets nobody through: that is no ban.
  if (condition === 'forbidden' && NO_BAN.test(text)) return 'refused';
  return JOIN_ERRORS[condition] ?? 'refused';
}

const NO_BAN = /^(?:wrong (?:app name|nickname)|anonymous not allowed|access denied)/i;

/** XEP-0045 section 7.2. */
const JOIN_ERRORS: Readonly<Record<string, RoomDenial>> = {
  'registration-required': 'members-only',
  forbidden: 'banned',
  'not-authorized': 'password',
  'item-not-found': 'not-found',
  'not-allowed': 'not-found',
  'remote-server-not-found': 'not-found',
  'service-unavailable': 'full',
  'not-acceptable': 'nick-conflict',
  conflict: 'nick-conflict',
  gone: 'destroyed',
};

const EXPULSIONS: readonly (readonly [number, RoomDenial])[] = [
  [MucStatus.banned, 'banned'],
  [MucStatus.kicked, 'kicked'],
  [MucStatus.removed, 'removed'],
  [MucStatus.membersOnly, 'members-only'],
];
