/** Finds out whether rooms still know us: XEP-0410 v1.1.0, https://xmpp.org/extensions/xep-0410.html */
import { buildPing } from '../protocol/ping.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { IqCaller } from './iq.js';
import type { RoomController } from './room-controller.js';

/** Answers of rooms that have no such occupant, or were not running before we asked. */
const OUTSIDE = ['not-acceptable', 'item-not-found'];

/** False when the room says that no such occupant is in it. `occupant`: own full JID there. */
export function isInside(iq: IqCaller, occupant: string): Promise<boolean> {
  return iq.ask('get', buildPing(), occupant).then(
    () => true,
    (error: unknown) => !(error instanceof StanzaFailure && OUTSIDE.includes(error.condition)),
  );
}

/** A room that is started anew, or moves to another node of the server, forgets who was in it and tells nobody. */
export class RoomChecks {
  readonly #controllers: ReadonlyMap<string, RoomController>;
  #turn = 0;

  constructor(controllers: ReadonlyMap<string, RoomController>) {
    this.#controllers = controllers;
  }

  /** Asks the open room and one of the others in turn; where one has forgotten us, all. */
  async check(active: string | undefined): Promise<void> {
    const rooms = [...this.#controllers.values()];
    const some = rooms.filter(({ jid }, index) => jid === active || index === this.#turn % rooms.length);
    this.#turn += 1;
    const answers = await Promise.all(some.map((room) => room.check()));
    if (answers.includes(false)) await Promise.all(rooms.map((room) => room.check()));
  }
}
